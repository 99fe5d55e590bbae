import { describe, expect, it } from 'vitest';
import { addWorkingMs, workingMsBetween } from '#lib/domain/business-time.ts';
import {
	AROUND_THE_CLOCK,
	everyDay,
	fiveDayWeek,
	parseHours,
	type BusinessCalendar,
	type CalendarException,
	type DayHours,
	type WeeklyHours,
	type WorkingHours
} from '#lib/domain/calendar.ts';
import { russianExceptions } from '#lib/domain/russian-calendar.ts';

const MINUTE = 60_000;

function hours(text: string): DayHours {
	const parsed = parseHours(text);
	if (!parsed) throw new Error(`no hours: ${text}`);
	return parsed;
}

function calendar(
	zone: string,
	week: WeeklyHours,
	exceptions: readonly CalendarException[] = []
): WorkingHours {
	return { kind: 'working_hours', zone, week, exceptions };
}

const NINE_TO_SIX = fiveDayWeek(hours('09:00-18:00'));
const MOSCOW = calendar('Europe/Moscow', NINE_TO_SIX, russianExceptions(NINE_TO_SIX));
const LUNCH_WEEK = fiveDayWeek(hours('09:00-13:00, 14:00-18:00'));
const LUNCH = calendar('Europe/Moscow', LUNCH_WEEK, russianExceptions(LUNCH_WEEK));
const NIGHT = calendar('Europe/Moscow', fiveDayWeek(hours('22:00-06:00')), [
	{ date: '2026-05-01', kind: 'holiday', hours: [], name: 'Праздник Весны и Труда' }
]);
const BERLIN = calendar('Europe/Berlin', NINE_TO_SIX);
const BERLIN_NIGHT = calendar('Europe/Berlin', everyDay(hours('22:00-06:00')));
const BERLIN_ALWAYS = calendar('Europe/Berlin', everyDay(hours('00:00-24:00')));
const BERLIN_SMALL_HOURS = calendar('Europe/Berlin', everyDay(hours('02:00-03:00')));
const NEW_YORK = calendar('America/New_York', everyDay(hours('00:00-04:00')));
const LORD_HOWE = calendar('Australia/Lord_Howe', everyDay(hours('00:00-06:00')));
const SANTIAGO = calendar('America/Santiago', everyDay(hours('00:00-02:00')));
const APIA = calendar('Pacific/Apia', everyDay(hours('09:00-17:00')));
const KATHMANDU = calendar('Asia/Kathmandu', NINE_TO_SIX);
const TOKYO = calendar('Asia/Tokyo', NINE_TO_SIX);
const HANDOVER = calendar('Europe/Moscow', everyDay(hours('08:00-20:00, 20:00-08:00')));
const OVERLAPPING = calendar('Europe/Moscow', everyDay(hours('09:00-15:00, 12:00-18:00')));

type BetweenCase = readonly [
	why: string,
	calendar: BusinessCalendar,
	from: string,
	to: string,
	worked: string
];

