import {
	AROUND_THE_CLOCK,
	parseHours,
	weekHours,
	type BusinessCalendar,
	type CalendarException,
	type DayHours,
	type WeeklyHours
} from './calendar.ts';
import { russianExceptions } from './russian-calendar.ts';
import { dayOf } from './zone.ts';

export const PRODUCTION_CALENDARS = ['ru'] as const;
export type ProductionCalendar = (typeof PRODUCTION_CALENDARS)[number];

/** A day of the company's own that does not keep the hours of its weekday. */
export interface OwnException {
	/** `YYYY-MM-DD` in the calendar's zone. */
	readonly date: string;
	/** As `parseHours` reads them; empty is a day off. */
	readonly hours: string;
	readonly name: string;
}

/** Hours of a week as people write them, from Monday to Sunday; an empty text is a day off. */
export type WrittenWeek = readonly [string, string, string, string, string, string, string];

export interface WorkingHoursDefinition {
	readonly kind: 'working_hours';
	/** IANA name. */
	readonly zone: string;
	readonly week: WrittenWeek;
	/** The state's holidays and moved days that are kept, or null for none. */
	readonly productionCalendar: ProductionCalendar | null;
	/** They stand above the production calendar. */
	readonly exceptions: readonly OwnException[];
}

/** A calendar as it is kept and sent: short, and written as people write it. */
export type CalendarDefinition = { readonly kind: 'around_the_clock' } | WorkingHoursDefinition;

/** A calendar with its name. */
export interface CalendarView {
	readonly id: number;
	readonly name: string;
	readonly definition: CalendarDefinition;
	readonly version: number;
}

/**
 * Years of which the production calendar is kept. Without a decree yet it is the Labour Code
 * alone: its holidays are certain, only the moved days are not known.
 */
const YEARS = [2026, 2027, 2028, 2029, 2030];

const workedOut = new WeakMap<CalendarDefinition, BusinessCalendar>();

/** The calendar that a definition describes. Keep the definition: what follows is remembered. */
export function calendarFrom(definition: CalendarDefinition): BusinessCalendar {
	let calendar = workedOut.get(definition);
	if (!calendar) workedOut.set(definition, (calendar = workOut(definition)));
	return calendar;
}

function workOut(definition: CalendarDefinition): BusinessCalendar {
	if (definition.kind === 'around_the_clock') return AROUND_THE_CLOCK;
	const week = weekOf(definition.week);
	const state = definition.productionCalendar === 'ru' ? russianExceptions(week, YEARS) : [];
	const own = definition.exceptions.map((exception) => ownException(week, exception));
	return { kind: 'working_hours', zone: definition.zone, week, exceptions: [...state, ...own] };
}

/** The hours of a written week. What says no hours counts as a day off; input refuses it. */
export function weekOf(week: WrittenWeek): WeeklyHours {
	const hours = (text: string): DayHours => parseHours(text) ?? [];
	const [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = week;
	return [
		hours(monday),
		hours(tuesday),
		hours(wednesday),
		hours(thursday),
		hours(friday),
		hours(saturday),
		hours(sunday)
	];
}

/** Minutes of work in a week without holidays. */
export function weeklyMinutes(week: WeeklyHours): number {
	return week.flat().reduce((sum, { from, to }) => sum + to - from, 0);
}

function ownException(week: WeeklyHours, { date, hours, name }: OwnException): CalendarException {
	const worked = parseHours(hours) ?? [];
	if (worked.length === 0) return { date, kind: 'day_off', hours: worked, name };
	const usual = weekHours(week, dayOf(date));
	return { date, kind: usual.length === 0 ? 'working_day' : 'short_day', hours: worked, name };
}
