import {
	TOTALS_COLUMNS,
	totalsOf,
	type Totals,
	type TotalsColumn,
	type TotalsDelta
} from '#lib/domain/figures.ts';
import {
	isKpiKey,
	KPI_PERIOD_DAYS,
	kpiView,
	LIVE_KPIS,
	NO_SOURCE,
	NO_SUMS,
	type KpiColumn,
	type KpiSource,
	type KpiSums,
	type KpiView
} from '#lib/domain/kpi.ts';
import { metricView } from '#lib/domain/metric.ts';
import { lastDays } from '#lib/domain/kpi-period.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { selectMetricSums } from '#server/records/metric-record.ts';

type FigureRow = Readonly<Record<TotalsColumn | 'open_incidents', number>> & {
	readonly kpis: string;
};

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

/** Moves the counters and returns them as they stand. */
export async function moveTotals(
	tx: WriteTransaction,
	delta: TotalsDelta & { open_incidents?: number }
): Promise<Totals> {
	const columns = [...TOTALS_COLUMNS, 'open_incidents' as const].filter((column) => delta[column]);
	const sets = columns.map((column, index) => `${column} = ${column} + $${index + 1}`);
	const [row] = await tx.run<FigureRow>(
		`UPDATE figures SET ${sets.join(', ')} WHERE id = 1 RETURNING *`,
		columns.map((column) => delta[column] ?? 0)
	);
	if (!row) throw new Error('the table figures has lost its row');
	return totalsOf(row);
}

/** Computes the catalogue anew, keeps it, and returns the figures that differ from before. */
export async function turnKpis(
	tx: WriteTransaction,
	now: number,
	zone: string,
	measured: boolean
): Promise<readonly KpiView[]> {
	const row = await tx.one<FigureRow>(`SELECT * FROM figures WHERE id = 1`);
	if (!row) throw new Error('the table figures has lost its row');
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
	const before: KpiView[] = JSON.parse(row.kpis);
	const metrics = measured
		? (await selectMetricSums(tx, month)).map(metricView)
		: before.filter(({ key }) => !isKpiKey(key));
	const after = [...LIVE_KPIS.map((key) => kpiView(key, source)), ...metrics];
	const moved = after.filter(
		(kpi) =>
			JSON.stringify(kpi) !== JSON.stringify(before.find(({ key }) => key === kpi.key) ?? null)
	);
	if (moved.length > 0)
		await tx.run(`UPDATE figures SET kpis = $1 WHERE id = 1`, [JSON.stringify(after)]);
	return moved;
}

/** What the figures of live screens are made of. */
const LIVE_COLUMNS: readonly KpiColumn[] = [
	'resolved',
	'resolution_ms',
	'resolution_met',
	'responded',
	'response_ms'
];
