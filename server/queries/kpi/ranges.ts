import { QUARTER, quarterStart } from '#lib/domain/kpi-buckets.ts';
import { dayStart, type KpiPeriod, type KpiSlot } from '#lib/domain/kpi-period.ts';
import { zoneOf } from '#lib/domain/zone.ts';

/** Nothing counts before this moment, and nothing from that one on. */
export const BEGINNING_OF_TIME = 0;
export const END_OF_TIME = 8.64e15;

/** A stretch of time and the grain it is read by. */
export interface Range extends KpiPeriod {
	readonly of: 'days' | 'quarters' | 'moments';
	/** All of it lies in one slot. */
	readonly whole: boolean;
}

/**
 * The ranges that slots are made of, by the coarsest grain that fits: whole days of the zone,
 * then whole quarters of an hour (kept for all tickets together only), then the tickets
 * themselves. Neighbours of one grain are read together where `merge` says so.
 */
export function rangesOf(
	slots: readonly KpiSlot[],
	zone: string,
	quarters: boolean,
	merge: boolean
): readonly Range[] {
	const ranges: Range[] = [];
	for (const slot of slots)
		for (const part of partsOf(slot, zone, quarters)) {
			const last = ranges.at(-1);
			if (merge && last?.of === part.of && last.to === part.from)
				ranges[ranges.length - 1] = { ...last, to: part.to, whole: false };
			else ranges.push({ ...part, whole: true });
		}
	return ranges;
}

function partsOf(
	{ from, to }: KpiSlot,
	zone: string,
	quarters: boolean
): readonly Omit<Range, 'whole'>[] {
	const firstDay = from <= BEGINNING_OF_TIME ? from : ceilDay(from, zone);
	const lastDay = to >= END_OF_TIME ? to : dayStart(to, zone);
	if (firstDay >= lastDay) return finer(from, to, quarters);
	return [
		...finer(from, firstDay, quarters),
		{ of: 'days', from: firstDay, to: lastDay },
		...finer(lastDay, to, quarters)
	];
}

function finer(from: number, to: number, quarters: boolean): readonly Omit<Range, 'whole'>[] {
	if (from >= to) return [];
	const first = quarterStart(from + QUARTER - 1);
	const last = quarterStart(to);
	if (!quarters || first >= last) return [{ of: 'moments', from, to }];
	return [
		...(from < first ? [{ of: 'moments', from, to: first } as const] : []),
		{ of: 'quarters', from: first, to: last },
		...(last < to ? [{ of: 'moments', from: last, to } as const] : [])
	];
}

/** The first beginning of a day that is not before this moment. */
export function ceilDay(at: number, zone: string): number {
	const start = dayStart(at, zone);
	if (start === at) return at;
	const clock = zoneOf(zone);
	return clock.startOfDay(clock.dayAt(at) + 1);
}
