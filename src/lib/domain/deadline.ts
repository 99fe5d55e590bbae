import { addWorkingMs, nextOpening, workingMsBetween } from './business-time.ts';
import {
	exceptionsByDay,
	weekHours,
	type BusinessCalendar,
	type CalendarException,
	type DayHours,
	type WorkingHours
} from './calendar.ts';
import { DAY, zoneOf } from './zone.ts';

const MINUTE = 60_000;

/** A time in which the clock stands still; one that lasts has no end yet. */
export interface Pause {
	readonly from: number;
	readonly to: number | null;
}

/** A pause within what it interrupts, and the working time it cost there so far as it is over. */
export interface PauseTaken extends Pause {
	readonly workingMs: number;
}

/** Why a deadline is when it is, as facts for words to be made of. */
export interface DeadlineExplanation {
	/** When the promise was made. */
	readonly startsAt: number;
	/** When the clock began to run: later than the start when that fell outside working hours. */
	readonly runsFrom: number | null;
	/** How much working time was promised. */
	readonly workingMs: number;
	/** Null while a pause lasts, or when the calendar never gives as much time. */
	readonly dueAt: number | null;
	/** Whose clock and calendar it goes by; null around the clock. */
	readonly zone: string | null;
	/** Pauses before the deadline, in order, those that overlap as one; what lasts comes last. */
	readonly pauses: readonly PauseTaken[];
	/** Working time of the pauses that are over: by how much they moved the deadline. */
	readonly pausedMs: number;
	/** Holidays, short and moved days without which the deadline would be another. */
	readonly exceptions: readonly CalendarException[];
}

/** Working time from one instant to a later one, without what the pauses took of it. */
export function workingMsWithout(
	calendar: BusinessCalendar,
	from: number,
	to: number,
	pauses: readonly Pause[]
): number {
	const taken = pausesWithin(calendar, from, to, pauses);
	return workingMsBetween(calendar, from, to) - sumOf(taken);
}

/**
 * When so much working time is over, the clock standing still in pauses.
 * Null while a pause lasts that began before, or when the calendar never gives as much time.
 */
export function dueAfter(
	calendar: BusinessCalendar,
	from: number,
	workingMs: number,
	pauses: readonly Pause[] = []
): number | null {
	let at = from;
	let left = workingMs;
	for (const pause of joinPauses(pauses)) {
		if (pause.to !== null && pause.to <= at) continue;
		const run = pause.from > at ? workingMsBetween(calendar, at, pause.from) : 0;
		if (run >= left) break;
		if (pause.to === null) return null;
		left -= run;
		at = pause.to;
	}
	return addWorkingMs(calendar, at, left);
}

/** The deadline and all it follows from. */
export function explainDeadline(
	calendar: BusinessCalendar,
	startsAt: number,
	workingMs: number,
	pauses: readonly Pause[] = []
): DeadlineExplanation {
	const dueAt = dueAfter(calendar, startsAt, workingMs, pauses);
	const last = joinPauses(pauses).at(-1);
	const lasting = dueAt === null && last?.to === null ? last : null;
	const knownUntil = Math.max(startsAt, dueAt ?? lasting?.from ?? startsAt);
	const taken = pausesWithin(calendar, startsAt, knownUntil, pauses);
	const standing = lasting ? [{ from: knownUntil, to: null, workingMs: 0 }] : [];
	return {
		startsAt,
		runsFrom: nextOpening(calendar, startsAt),
		workingMs,
		dueAt,
		zone: calendar.kind === 'working_hours' ? calendar.zone : null,
		pauses: [...taken, ...standing],
		pausedMs: sumOf(taken),
		exceptions:
			calendar.kind === 'working_hours' ? exceptionsFelt(calendar, startsAt, knownUntil) : []
	};
}

/** Pauses in order, those that overlap or touch as one. */
function joinPauses(pauses: readonly Pause[]): readonly Pause[] {
	const joined: { from: number; to: number | null }[] = [];
	for (const { from, to } of pauses.toSorted((a, b) => a.from - b.from)) {
		const last = joined.at(-1);
		if (to !== null && to <= from) continue;
		if (!last || (last.to !== null && last.to < from)) joined.push({ from, to });
		else if (last.to !== null) last.to = to === null ? null : Math.max(last.to, to);
	}
	return joined;
}

/** What of the pauses lies between two instants. */
function pausesWithin(
	calendar: BusinessCalendar,
	from: number,
	to: number,
	pauses: readonly Pause[]
): readonly PauseTaken[] {
	return joinPauses(pauses)
		.map((pause) => ({
			from: Math.max(from, pause.from),
			to: Math.min(to, pause.to ?? to)
		}))
		.filter((pause) => pause.from < pause.to)
		.map((pause) => ({
			...pause,
			workingMs: workingMsBetween(calendar, pause.from, pause.to)
		}));
}

function sumOf(pauses: readonly PauseTaken[]): number {
	return pauses.reduce((sum, { workingMs }) => sum + workingMs, 0);
}

/** The exceptions that gave or took working time between two instants. */
function exceptionsFelt(calendar: WorkingHours, from: number, to: number): CalendarException[] {
	const zone = zoneOf(calendar.zone);
	const [first, last] = [zone.dayAt(from) - 1, zone.dayAt(to)];
	const workOf = (day: number, hours: DayHours) => {
		let sum = 0;
		for (const shift of hours) {
			const start = Math.max(from, zone.instantOf(day * DAY + shift.from * MINUTE));
			const end = Math.min(to, zone.instantOf(day * DAY + shift.to * MINUTE));
			sum += Math.max(0, end - start);
		}
		return sum;
	};
	return [...exceptionsByDay(calendar)]
		.filter(([day]) => day >= first && day <= last)
		.filter(([day, { hours }]) => workOf(day, hours) !== workOf(day, weekHours(calendar.week, day)))
		.sort(([a], [b]) => a - b)
		.map(([, exception]) => exception);
}
