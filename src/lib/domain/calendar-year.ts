import {
	exceptionsByDay,
	weekHours,
	type BusinessCalendar,
	type ExceptionKind
} from './calendar.ts';
import { DAY, dateOf, weekdayOf } from './zone.ts';

/** A day of a calendar as it is shown: how long it is worked and what is special about it. */
export interface CalendarDay {
	/** `YYYY-MM-DD` */
	readonly date: string;
	/** Of the month, from 1. */
	readonly day: number;
	/** 0 for Monday to 6 for Sunday. */
	readonly weekday: number;
	/** Of the shifts that begin on it. */
	readonly minutes: number;
	/** What it is if it does not keep the hours of its weekday. */
	readonly special: { readonly kind: ExceptionKind; readonly name: string } | null;
}

/** A year month by month. */
export function calendarYear(
	calendar: BusinessCalendar,
	year: number
): readonly (readonly CalendarDay[])[] {
	const exceptions =
		calendar.kind === 'working_hours' ? exceptionsByDay(calendar) : new Map<number, never>();
	return Array.from({ length: 12 }, (_, month) => {
		const first = Date.UTC(year, month, 1) / DAY;
		const next = Date.UTC(year, month + 1, 1) / DAY;
		return Array.from({ length: next - first }, (_, at): CalendarDay => {
			const day = first + at;
			const special = exceptions.get(day);
			const usual = calendar.kind === 'working_hours' ? weekHours(calendar.week, day) : ALWAYS;
			const hours = special?.hours ?? usual;
			return {
				date: dateOf(day),
				day: at + 1,
				weekday: weekdayOf(day),
				minutes: hours.reduce((sum, { from, to }) => sum + to - from, 0),
				special: special ? { kind: special.kind, name: special.name } : null
			};
		});
	});
}

const ALWAYS = [{ from: 0, to: 1_440 }];
