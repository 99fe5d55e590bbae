import {
	shortened,
	weekHours,
	type CalendarException,
	type ExceptionKind,
	type WeeklyHours
} from './calendar.ts';
import { dateOf, dayOf, weekdayOf } from './zone.ts';

/** Labour Code, art. 95: the day before a holiday is an hour shorter. */
const SHORTER_BY_MINUTES = 60;
const NEW_YEAR = 'Новогодние каникулы';

/** Labour Code, art. 112, part one. */
const HOLIDAYS: ReadonlyMap<string, string> = new Map([
	['01-01', NEW_YEAR],
	['01-02', NEW_YEAR],
	['01-03', NEW_YEAR],
	['01-04', NEW_YEAR],
	['01-05', NEW_YEAR],
	['01-06', NEW_YEAR],
	['01-07', 'Рождество Христово'],
	['01-08', NEW_YEAR],
	['02-23', 'День защитника Отечества'],
	['03-08', 'Международный женский день'],
	['05-01', 'Праздник Весны и Труда'],
	['05-09', 'День Победы'],
	['06-12', 'День России'],
	['11-04', 'День народного единства']
]);

/** A day off taken from one date and given to another. */
export interface Transfer {
	readonly from: string;
	readonly to: string;
}

/** A decree of the Government of Russia «О переносе выходных дней в … году». */
export interface TransferDecree {
	readonly number: string;
	readonly signedOn: string;
	readonly transfers: readonly Transfer[];
}

/** All a production calendar needs beyond the law. The decree on 2028 is due in autumn 2027. */
export const TRANSFER_DECREES: ReadonlyMap<number, TransferDecree> = new Map([
	[
		2026,
		{
			number: '1466',
			signedOn: '2025-09-24',
			transfers: [
				{ from: '2026-01-03', to: '2026-01-09' },
				{ from: '2026-01-04', to: '2026-12-31' }
			]
		}
	],
	[
		2027,
		{
			number: '1187',
			signedOn: '2026-09-17',
			transfers: [
				{ from: '2027-01-02', to: '2027-11-05' },
				{ from: '2027-01-03', to: '2027-12-31' },
				{ from: '2027-02-20', to: '2027-02-22' }
			]
		}
	]
]);

/** A date that is not what its weekday would make it, for a week with Saturday and Sunday off. */
export interface ProductionDay {
	readonly date: string;
	readonly kind: ExceptionKind;
	readonly name: string;
	/** For a day off: whose it was; for a working Saturday or Sunday: the day it stands in for. */
	readonly movedFrom?: string;
	/** An hour shorter, as it comes right before a holiday or stands in for such a day. */
	readonly short: boolean;
}

/**
 * The production calendar of a year: what the Labour Code says, and the transfers of the decree.
 * Without a decree it is the law alone, and the Saturdays and Sundays among the first eight days
 * of January are not yet given back.
 */
export function productionDays(
	year: number,
	transfers: readonly Transfer[] = TRANSFER_DECREES.get(year)?.transfers ?? []
): readonly ProductionDay[] {
	const days = new Map<number, ProductionDay>();
	const add = (day: number, rest: Omit<ProductionDay, 'date'>) =>
		days.set(day, { date: dateOf(day), ...rest });

	for (const [monthAndDay, name] of HOLIDAYS)
		add(dayOf(`${year}-${monthAndDay}`), { kind: 'holiday', name, short: false });

	for (const { from, to } of transfers) {
		add(dayOf(to), { kind: 'day_off', name: 'Перенос выходного', movedFrom: from, short: false });
		// A day off that a holiday had swallowed costs no work; an ordinary one is worked instead.
		if (!isHoliday(dayOf(from))) {
			const short = isHoliday(dayOf(to) + 1);
			add(dayOf(from), { kind: 'working_day', name: 'Рабочий день', movedFrom: to, short });
		}
	}

	// Art. 112, part two: a day off on a holiday moves on, unless it is a January one or the
	// decree has moved it elsewhere.
	for (const [monthAndDay, name] of HOLIDAYS) {
		const date = `${year}-${monthAndDay}`;
		const decreed = transfers.some(({ from }) => from === date);
		if (monthAndDay.startsWith('01-') || decreed || !isWeekend(dayOf(date))) continue;
		let next = dayOf(date) + 1;
		while (isWeekend(next) || days.has(next)) next++;
		add(next, { kind: 'day_off', name, movedFrom: date, short: false });
	}

	for (let day = dayOf(`${year}-01-01`); day <= dayOf(`${year}-12-31`); day++)
		if (isHoliday(day + 1) && !isWeekend(day) && !days.has(day))
			add(day, { kind: 'short_day', name: 'Предпраздничный день', short: true });

	return [...days.entries()].sort(([a], [b]) => a - b).map(([, day]) => day);
}

/**
 * The production calendars as exceptions to a five-day week. A working Saturday keeps the hours
 * of the day it stands in for (order of the Ministry of Health and Social Development 588н).
 */
export function russianExceptions(
	week: WeeklyHours,
	years: readonly number[] = [...TRANSFER_DECREES.keys()]
): readonly CalendarException[] {
	return years
		.flatMap((year) => productionDays(year))
		.map(({ date, kind, name, movedFrom, short }) => {
			const standsFor = kind === 'working_day' && movedFrom ? movedFrom : date;
			const usual = weekHours(week, dayOf(standsFor));
			const worked = short ? shortened(usual, SHORTER_BY_MINUTES) : usual;
			const hours = kind === 'holiday' || kind === 'day_off' ? [] : worked;
			return { date, kind, name, hours, ...(movedFrom ? { movedFrom } : {}) };
		});
}

function isHoliday(day: number): boolean {
	return HOLIDAYS.has(dateOf(day).slice('yyyy-'.length));
}

function isWeekend(day: number): boolean {
	return weekdayOf(day) >= 5;
}