/** Times carry their own distance from UTC, so that they do not lean on what is tested. */
const BETWEEN: readonly BetweenCase[] = [
	// Ordinary days. 23 November 2026 is a Monday.
	['inside one day', MOSCOW, '2026-11-23T10:30+03:00', '2026-11-23T14:30+03:00', '4:00'],
	['a whole day', MOSCOW, '2026-11-23T00:00+03:00', '2026-11-24T00:00+03:00', '9:00'],
	['before opening', MOSCOW, '2026-11-23T06:00+03:00', '2026-11-23T09:20+03:00', '0:20'],
	['after closing', MOSCOW, '2026-11-23T17:45+03:00', '2026-11-23T23:00+03:00', '0:15'],
	['overnight', MOSCOW, '2026-11-23T17:00+03:00', '2026-11-24T10:00+03:00', '2:00'],
	['a week', MOSCOW, '2026-11-23T00:00+03:00', '2026-11-30T00:00+03:00', '45:00'],
	['over a weekend', MOSCOW, '2026-11-27T17:00+03:00', '2026-11-30T10:00+03:00', '2:00'],
	['on a Saturday', MOSCOW, '2026-11-28T10:00+03:00', '2026-11-28T16:00+03:00', '0:00'],
	['backwards', MOSCOW, '2026-11-23T14:30+03:00', '2026-11-23T10:30+03:00', '-4:00'],
	['over lunch', LUNCH, '2026-11-23T12:00+03:00', '2026-11-23T15:00+03:00', '2:00'],
	['within lunch', LUNCH, '2026-11-23T13:10+03:00', '2026-11-23T13:50+03:00', '0:00'],
	['overlapping shifts once', OVERLAPPING, '2026-11-23T00:00Z', '2026-11-24T00:00Z', '9:00'],
	['shifts that hand over', HANDOVER, '2026-11-23T00:00Z', '2026-11-26T00:00Z', '72:00'],
	['around the clock', AROUND_THE_CLOCK, '2026-12-31T20:00Z', '2027-01-01T20:00Z', '24:00'],
	// The Russian year.
	['New Year 2026: 1 to 11 January off', MOSCOW, '2026-01-01T00:00Z', '2026-01-12T00:00Z', '0:00'],
	['the first working day of 2026', MOSCOW, '2026-01-09T12:00Z', '2026-01-12T08:00Z', '2:00'],
	['23 February', MOSCOW, '2026-02-20T17:00+03:00', '2026-02-24T10:00+03:00', '2:00'],
	['8 March moved to Monday', MOSCOW, '2026-03-06T17:00+03:00', '2026-03-10T10:00+03:00', '2:00'],
	['the short eve of 1 May', MOSCOW, '2026-04-30T00:00+03:00', '2026-05-04T00:00+03:00', '8:00'],
	['after a short day', MOSCOW, '2026-04-30T16:30+03:00', '2026-04-30T18:00+03:00', '0:30'],
	['9 May moved to Monday', MOSCOW, '2026-05-08T16:00+03:00', '2026-05-12T09:30+03:00', '1:30'],
	['12 June, a Friday', MOSCOW, '2026-06-11T16:00+03:00', '2026-06-15T10:00+03:00', '2:00'],
	['4 November, a Wednesday', MOSCOW, '2026-11-03T16:00+03:00', '2026-11-05T10:00+03:00', '2:00'],
	['31 December off', MOSCOW, '2026-12-30T17:00+03:00', '2027-01-11T10:00+03:00', '2:00'],
	['a working Saturday', MOSCOW, '2027-02-20T00:00+03:00', '2027-02-21T00:00+03:00', '8:00'],
	['and its Monday off', MOSCOW, '2027-02-20T16:00+03:00', '2027-02-24T10:00+03:00', '2:00'],
	['November 2027', MOSCOW, '2027-11-03T16:00+03:00', '2027-11-08T10:00+03:00', '2:00'],
	['a short day cut at its end', LUNCH, '2026-06-11T13:30+03:00', '2026-06-11T18:00+03:00', '3:00'],
	// Shifts over midnight.
	['within one night', NIGHT, '2026-11-23T23:00+03:00', '2026-11-24T05:00+03:00', '6:00'],
	['a night is its evening’s', NIGHT, '2026-11-28T00:00+03:00', '2026-11-29T00:00+03:00', '6:00'],
	['no shift on Sunday night', NIGHT, '2026-11-29T00:00+03:00', '2026-11-30T12:00+03:00', '0:00'],
	['a night into a holiday', NIGHT, '2026-04-30T12:00+03:00', '2026-05-03T12:00+03:00', '8:00'],
	['a night over New Year in UTC', NIGHT, '2024-12-31T20:00Z', '2025-01-01T02:00Z', '6:00'],
	// The clock moves: Berlin on 29 March and 25 October 2026, both Sundays.
	['Berlin, a day of 23 h', BERLIN_ALWAYS, '2026-03-28T23:00Z', '2026-03-29T22:00Z', '23:00'],
	['Berlin, a day of 25 h', BERLIN_ALWAYS, '2026-10-24T22:00Z', '2026-10-25T23:00Z', '25:00'],
	['Berlin, the short night', BERLIN_NIGHT, '2026-03-28T12:00Z', '2026-03-29T12:00Z', '7:00'],
	['Berlin, the long night', BERLIN_NIGHT, '2026-10-24T12:00Z', '2026-10-25T12:00Z', '9:00'],
	[
		'Berlin, an hour left out',
		BERLIN_SMALL_HOURS,
		'2026-03-29T00:00Z',
		'2026-03-29T12:00Z',
		'0:00'
	],
	['Berlin, an hour twice', BERLIN_SMALL_HOURS, '2026-10-25T00:00Z', '2026-10-25T12:00Z', '2:00'],
	['Berlin, over the change', BERLIN, '2026-03-27T17:00+01:00', '2026-03-30T10:00+02:00', '2:00'],
	['New York, 8 March', NEW_YORK, '2026-03-08T00:00-05:00', '2026-03-08T12:00-04:00', '3:00'],
	['New York, 1 November', NEW_YORK, '2026-11-01T00:00-04:00', '2026-11-01T12:00-05:00', '5:00'],
	['New York, in between', NEW_YORK, '2026-11-01T01:30-04:00', '2026-11-01T01:30-05:00', '1:00'],
	['Lord Howe, half an hour lost', LORD_HOWE, '2026-10-03T13:30Z', '2026-10-04T00:00Z', '5:30'],
	['Lord Howe, half an hour won', LORD_HOWE, '2026-04-04T13:00Z', '2026-04-05T00:00Z', '6:30'],
	['Santiago, midnight left out', SANTIAGO, '2026-09-05T12:00Z', '2026-09-06T12:00Z', '1:00'],
	['Santiago, midnight twice', SANTIAGO, '2026-04-04T12:00Z', '2026-04-05T12:00Z', '2:00'],
	[
		'Apia, a Friday that never was',
		APIA,
		'2011-12-29T09:00-10:00',
		'2011-12-31T17:00+14:00',
		'16:00'
	],
	// Zones that never move, also by odd minutes.
	['Kathmandu, 5:45 ahead', KATHMANDU, '2026-03-30T03:00Z', '2026-03-30T12:30Z', '9:00'],
	['Tokyo, the day before in UTC', TOKYO, '2026-03-29T23:00Z', '2026-03-30T01:00Z', '1:00'],
	['Moscow, when Berlin moves', MOSCOW, '2026-03-27T17:00+03:00', '2026-03-30T10:00+03:00', '2:00']
];

