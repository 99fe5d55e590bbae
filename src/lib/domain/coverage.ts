import type { ShiftTimes } from './shift.ts';
import { DAY, weekdayOf, zoneOf } from './zone.ts';

const MINUTE = 60_000;

/** Milliseconds, the end not included. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

/** A part of a period with how many are on duty in it. */
export interface Covered extends Span {
	readonly count: number;
}

/** How many have to be on duty, at what, and when. */
export interface CoverageRule {
	readonly id: number;
	/** Null: whatever they do. */
	readonly position: string | null;
	/** From Monday to Sunday: does it hold on days that begin so? */
	readonly days: readonly boolean[];
	/** Minutes since midnight of that day; the end may lie behind the next midnight. */
	readonly fromMinute: number;
	readonly toMinute: number;
	readonly least: number;
}

/** A time in which fewer are on duty than a rule wants. */
export interface Gap extends Span {
	readonly position: string | null;
	readonly missing: number;
}

/** A shift as coverage is counted of. */
export interface CountedShift extends ShiftTimes {
	readonly position: string;
}

/** The period in parts of equal cover, one after the other without a hole between them. */
export function coverOf(shifts: readonly ShiftTimes[], period: Span): readonly Covered[] {
	if (period.to <= period.from) return [];
	const moves = new Map<number, number>();
	const move = (at: number, by: number) => moves.set(at, (moves.get(at) ?? 0) + by);
	for (const { startsAt, endsAt } of shifts) {
		const [from, to] = [Math.max(startsAt, period.from), Math.min(endsAt, period.to)];
		if (from >= to) continue;
		move(from, 1);
		move(to, -1);
	}
	const parts: Covered[] = [];
	let [from, count] = [period.from, moves.get(period.from) ?? 0];
	for (const at of [...moves.keys()].sort((a, b) => a - b)) {
		const by = moves.get(at) ?? 0;
		if (at <= period.from || at >= period.to || by === 0) continue;
		parts.push({ from, to: at, count });
		[from, count] = [at, count + by];
	}
	return [...parts, { from, to: period.to, count }];
}

/** When a rule wants somebody on duty, by the clock of a zone, within a period. */
export function wantedSpans(rule: CoverageRule, zoneName: string, period: Span): readonly Span[] {
	const zone = zoneOf(zoneName);
	const spans: Span[] = [];
	// What begins the evening before may reach into the first day.
	const [first, last] = [zone.dayAt(period.from) - 2, zone.dayAt(period.to)];
	for (let day = first; day <= last; day++) {
		if (!rule.days[weekdayOf(day)]) continue;
		const from = Math.max(zone.instantOf(day * DAY + rule.fromMinute * MINUTE), period.from);
		const to = Math.min(zone.instantOf(day * DAY + rule.toMinute * MINUTE), period.to);
		if (from >= to) continue;
		const before = spans.at(-1);
		if (before && before.to >= from)
			spans[spans.length - 1] = { from: before.from, to: Math.max(before.to, to) };
		else spans.push({ from, to });
	}
	return spans;
}

/** Where fewer are on duty than the rules want, by time. */
export function gapsOf(
	rules: readonly CoverageRule[],
	shifts: readonly CountedShift[],
	zone: string,
	period: Span
): readonly Gap[] {
	const gaps: Gap[] = [];
	for (const rule of rules) {
		const { position, least } = rule;
		const counted = shifts.filter((shift) => position === null || same(shift.position, position));
		for (const span of wantedSpans(rule, zone, period))
			for (const { from, to, count } of coverOf(counted, span))
				if (count < least) gaps.push({ from, to, position, missing: least - count });
	}
	return gaps.sort((a, b) => a.from - b.from || a.to - b.to);
}

/** Do two shifts share any time? Those that only meet do not. */
export function overlaps(a: ShiftTimes, b: ShiftTimes): boolean {
	return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** Every pair of shifts of one and the same person that share time, each pair once. */
export function overlappingPairs<T extends ShiftTimes>(
	shifts: readonly T[],
	whose: (shift: T) => string | number
): readonly (readonly [T, T])[] {
	const pairs: (readonly [T, T])[] = [];
	const byStart = shifts.toSorted((a, b) => a.startsAt - b.startsAt);
	for (const [place, one] of byStart.entries())
		for (const other of byStart.slice(place + 1)) {
			if (other.startsAt >= one.endsAt) break;
			if (whose(one) === whose(other) && overlaps(one, other)) pairs.push([one, other]);
		}
	return pairs;
}

/** Words are the same whatever their case, and however they are spaced. */
function same(a: string, b: string): boolean {
	return key(a) === key(b);
}

function key(position: string): string {
	return position.trim().replace(/\s+/g, ' ').toLocaleLowerCase('ru');
}
