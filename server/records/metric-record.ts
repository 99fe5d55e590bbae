import type { KpiView } from '#lib/domain/kpi.ts';
import { usualDefinition, type MetricDefinition, type MetricSums } from '#lib/domain/metric.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** A figure as events and the row of figures keep it: what anybody may see says so. */
export interface KpiRecord extends KpiView {
	readonly public?: true;
}

/** A metric in the database; without a title it is known by its values alone. */
export interface MetricRow {
	readonly key: string;
	readonly title: string | null;
	readonly titleEn: string;
	readonly unit: MetricDefinition['unit'];
	readonly suffix: string;
	readonly target: number | null;
	readonly direction: MetricDefinition['direction'];
	readonly aggregate: MetricDefinition['aggregate'];
	/** SQLite answers with 0 and 1. */
	readonly public: boolean | number;
}

/** Columns of a metric `m`. */
const METRIC_COLUMNS = `m.key, m.title, m.title_en AS "titleEn", m.unit, m.suffix, m.target,
	m.direction, m.aggregate, m.public`;

/** What was said of a metric, or what it is without. */
export function metricDefinition(row: MetricRow): MetricDefinition {
	const { key, title, titleEn, unit, suffix, target, direction, aggregate } = row;
	if (title === null) return usualDefinition(key);
	const shown = Boolean(row.public);
	return { title, titleEn, unit, suffix, target, direction, aggregate, public: shown };
}

/** A metric and who changed it last. */
export type ChangedMetricRow = MetricRow & {
	readonly version: number;
	readonly updatedAt: number | null;
	readonly updatedBy: string | null;
};

/** The metric of a key, or null. */
export function readMetricRow(tx: ReadTransaction, key: string): Promise<ChangedMetricRow | null> {
	return tx.one<ChangedMetricRow>(
		`SELECT ${METRIC_COLUMNS}, m.version, m.updated_at AS "updatedAt", u.name AS "updatedBy"
		FROM metrics m LEFT JOIN users u ON u.id = m.updated_by_id WHERE m.key = $1`,
		[key]
	);
}

type SumsRow = MetricRow & Omit<MetricSums, 'key' | 'definition'>;

/** Measurements of every metric, or of one, in a period (milliseconds), the oldest metric first. */
export async function selectMetricSums(
	tx: ReadTransaction,
	{ from, to }: { readonly from: number; readonly to: number },
	key: string | null = null
): Promise<MetricSums[]> {
	const rows = await tx.all<SumsRow>(
		`SELECT ${METRIC_COLUMNS}, COUNT(v.id) AS count, AVG(v.value) AS mean, SUM(v.value) AS sum,
			(SELECT l.value FROM metric_values l
				WHERE l.metric = m.key AND l.at >= $1 AND l.at < $2
				ORDER BY l.at DESC, l.id DESC LIMIT 1) AS last
		FROM metrics m LEFT JOIN metric_values v ON v.metric = m.key AND v.at >= $1 AND v.at < $2
		${key === null ? '' : 'WHERE m.key = $3'}
		GROUP BY m.key ORDER BY m.created_at, m.key`,
		key === null ? [from, to] : [from, to, key]
	);
	return rows.map((row) => ({
		key: row.key,
		definition: metricDefinition(row),
		count: row.count,
		mean: row.mean,
		sum: row.sum,
		last: row.last
	}));
}
