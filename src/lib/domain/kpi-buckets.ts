import { KPI_COLUMNS, NO_SUMS, type KpiColumn, type KpiDimension, type KpiSpread } from './kpi.ts';
import { elapsedMs, kpiMarks, resolutionMs, responseMs, type KpiFacts } from './kpi-marks.ts';
import { dayStart } from './kpi-period.ts';
import { dateOf, dayOf, zoneOf } from './zone.ts';

/** The finest grain: hours, days and half hours of every zone are made of these. */
export const QUARTER = 900_000;

/** A quarter of an hour in all, or a day of one service, priority or assignee. */
export type SumDimension = 'quarter' | KpiDimension;

/** A row of the roll-ups, and what is added to it. */
export interface SumRow {
	readonly dimension: SumDimension;
	/** When the quarter or the day began, milliseconds. */
	readonly bucket: number;
	readonly member: string;
	readonly sums: Record<KpiColumn, number>;
}

/** How many tickets took a time of some length, in a day or a month. */
export interface SpreadRow {
	readonly spread: KpiSpread;
	readonly grain: SpreadGrain;
	readonly bucket: number;
	readonly bin: number;
	tickets: number;
}
export type SpreadGrain = 'day' | 'month';

/** Whom a ticket counts for: an id, a priority, or '' for nobody. */
export function memberOf(facts: KpiFacts, dimension: KpiDimension): string {
	switch (dimension) {
		case 'service':
			return String(facts.serviceId);
		case 'priority':
			return facts.priority;
		case 'assignee':
			return facts.assigneeId === null ? '' : String(facts.assigneeId);
	}
}

/** When a quarter of an hour began. */
export function quarterStart(at: number): number {
	return Math.floor(at / QUARTER) * QUARTER;
}

/** When the month of the zone that holds this moment began. */
export function monthStart(at: number, zone: string): number {
	const clock = zoneOf(zone);
	return clock.startOfDay(dayOf(`${dateOf(clock.dayAt(at)).slice(0, 7)}-01`));
}

/** When the month after it begins. */
export function nextMonth(at: number, zone: string): number {
	const clock = zoneOf(zone);
	const [year = 0, month = 0] = dateOf(clock.dayAt(at)).split('-').map(Number);
	const next = month === 12 ? `${year + 1}-01` : `${year}-${String(month + 1).padStart(2, '0')}`;
	return clock.startOfDay(dayOf(`${next}-01`));
}

/** Parts of a doubling: bins are some 4 % wide. */
const BINS_IN_DOUBLING = 16;
const SHORTEST = 60_000;

/** Where each bin begins, in whole milliseconds; the last is endless. */
const BOUNDS: readonly number[] = [
	0,
	...Array.from({ length: BINS_IN_DOUBLING * 24 }, (_, step) =>
		Math.ceil(SHORTEST * 2 ** (step / BINS_IN_DOUBLING))
	)
];

/** The bin that holds a time. */
export function binOf(ms: number): number {
	let [low, high] = [0, BOUNDS.length - 1];
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((BOUNDS[middle] ?? Infinity) <= ms) low = middle;
		else high = middle - 1;
	}
	return low;
}

/** The shortest time in a bin, and the shortest beyond it. */
export function boundsOf(bin: number): { readonly from: number; readonly to: number } {
	return { from: BOUNDS[bin] ?? 0, to: BOUNDS[bin + 1] ?? Number.MAX_SAFE_INTEGER };
}

/** What tickets add to the roll-ups of a zone: collected here, then written at once. */
export class Rollup {
	readonly #zone: string;
	readonly #sums = new Map<string, SumRow>();
	readonly #spreads = new Map<string, SpreadRow>();

	constructor(zone: string) {
		this.#zone = zone;
	}

	/** Adds a ticket, or takes it away with `by` = -1. */
	add(facts: KpiFacts, by: 1 | -1): void {
		for (const { at, sums } of kpiMarks(facts)) {
			const day = dayStart(at, this.#zone);
			this.#addTo('quarter', quarterStart(at), '', sums, by);
			this.#addTo('service', day, memberOf(facts, 'service'), sums, by);
			this.#addTo('priority', day, memberOf(facts, 'priority'), sums, by);
			this.#addTo('assignee', day, memberOf(facts, 'assignee'), sums, by);
		}
		this.#spread('response', facts.firstResponseAt, responseMs(facts), by);
		this.#spread('resolution', facts.resolvedAt, resolutionMs(facts), by);
		this.#spread('elapsed', facts.resolvedAt, elapsedMs(facts), by);
	}

	/** Rows that move. */
	sums(): readonly SumRow[] {
		return [...this.#sums.values()].filter(({ sums }) =>
			KPI_COLUMNS.some((column) => sums[column] !== 0)
		);
	}

	/** Rows that move. */
	spreads(): readonly SpreadRow[] {
		return [...this.#spreads.values()].filter(({ tickets }) => tickets !== 0);
	}

	#addTo(
		dimension: SumDimension,
		bucket: number,
		member: string,
		added: Partial<Record<KpiColumn, number>>,
		by: 1 | -1
	): void {
		const key = `${dimension} ${bucket} ${member}`;
		let row = this.#sums.get(key);
		if (!row) this.#sums.set(key, (row = { dimension, bucket, member, sums: { ...NO_SUMS } }));
		let column: KpiColumn;
		for (column in added) row.sums[column] += by * (added[column] ?? 0);
	}

	#spread(spread: KpiSpread, at: number | null, ms: number | null, by: 1 | -1): void {
		if (at === null || ms === null) return;
		const bin = binOf(ms);
		const buckets = { day: dayStart(at, this.#zone), month: monthStart(at, this.#zone) };
		let grain: SpreadGrain;
		for (grain in buckets) {
			const bucket = buckets[grain];
			const key = `${spread} ${grain} ${bucket} ${bin}`;
			let row = this.#spreads.get(key);
			if (!row) this.#spreads.set(key, (row = { spread, grain, bucket, bin, tickets: 0 }));
			row.tickets += by;
		}
	}
}
