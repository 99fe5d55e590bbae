import {
	checkShift,
	exceptionsByDay,
	weekHours,
	type BusinessCalendar,
	type CalendarException,
	type WorkingHours
} from './calendar.ts';
import { DAY, zoneOf, type Zone } from './zone.ts';

const MINUTE = 60_000;

/** The years this arithmetic answers for; an instant outside them is a RangeError. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2199;

/**
 * Working milliseconds from one instant to another, negative when the other comes first.
 * So `between(a, b) + between(b, c)` is always `between(a, c)`.
 */
export function workingMsBetween(calendar: BusinessCalendar, from: number, to: number): number {
	if (calendar.kind === 'around_the_clock') return to - from;
	return workOf(calendar).between(from, to);
}

/**
 * The earliest instant at which so many working milliseconds are over; the very start for none.
 * Null when the calendar never gives as many.
 */
export function addWorkingMs(calendar: BusinessCalendar, from: number, ms: number): number | null {
	if (!(ms >= 0 && ms < Infinity)) throw new RangeError(`not a duration: ${ms}`);
	if (ms === 0) return from;
	if (calendar.kind === 'around_the_clock') return from + ms;
	return workOf(calendar).add(from, ms);
}

/** Is it working time at this instant? The last moment of a shift is no longer. */
export function isWorkingTime(calendar: BusinessCalendar, at: number): boolean {
	return nextOpening(calendar, at) === at;
}

/** The first working instant at or after this one: itself when open. Null when there is none. */
export function nextOpening(calendar: BusinessCalendar, at: number): number | null {
	if (calendar.kind === 'around_the_clock') return at;
	return workOf(calendar).opening(at);
}

const works = new WeakMap<WorkingHours, Work>();

function workOf(calendar: WorkingHours): Work {
	let work = works.get(calendar);
	if (!work) works.set(calendar, (work = new Work(calendar)));
	return work;
}

/** The working spans that lie in one UTC year, apart from each other and in order. */
interface WorkYear {
	readonly starts: Float64Array;
	readonly ends: Float64Array;
	/** Working time of the year before each span. */
	readonly before: Float64Array;
	readonly total: number;
}

/** A calendar worked out into spans of time, year by year as they are asked for. */
class Work {
	readonly #calendar: WorkingHours;
	readonly #zone: Zone;
	readonly #exceptions: ReadonlyMap<number, CalendarException>;
	readonly #years = new Map<number, WorkYear>();
	/** The last year in which there can be work. */
	readonly #lastYear: number;

	constructor(calendar: WorkingHours) {
		for (const hours of [...calendar.week, ...calendar.exceptions.map(({ hours }) => hours)])
			for (const shift of hours) checkShift(shift);
		this.#calendar = calendar;
		this.#zone = zoneOf(calendar.zone);
		this.#exceptions = exceptionsByDay(calendar);
		const lastDay = Math.max(0, ...this.#exceptions.keys());
		this.#lastYear = calendar.week.some((hours) => hours.length > 0)
			? LAST_YEAR
			: Math.min(LAST_YEAR, yearOf((lastDay + 2) * DAY));
	}

	between(from: number, to: number): number {
		// Subtracted, not negated: no work at all is 0, not -0.
		if (to < from) return 0 - this.between(to, from);
		const [first, last] = [yearOf(from), yearOf(to)];
		let sum = this.#workedBy(last, to) - this.#workedBy(first, from);
		for (let year = first; year < last; year++) sum += this.#year(year).total;
		return sum;
	}

	add(from: number, ms: number): number | null {
		let year = yearOf(from);
		let left = ms + this.#workedBy(year, from);
		while (left > this.#year(year).total) {
			left -= this.#year(year).total;
			if (++year > this.#lastYear) return null;
		}
		const { starts, ends, before } = this.#year(year);
		const span = firstWhere(starts.length, (at) => {
			return read(before, at) + read(ends, at) - read(starts, at) >= left;
		});
		return read(starts, span) + left - read(before, span);
	}

	opening(at: number): number | null {
		for (let year = yearOf(at); year <= this.#lastYear; year++) {
			const { starts, ends } = this.#year(year);
			const span = firstWhere(ends.length, (index) => read(ends, index) > at);
			if (span < ends.length) return Math.max(at, read(starts, span));
		}
		return null;
	}

	/** Working time of a year before an instant in it. */
	#workedBy(year: number, at: number): number {
		const { starts, ends, before } = this.#year(year);
		const span = firstWhere(starts.length, (index) => read(starts, index) > at) - 1;
		if (span < 0) return 0;
		return read(before, span) + Math.min(at, read(ends, span)) - read(starts, span);
	}

	#year(year: number): WorkYear {
		let work = this.#years.get(year);
		if (!work) this.#years.set(year, (work = this.#workOut(year)));
		return work;
	}

	#workOut(year: number): WorkYear {
		const [from, until] = [Date.UTC(year, 0, 1), Date.UTC(year + 1, 0, 1)];
		const spans: [start: number, end: number][] = [];
		// Two days more on either side: zones are up to a day away, and a shift may last a day.
		for (let day = from / DAY - 3; day <= until / DAY + 1; day++) {
			const hours = this.#exceptions.get(day)?.hours ?? weekHours(this.#calendar.week, day);
			for (const shift of hours) {
				const start = Math.max(from, this.#zone.instantOf(day * DAY + shift.from * MINUTE));
				const end = Math.min(until, this.#zone.instantOf(day * DAY + shift.to * MINUTE));
				if (start < end) spans.push([start, end]);
			}
		}
		return layOut(spans.sort((a, b) => a[0] - b[0]));
	}
}

/** Joins spans that touch or overlap, so that no moment counts twice, and sums them up. */
function layOut(spans: readonly [start: number, end: number][]): WorkYear {
	const joined: [start: number, end: number][] = [];
	for (const [start, end] of spans) {
		const last = joined.at(-1);
		if (last && start <= last[1]) last[1] = Math.max(last[1], end);
		else joined.push([start, end]);
	}
	const before = new Float64Array(joined.length);
	let total = 0;
	joined.forEach(([start, end], index) => {
		before[index] = total;
		total += end - start;
	});
	return {
		starts: Float64Array.from(joined, ([start]) => start),
		ends: Float64Array.from(joined, ([, end]) => end),
		before,
		total
	};
}

function yearOf(at: number): number {
	const year = new Date(at).getUTCFullYear();
	if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new RangeError(`out of reach: ${at}`);
	return year;
}

/** The first index the test holds for, or the length; once it holds, it holds for all after. */
function firstWhere(length: number, holds: (index: number) => boolean): number {
	let [low, high] = [0, length];
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(middle)) high = middle;
		else low = middle + 1;
	}
	return low;
}

function read(numbers: Float64Array, index: number): number {
	return numbers[index] ?? NaN;
}
