import { TOTALS_COLUMNS, totalsOf, type Totals, type TotalsDelta } from '#lib/domain/figures.ts';
import {
	isKpiKey,
	KPI_PERIOD_DAYS,
	LIVE_KPIS,
	NO_SOURCE,
	NO_SUMS,
	type KpiColumn,
	type KpiSource,
	type KpiSums
} from '#lib/domain/kpi.ts';
import { kpiView } from '#lib/domain/kpi-catalogue.ts';
import { lastDays, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import { daysOf, metricView } from '#lib/domain/metric.ts';
import type { Bound, WriteTransaction } from '#server/database/database.ts';
import type { Pending } from '#server/database/pending.ts';
import { selectMetricSums, type KpiRecord } from '#server/records/metric-record.ts';
import type { KpiLeft } from './event.ts';

const COUNTERS = [...TOTALS_COLUMNS, 'open_incidents'] as const;
type Counter = (typeof COUNTERS)[number];

type FigureRow = Record<Counter, number> & { kpis: string };

/** Calendar days of the portal's zone. */
export type DayOf = (at: number) => string;

/** Makes a function from a moment to its calendar day `YYYY-MM-DD` in a zone. */
export function dayOfZone(timeZone: string): DayOf {
	const format = new Intl.DateTimeFormat('sv-SE', {
		timeZone,
		year: 'numeric',
		month: '2-digit',
		day: '2-digit'
	});
	return (at) => format.format(at);
}

/**
 * The row of figures in the hands of a transaction: read once, moved by every event, written
 * once. Only to be touched under the lock of the numbering, which is held until the commit.
 */
export class FigureBook implements Pending {
	#row: FigureRow | null = null;
	#moved = new Set<keyof FigureRow>();

	/** The figures as the events before have left them. */
	async row(tx: WriteTransaction): Promise<Readonly<FigureRow>> {
		this.#row ??= await tx.one<FigureRow>(`SELECT * FROM figures WHERE id = 1`);
		if (!this.#row) throw new Error('the table figures has lost its row');
		return this.#row;
	}

	/** Moves the counters and returns them as they stand. */
	async move(
		tx: WriteTransaction,
		delta: TotalsDelta & { open_incidents?: number }
	): Promise<Totals> {
		const moved: FigureRow = { ...(await this.row(tx)) };
		for (const column of COUNTERS) {
			if (!delta[column]) continue;
			moved[column] += delta[column];
			this.#moved.add(column);
		}
		this.#row = moved;
		return totalsOf(moved);
	}

	/** Keeps the figures of the catalogue. */
	async keepKpis(tx: WriteTransaction, kpis: string): Promise<void> {
		this.#row = { ...(await this.row(tx)), kpis };
		this.#moved.add('kpis');
	}

	async flush(tx: WriteTransaction): Promise<void> {
		const row = this.#row;
		if (!row || this.#moved.size === 0) return;
		const columns = [...this.#moved].sort();
		this.#moved.clear();
		await tx.run(
			`UPDATE figures SET ${columns.map((column, at) => `${column} = $${at + 1}`).join(', ')}
			WHERE id = 1`,
			columns.map((column): Bound => row[column])
		);
	}
}

/** Figures that differ from before, and those that somebody no longer sees. */
export interface TurnedKpis {
	readonly moved: readonly KpiRecord[];
	readonly left: readonly KpiLeft[];
}

/** Computes the catalogue anew, keeps it, and returns what differs from before. */
export async function turnKpis(
	tx: WriteTransaction,
	now: number,
	zone: string,
	measured: boolean
): Promise<TurnedKpis> {
	const figures = tx.pending(FigureBook);
	const row = await figures.row(tx);
	const month = lastDays(KPI_PERIOD_DAYS, zone, now);
	const today = lastDays(1, zone, now);
	// PostgreSQL sums up whole numbers to a kind that comes as text.
	const summed = (what: string) => `CAST(COALESCE(SUM(${what}), 0) AS BIGINT)`;
	const ofToday = (column: KpiColumn) => summed(`CASE WHEN bucket >= $3 THEN ${column} ELSE 0 END`);
	const period = await tx.one<KpiSums & { createdToday: number; resolvedToday: number }>(
		`SELECT ${LIVE_COLUMNS.map((column) => `${summed(column)} AS ${column}`).join(', ')},
			${ofToday('created')} AS "createdToday", ${ofToday('resolved')} AS "resolvedToday"
		FROM kpi_sums WHERE dimension = 'priority' AND bucket >= $1 AND bucket < $2`,
		[month.from, month.to, today.from]
	);
	const source: KpiSource = {
		...NO_SOURCE,
		today: { created: period?.createdToday ?? 0, resolved: period?.resolvedToday ?? 0 },
		sums: { ...NO_SUMS, ...period },
		openIncidents: row.open_incidents
	};
	const before: KpiRecord[] = JSON.parse(row.kpis);
	const metrics = measured
		? await turnMetrics(tx, month, zone)
		: before.filter(({ key }) => !isKpiKey(key));
	const after: KpiRecord[] = [...LIVE_KPIS.map((key) => kpiView(key, source)), ...metrics];
	const moved = after.filter(
		(kpi) =>
			JSON.stringify(kpi) !== JSON.stringify(before.find(({ key }) => key === kpi.key) ?? null)
	);
	const left = leftOf(before, after);
	if (moved.length > 0 || left.length > 0) await figures.keepKpis(tx, JSON.stringify(after));
	return { moved, left };
}

async function turnMetrics(
	tx: WriteTransaction,
	month: KpiPeriod,
	zone: string
): Promise<KpiRecord[]> {
	return (await selectMetricSums(tx, month)).map((sums) => ({
		...metricView(sums, daysOf(month, zone)),
		...(sums.definition.public ? { public: true as const } : {})
	}));
}

/** Measured figures that are gone, or are for staff alone from now on. */
function leftOf(before: readonly KpiRecord[], after: readonly KpiRecord[]): KpiLeft[] {
	return before.flatMap(({ key, public: was }): KpiLeft[] => {
		if (isKpiKey(key)) return [];
		const now = after.find((kpi) => kpi.key === key);
		if (!now) return [{ key, to: was ? 'everyone' : 'staff' }];
		return was && !now.public ? [{ key, to: 'others' }] : [];
	});
}

/** What the figures of live screens are made of. */
const LIVE_COLUMNS: readonly KpiColumn[] = [
	'resolved',
	'resolution_ms',
	'resolution_met',
	'responded',
	'response_ms',
	'response_met',
	'rated',
	'satisfied'
];
