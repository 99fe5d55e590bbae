import {
	KPI_COLUMNS,
	NO_SUMS,
	type KpiColumn,
	type KpiDimension,
	type KpiSums
} from '#lib/domain/kpi.ts';
import { memberOf, type SumDimension } from '#lib/domain/kpi-buckets.ts';
import { kpiMarks } from '#lib/domain/kpi-marks.ts';
import type { KpiSlot } from '#lib/domain/kpi-period.ts';
import { selectKpiFacts } from '#server/records/kpi-facts.ts';
import { BEGINNING_OF_TIME, END_OF_TIME, rangesOf, type Range } from './ranges.ts';
import type { KpiMoment } from './sources.ts';

/** Up to so many slots each is summed up by the database; beyond it, each bucket is. */
const FEW_SLOTS = 3;

/** A row of the roll-ups, summed up over a range, or a ticket's own marks. */
interface Part {
	/** A moment in its slot. */
	readonly at: number;
	readonly member: string;
	readonly sums: Partial<Record<KpiColumn, number>>;
}

/** Sums of each slot for each member of a dimension ('' without one); slots follow one another. */
export async function slotSums(
	moment: KpiMoment,
	slots: readonly KpiSlot[],
	dimension: KpiDimension | null
): Promise<Map<string, KpiSums[]>> {
	const members = new Map<string, Record<KpiColumn, number>[]>();
	for (const range of rangesOf(slots, moment.zone, dimension === null, slots.length > FEW_SLOTS)) {
		for (const { at, member, sums } of await readRange(moment, range, dimension)) {
			let all = members.get(member);
			if (!all) members.set(member, (all = slots.map(() => ({ ...NO_SUMS }))));
			const slot = all[slotAt(slots, at)];
			if (slot) addTo(slot, sums);
		}
	}
	return members;
}

function readRange(
	moment: KpiMoment,
	range: Range,
	dimension: KpiDimension | null
): Promise<readonly Part[]> {
	switch (range.of) {
		case 'days':
			return readBuckets(moment, range, dimension ?? 'priority', dimension !== null);
		case 'quarters':
			return readBuckets(moment, range, 'quarter', false);
		case 'moments':
			return readMoments(moment, range, dimension);
	}
}

async function readBuckets(
	{ tx }: KpiMoment,
	{ from, to, whole }: Range,
	dimension: SumDimension,
	byMember: boolean
): Promise<readonly Part[]> {
	const by = [...(whole ? [] : ['bucket']), ...(byMember ? ['member'] : [])];
	// PostgreSQL sums up whole numbers to a kind that comes as text.
	const sums = KPI_COLUMNS.map((column) => `CAST(SUM(${column}) AS BIGINT) AS ${column}`);
	const rows = await tx.all<KpiSums & { bucket?: number; member?: string; parts: number }>(
		`SELECT ${[...by, ...sums].join(', ')}, COUNT(*) AS parts FROM kpi_sums
		WHERE dimension = $1 AND bucket >= $2 AND bucket < $3
		${by.length > 0 ? `GROUP BY ${by.join(', ')}` : ''}`,
		[dimension, from, to]
	);
	return rows
		.filter(({ parts }) => parts > 0)
		.map(({ bucket, member, parts: _parts, ...sums }) => ({
			at: bucket ?? from,
			member: member ?? '',
			sums
		}));
}

/** What no roll-up is fine enough for is read from the tickets themselves. */
async function readMoments(
	{ tx }: KpiMoment,
	{ from, to }: Range,
	dimension: KpiDimension | null
): Promise<readonly Part[]> {
	const tickets = await selectKpiFacts(tx, from, to);
	return tickets.flatMap((facts) =>
		kpiMarks(facts)
			.filter(({ at }) => at >= from && at < to)
			.map(({ at, sums }) => ({
				at,
				member: dimension === null ? '' : memberOf(facts, dimension),
				sums
			}))
	);
}

/** The slot that holds a moment, or -1. */
function slotAt(slots: readonly KpiSlot[], at: number): number {
	let [low, high] = [0, slots.length - 1];
	while (low <= high) {
		const middle = (low + high) >> 1;
		const slot = slots[middle];
		if (!slot) return -1;
		if (at < slot.from) high = middle - 1;
		else if (at >= slot.to) low = middle + 1;
		else return middle;
	}
	return -1;
}

function addTo(sums: Record<KpiColumn, number>, added: Partial<Record<KpiColumn, number>>): void {
	let column: KpiColumn;
	for (column in added) sums[column] += added[column] ?? 0;
}

/** The sums of several stretches together. */
export function together(parts: readonly KpiSums[]): KpiSums {
	const sums = { ...NO_SUMS };
	for (const part of parts) addTo(sums, part);
	return sums;
}

/** The sums of everything from a moment on. */
export async function sumsFrom(moment: KpiMoment, from: number): Promise<KpiSums> {
	const members = await slotSums(moment, [{ from, to: END_OF_TIME }], null);
	return members.get('')?.[0] ?? NO_SUMS;
}

/** The sums of everything before a moment, for each member of a dimension. */
export async function sumsUntil(
	moment: KpiMoment,
	to: number,
	dimension: KpiDimension
): Promise<Map<string, KpiSums>> {
	const members = await slotSums(moment, [{ from: BEGINNING_OF_TIME, to }], dimension);
	return new Map([...members].map(([member, sums]) => [member, sums[0] ?? NO_SUMS]));
}
