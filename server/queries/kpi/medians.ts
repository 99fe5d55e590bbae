import type { KpiSource, KpiSpread, KpiSums } from '#lib/domain/kpi.ts';
import { binOf, boundsOf, monthStart, nextMonth } from '#lib/domain/kpi-buckets.ts';
import { dayStart, type KpiPeriod, type KpiSlot } from '#lib/domain/kpi-period.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import { ceilDay } from './ranges.ts';
import type { KpiMoment } from './sources.ts';

type Medians = KpiSource['medians'];

export const NO_MEDIANS: Medians = { response: null, resolution: null, elapsed: null };

/** Up to so many tickets are put in order by hand; beyond them their spread says where to look. */
const FEW = 3_000;

interface SpreadTable {
	/** Expressions on a ticket; an index begins with each of them. */
	readonly value: string;
	readonly at: string;
	readonly count: 'responded' | 'resolved';
}

const ELAPSED = `(CASE WHEN resolved_at > created_at THEN resolved_at - created_at ELSE 0 END)`;
const TABLE: Readonly<Record<KpiSpread, SpreadTable>> = {
	response: { value: 'response_worked_ms', at: 'first_response_at', count: 'responded' },
	resolution: { value: 'resolution_worked_ms', at: 'resolved_at', count: 'resolved' },
	elapsed: { value: ELAPSED, at: 'resolved_at', count: 'resolved' }
};

/** The exact medians of each slot, in milliseconds; `sums` are those of the slots. */
export async function slotMedians(
	moment: KpiMoment,
	slots: readonly KpiSlot[],
	spreads: readonly KpiSpread[],
	sums: readonly KpiSums[],
	few = FEW
): Promise<readonly Medians[]> {
	const all: Medians[] = [];
	for (const [index, slot] of slots.entries()) {
		const medians = { ...NO_MEDIANS };
		for (const spread of spreads) {
			const count = sums[index]?.[TABLE[spread].count] ?? 0;
			if (count > 0) medians[spread] = await medianOf(moment, spread, slot, count, few);
		}
		all.push(medians);
	}
	return all;
}

/** The middle one of so many times, or the mean of the middle two. */
async function medianOf(
	moment: KpiMoment,
	spread: KpiSpread,
	slot: KpiSlot,
	count: number,
	few: number
): Promise<number | null> {
	const lower = Math.floor((count - 1) / 2);
	const upper = Math.floor(count / 2);
	if (count <= few) return mean(await byTime(moment.tx, spread, slot, lower, upper - lower + 1));
	const bins = await binsOf(moment, spread, slot);
	const middle = await valueAt(moment.tx, spread, slot, bins, lower);
	return mean([
		middle,
		lower === upper ? middle : await valueAt(moment.tx, spread, slot, bins, upper)
	]);
}

function mean(values: readonly number[]): number | null {
	return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Times in order, from the one of this rank; the plus keeps SQLite to the index of moments. */
async function byTime(
	tx: ReadTransaction,
	spread: KpiSpread,
	{ from, to }: KpiPeriod,
	rank: number,
	size: number
): Promise<number[]> {
	const { value, at } = TABLE[spread];
	const rows = await tx.all<{ value: number }>(
		`SELECT ${value} AS value FROM tickets
		WHERE ${at} >= $1 AND ${at} < $2 AND ${at} IS NOT NULL AND deleted_at IS NULL
		ORDER BY +${value} LIMIT $3 OFFSET $4`,
		[from, to, size, rank]
	);
	return rows.map((row) => row.value);
}

/** How many times of each bin there are in a slot, the shortest first. */
async function binsOf(
	{ tx, zone }: KpiMoment,
	spread: KpiSpread,
	slot: KpiSlot
): Promise<readonly { readonly bin: number; readonly tickets: number }[]> {
	const bins = new Map<number, number>();
	const add = (bin: number, tickets: number) => bins.set(bin, (bins.get(bin) ?? 0) + tickets);
	const { months, days, edges } = grainsOf(slot, zone);
	for (const [grain, ranges] of [
		['month', months],
		['day', days]
	] as const)
		for (const { from, to } of ranges) {
			const rows = await tx.all<{ bin: number; tickets: number }>(
				`SELECT bin, SUM(tickets) AS tickets FROM kpi_spreads
				WHERE spread = $1 AND grain = $2 AND bucket >= $3 AND bucket < $4 GROUP BY bin`,
				[spread, grain, from, to]
			);
			for (const { bin, tickets } of rows) add(bin, tickets);
		}
	for (const edge of edges)
		for (const value of await byTime(tx, spread, edge, 0, Number.MAX_SAFE_INTEGER))
			add(binOf(value), 1);
	return [...bins].map(([bin, tickets]) => ({ bin, tickets })).sort((a, b) => a.bin - b.bin);
}

/** A slot as whole months, whole days and what is left at its edges. */
function grainsOf({ from, to }: KpiSlot, zone: string) {
	const firstDay = ceilDay(from, zone);
	const lastDay = dayStart(to, zone);
	const stretch = (a: number, b: number): KpiPeriod[] => (a < b ? [{ from: a, to: b }] : []);
	if (firstDay >= lastDay) return { months: [], days: [], edges: [{ from, to }] };
	const edges = [...stretch(from, firstDay), ...stretch(lastDay, to)];
	const begun = monthStart(firstDay, zone);
	const firstMonth = begun === firstDay ? begun : nextMonth(firstDay, zone);
	const lastMonth = monthStart(lastDay, zone);
	if (firstMonth >= lastMonth) return { months: [], days: stretch(firstDay, lastDay), edges };
	return {
		months: stretch(firstMonth, lastMonth),
		days: [...stretch(firstDay, firstMonth), ...stretch(lastMonth, lastDay)],
		edges
	};
}

/** The time of a rank: its bin is known, and the index of times finds it within. */
async function valueAt(
	tx: ReadTransaction,
	spread: KpiSpread,
	{ from, to }: KpiPeriod,
	bins: readonly { readonly bin: number; readonly tickets: number }[],
	rank: number
): Promise<number> {
	let before = 0;
	for (const { bin, tickets } of bins) {
		if (rank >= before + tickets) {
			before += tickets;
			continue;
		}
		const { value, at } = TABLE[spread];
		const bounds = boundsOf(bin);
		const row = await tx.one<{ value: number }>(
			`SELECT ${value} AS value FROM tickets
			WHERE ${value} >= $1 AND ${value} < $2 AND +${at} >= $3 AND +${at} < $4
				AND ${at} IS NOT NULL AND deleted_at IS NULL
			ORDER BY ${value} LIMIT 1 OFFSET $5`,
			[bounds.from, bounds.to, from, to, rank - before]
		);
		if (row) return row.value;
		break;
	}
	throw new Error(`the spread of ${spread} does not tell where its median is`);
}