type AddCase = readonly [
	why: string,
	calendar: BusinessCalendar,
	from: string,
	working: string,
	due: string
];

const ADD: readonly AddCase[] = [
	['the same day', MOSCOW, '2026-11-23T10:30+03:00', '4:00', '2026-11-23T14:30+03:00'],
	[
		'until closing, not next opening',
		MOSCOW,
		'2026-11-23T14:00+03:00',
		'4:00',
		'2026-11-23T18:00+03:00'
	],
	['the next morning', MOSCOW, '2026-11-23T16:00+03:00', '4:00', '2026-11-24T11:00+03:00'],
	['from the evening', MOSCOW, '2026-11-23T21:00+03:00', '1:00', '2026-11-24T10:00+03:00'],
	['over a weekend', MOSCOW, '2026-11-27T16:00+03:00', '4:00', '2026-11-30T11:00+03:00'],
	['from a Saturday', MOSCOW, '2026-11-28T12:00+03:00', '0:30', '2026-11-30T09:30+03:00'],
	['over a short day', MOSCOW, '2026-04-30T16:00+03:00', '2:00', '2026-05-04T10:00+03:00'],
	[
		'over the New Year holidays',
		MOSCOW,
		'2026-12-30T17:30+03:00',
		'1:00',
		'2027-01-11T09:30+03:00'
	],
	['on a working Saturday', MOSCOW, '2027-02-19T17:00+03:00', '2:00', '2027-02-20T10:00+03:00'],
	['three working days', MOSCOW, '2026-06-10T09:00+03:00', '27:00', '2026-06-16T10:00+03:00'],
	['over lunch', LUNCH, '2026-11-23T12:30+03:00', '1:00', '2026-11-23T14:30+03:00'],
	['over midnight', NIGHT, '2026-11-23T23:00+03:00', '6:00', '2026-11-24T05:00+03:00'],
	[
		'over a leap of the clock',
		BERLIN_NIGHT,
		'2026-03-28T23:00+01:00',
		'4:00',
		'2026-03-29T04:00+02:00'
	],
	[
		'over an hour that comes twice',
		BERLIN_NIGHT,
		'2026-10-24T23:00+02:00',
		'4:00',
		'2026-10-25T02:00+01:00'
	],
	['a year of work', AROUND_THE_CLOCK, '2026-01-01T00:00Z', '8760:00', '2027-01-01T00:00Z'],
	['nothing at all', MOSCOW, '2026-11-28T12:00+03:00', '0:00', '2026-11-28T12:00+03:00']
];

function ms(text: string): number {
	const match = /^(-?)(\d+):(\d\d)$/.exec(text);
	if (!match) throw new Error(`no duration: ${text}`);
	const size = (Number(match[2]) * 60 + Number(match[3])) * MINUTE;
	return match[1] ? -size : size;
}

function inHours(duration: number): string {
	const minutes = Math.abs(duration) / MINUTE;
	const text = `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
	return duration < 0 ? `-${text}` : text;
}

describe('working time between two instants, worked out by hand', () => {
	it.each(BETWEEN)('%s', (_why, calendar, from, to, worked) => {
		expect(inHours(workingMsBetween(calendar, Date.parse(from), Date.parse(to)))).toBe(worked);
	});
});

describe('when so much working time is over, worked out by hand', () => {
	it.each(ADD)('%s', (_why, calendar, from, working, due) => {
		const at = addWorkingMs(calendar, Date.parse(from), ms(working));
		expect(at === null ? null : new Date(at).toISOString()).toBe(new Date(due).toISOString());
	});

	it('is never when a calendar never opens', () => {
		const closed = calendar('Europe/Moscow', everyDay([]));
		expect(addWorkingMs(closed, Date.UTC(2026, 0), 1)).toBeNull();
	});

	it('refuses a duration that is none', () => {
		for (const wrong of [-1, NaN, Infinity])
			expect(() => addWorkingMs(MOSCOW, Date.UTC(2026, 0), wrong)).toThrow(RangeError);
	});
});

it('answers a hundred thousand questions a second', () => {
	const start = Date.UTC(2026, 0, 12);
	workingMsBetween(MOSCOW, start, Date.UTC(2027, 11));
	const began = performance.now();
	for (let index = 0; index < 100_000; index++) {
		const from = start + index * 7 * MINUTE;
		workingMsBetween(MOSCOW, from, from + 3_000 * MINUTE);
	}
	expect(performance.now() - began).toBeLessThan(1_000);
});
