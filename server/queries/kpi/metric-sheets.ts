import { DomainError } from '#lib/domain/errors.ts';
import { KPI_PERIOD_DAYS } from '#lib/domain/kpi.ts';
import { lastDays } from '#lib/domain/kpi-period.ts';
import type { MetricValue } from '#lib/domain/metric.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Page } from '#server/portal.ts';
import type { MetricQueries, MetricSheet, MetricSummary } from '#server/portal/metrics.ts';
import { metricDefinition, readMetricRow } from '#server/records/metric-record.ts';
import { iso, isoOrNull } from '#server/records/ticket-record.ts';
import { permitted } from '../administration/permitted.ts';
import { Conditions } from '../conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from '../keyset.ts';
import { readMetrics } from './metrics.ts';
import type { KpiMoment } from './sources.ts';

const VALUES = 20;
const MOST_VALUES = 100;

interface ValueRow {
	readonly id: number;
	readonly at: number;
	readonly value: number;
	readonly author: string | null;
}

const ORDER: readonly KeyColumn<ValueRow>[] = [
	{ column: 'v.at', descending: true, of: ({ at }) => at },
	{ column: 'v.id', descending: true, of: ({ id }) => id }
];

/** Reads of those who look after measured metrics. */
export function metricSheets(
	read: <T>(work: (moment: KpiMoment) => Promise<T>) => Promise<T>
): MetricQueries {
	return {
		metrics: async (viewer) => {
			permitted(viewer, 'metric.define');
			return read((moment) => summaries(moment, viewer));
		},
		metric: async (viewer, key, values = {}) => {
			permitted(viewer, 'metric.define');
			return read(({ tx }) => sheet(tx, key, values));
		}
	};
}

async function summaries(moment: KpiMoment, viewer: Viewer): Promise<readonly MetricSummary[]> {
	const { tx, zone, now } = moment;
	const figures = await readMetrics(moment, viewer, lastDays(KPI_PERIOD_DAYS, zone, now));
	const rows = await tx.all<{ key: string; defined: number; at: number | null }>(
		`SELECT m.key, CASE WHEN m.title IS NULL THEN 0 ELSE 1 END AS defined,
			(SELECT MAX(v.at) FROM metric_values v WHERE v.metric = m.key) AS at
		FROM metrics m`
	);
	const known = new Map(rows.map((row) => [row.key, row]));
	return figures
		.map((figure): MetricSummary => {
			const row = known.get(figure.key);
			return {
				figure,
				defined: row?.defined === 1,
				latestAt: isoOrNull(row?.at ?? null)
			};
		})
		.sort((a, b) => a.figure.title.localeCompare(b.figure.title, 'ru'));
}

/** A metric and its latest values. Throws `not_found`. */
async function sheet(
	tx: ReadTransaction,
	key: string,
	values: { readonly limit?: number | undefined; readonly cursor?: string | undefined }
): Promise<MetricSheet> {
	const row = await readMetricRow(tx, key);
	if (!row) throw new DomainError('not_found');
	return {
		key,
		definition: metricDefinition(row),
		defined: row.title !== null,
		version: row.version,
		updatedAt: isoOrNull(row.updatedAt),
		updatedBy: row.updatedBy,
		values: await readValues(tx, key, values)
	};
}

async function readValues(
	tx: ReadTransaction,
	key: string,
	{ limit, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined }
): Promise<Page<MetricValue>> {
	const size = Math.min(limit ?? VALUES, MOST_VALUES);
	const where = new Conditions();
	where.add('v.metric = ?', key);
	const after = keyBehind(cursor, ORDER.length);
	if (after) where.addAfter(ORDER, after);
	const rows = await tx.all<ValueRow>(
		`SELECT v.id, v.at, v.value, u.name AS author
		FROM metric_values v LEFT JOIN users u ON u.id = v.author_id
		${where.sql()} ORDER BY v.at DESC, v.id DESC LIMIT ${size + 1}`,
		where.values
	);
	const shown = rows.slice(0, size);
	const last = rows.length > size ? shown.at(-1) : undefined;
	return {
		items: shown.map(({ id, at, value, author }) => ({ id, value, at: iso(at), author })),
		nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
	};
}
