import { dayOf, weekdayOf } from './zone.ts';

const MINUTES_A_DAY = 1_440;

/**
 * A shift, in minutes since the midnight of the day it begins on. One that ends after midnight
 * ends beyond 1,440: from 22:00 to 06:00 is 1,320 to 1,800.
 */
export interface Shift {
	readonly from: number;
	readonly to: number;
}

/** The shifts that begin on one day; none on a day off. */
export type DayHours = readonly Shift[];

/** From Monday to Sunday. */
export type WeeklyHours = readonly [
	DayHours,
	DayHours,
	DayHours,
	DayHours,
	DayHours,
	DayHours,
	DayHours
];

export const EXCEPTION_KINDS = ['holiday', 'day_off', 'short_day', 'working_day'] as const;
export type ExceptionKind = (typeof EXCEPTION_KINDS)[number];

/** A day that does not keep the hours of its weekday. */
export interface CalendarException {
	/** `YYYY-MM-DD` in the calendar's zone. */
	readonly date: string;
	readonly kind: ExceptionKind;
	/** The shifts that begin on it; what began the evening before runs to its end. */
	readonly hours: DayHours;
	/** As people call it, in the language of whoever keeps the calendar. */
	readonly name: string;
	/** The day this one changed places with, when it was moved. */
	readonly movedFrom?: string;
}

/** Hours kept by the clock of one place. Keep the object: what follows from it is remembered. */
export interface WorkingHours {
	readonly kind: 'working_hours';
	/** IANA name, `Europe/Moscow`. */
	readonly zone: string;
	readonly week: WeeklyHours;
	/** Of several for one date the last is in force: a company's own stand after the state's. */
	readonly exceptions: readonly CalendarException[];
}

/** Always open; such a calendar knows neither zones nor holidays. */
export interface AroundTheClock {
	readonly kind: 'around_the_clock';
}

export type BusinessCalendar = WorkingHours | AroundTheClock;

export const AROUND_THE_CLOCK: AroundTheClock = { kind: 'around_the_clock' };

/** The same hours from Monday to Friday, the weekend off. */
export function fiveDayWeek(hours: DayHours): WeeklyHours {
	return [hours, hours, hours, hours, hours, [], []];
}

/** The same hours every day. */
export function everyDay(hours: DayHours): WeeklyHours {
	return [hours, hours, hours, hours, hours, hours, hours];
}

/**
 * Hours as people write them: `09:00–13:00, 14:00–18:00`; `22:00–06:00` runs over midnight,
 * `00:00–24:00` and `08:00–08:00` last a whole day, an empty text is a day off.
 * Null when the text says no hours.
 */
export function parseHours(text: string): DayHours | null {
	if (text.trim() === '') return [];
	const shifts: Shift[] = [];
	for (const part of text.split(',')) {
		const match = /^(\d\d?):(\d\d)\s*[-–—]\s*(\d\d?):(\d\d)$/.exec(part.trim());
		if (!match) return null;
		const from = minutesOf(match[1], match[2]);
		const to = minutesOf(match[3], match[4]);
		if (from === null || to === null || from === MINUTES_A_DAY) return null;
		shifts.push({ from, to: to > from ? to : to + MINUTES_A_DAY });
	}
	return shifts.sort((a, b) => a.from - b.from);
}

/** The text `parseHours` reads. */
export function formatHours(hours: DayHours): string {
	return hours.map(({ from, to }) => `${clockTime(from)}–${clockTime(to)}`).join(', ');
}

/** The same day ending so many minutes of work earlier. */
export function shortened(hours: DayHours, minutes: number): DayHours {
	const kept: Shift[] = [];
	let left = minutes;
	for (const shift of hours.toSorted((a, b) => b.from - a.from)) {
		const cut = Math.min(left, shift.to - shift.from);
		left -= cut;
		if (shift.to - cut > shift.from) kept.unshift({ from: shift.from, to: shift.to - cut });
	}
	return kept;
}

/** The exceptions in force, by the number of their day. */
export function exceptionsByDay(calendar: WorkingHours): ReadonlyMap<number, CalendarException> {
	return new Map(calendar.exceptions.map((exception) => [dayOf(exception.date), exception]));
}

/** The hours the week alone would give a day. */
export function weekHours(week: WeeklyHours, day: number): DayHours {
	return week[weekdayOf(day)] ?? [];
}

/** A shift begins on its own day and lasts no longer than one. Anything else is a RangeError. */
export function checkShift({ from, to }: Shift): void {
	const whole = Number.isInteger(from) && Number.isInteger(to);
	if (!whole || from < 0 || from >= MINUTES_A_DAY || to <= from || to > from + MINUTES_A_DAY)
		throw new RangeError(`not a shift: ${from} to ${to}`);
}

function minutesOf(hours: string | undefined, minutes: string | undefined): number | null {
	const total = Number(hours) * 60 + Number(minutes);
	return Number(minutes) < 60 && total <= MINUTES_A_DAY ? total : null;
}

function clockTime(minutes: number): string {
	const shown = minutes > MINUTES_A_DAY ? minutes - MINUTES_A_DAY : minutes;
	const [hours, rest] = [Math.floor(shown / 60), shown % 60];
	return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}
