import { describe, expect, it } from 'vitest';
import {
	AROUND_THE_CLOCK,
	fiveDayWeek,
	type BusinessCalendar,
	type WorkingHours
} from '#lib/domain/calendar.ts';
import { dueAfter, explainDeadline, workingMsWithout, type Pause } from '#lib/domain/deadline.ts';
import { russianExceptions } from '#lib/domain/russian-calendar.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const WEEK = fiveDayWeek([{ from: 540, to: 1080 }]);
const MOSCOW: WorkingHours = {
	kind: 'working_hours',
	zone: 'Europe/Moscow',
	week: WEEK,
	exceptions: russianExceptions(WEEK)
};

/** `23 10:30` is 10:30 in Moscow on the 23rd of November 2026, a Monday. */
function moscow(text: string): number {
	const [day, time] = text.split(' ');
	return Date.parse(`2026-11-${day}T${time}+03:00`);
}

function pause(from: string, to: string | null): Pause {
	return { from: moscow(from), to: to === null ? null : moscow(to) };
}

type Case = readonly [
	why: string,
	calendar: BusinessCalendar,
	start: string,
	hours: number,
	pauses: readonly Pause[],
	due: string | null
];

const DUE: readonly Case[] = [
	['without pauses', MOSCOW, '23 10:30', 4, [], '23 14:30'],
	['a pause inside the day', MOSCOW, '23 10:30', 4, [pause('23 11:00', '23 12:10')], '23 15:40'],
	[
		'a pause overnight costs its working part',
		MOSCOW,
		'23 10:00',
		4,
		[pause('23 12:00', '24 10:00')],
		'24 12:00'
	],
	[
		'a pause at night costs nothing',
		MOSCOW,
		'23 17:00',
		2,
		[pause('23 19:00', '24 08:00')],
		'24 10:00'
	],
	['a pause over the weekend', MOSCOW, '27 16:00', 3, [pause('27 17:00', '30 09:00')], '30 11:00'],
	[
		'two pauses',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 10:30', '23 11:00'), pause('23 12:00', '23 13:00')],
		'23 13:30'
	],
	[
		'pauses that overlap count once',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 10:30', '23 11:30'), pause('23 11:00', '23 12:00')],
		'23 13:30'
	],
	[
		'a pause from before the start',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 09:00', '23 11:00')],
		'23 13:00'
	],
	[
		'a pause wholly before the start',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 09:00', '23 09:30')],
		'23 12:00'
	],
	[
		'a pause after the deadline',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 12:30', '23 13:00')],
		'23 12:00'
	],
	[
		'a pause that begins with the deadline',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 12:00', '23 13:00')],
		'23 12:00'
	],
	['a pause that lasts', MOSCOW, '23 10:00', 2, [pause('23 11:00', null)], null],
	[
		'a pause that lasts, after the deadline',
		MOSCOW,
		'23 10:00',
		2,
		[pause('23 12:00', null)],
		'23 12:00'
	],
	['around the clock', AROUND_THE_CLOCK, '28 10:00', 4, [pause('28 11:00', '28 12:00')], '28 15:00']
];

describe('a deadline with pauses, worked out by hand', () => {
	it.each(DUE)('%s', (_why, calendar, start, hours, pauses, due) => {
		const at = dueAfter(calendar, moscow(start), hours * HOUR, pauses);
		expect(at).toBe(due === null ? null : moscow(due));
	});
});

describe('working time without pauses', () => {
	it('stands still while a pause lasts', () => {
		const pauses = [pause('23 11:00', null)];
		expect(workingMsWithout(MOSCOW, moscow('23 10:00'), moscow('25 12:00'), pauses)).toBe(HOUR);
	});

	it('is all the working time when nothing paused it', () => {
		expect(workingMsWithout(MOSCOW, moscow('23 10:00'), moscow('24 10:00'), [])).toBe(9 * HOUR);
	});
});

describe('the explanation of a deadline', () => {
	it('tells start, promise and what each pause cost', () => {
		const explained = explainDeadline(MOSCOW, moscow('23 10:30'), 4 * HOUR, [
			pause('23 11:00', '23 12:10')
		]);
		expect(explained).toEqual({
			startsAt: moscow('23 10:30'),
			runsFrom: moscow('23 10:30'),
			workingMs: 4 * HOUR,
			dueAt: moscow('23 15:40'),
			zone: 'Europe/Moscow',
			pauses: [{ from: moscow('23 11:00'), to: moscow('23 12:10'), workingMs: 70 * MINUTE }],
			pausedMs: 70 * MINUTE,
			exceptions: []
		});
	});

	it('tells from when the clock ran when it began out of hours', () => {
		const { runsFrom, dueAt } = explainDeadline(MOSCOW, moscow('28 12:00'), HOUR);
		expect([runsFrom, dueAt]).toEqual([moscow('30 09:00'), moscow('30 10:00')]);
	});

	it('counts a pause only where it took working time', () => {
		const { pausedMs } = explainDeadline(MOSCOW, moscow('23 17:00'), 2 * HOUR, [
			pause('23 17:30', '24 09:15')
		]);
		expect(pausedMs).toBe(45 * MINUTE);
	});

	it('names the holidays and short days that moved it, and no others', () => {
		const from = Date.parse('2026-04-30T16:00+03:00');
		const { exceptions, dueAt } = explainDeadline(MOSCOW, from, 2 * HOUR);
		expect(dueAt).toBe(Date.parse('2026-05-04T10:00+03:00'));
		expect(exceptions.map(({ date, kind }) => [date, kind])).toEqual([
			['2026-04-30', 'short_day'],
			['2026-05-01', 'holiday']
		]);
	});

	it('does not name a short day whose lost hour came after the deadline', () => {
		const { exceptions } = explainDeadline(MOSCOW, Date.parse('2026-04-30T10:00+03:00'), HOUR);
		expect(exceptions).toEqual([]);
	});

	it('names the working Saturday that brought it forward, with the day it stands in for', () => {
		const from = Date.parse('2027-02-19T17:00+03:00');
		const { exceptions } = explainDeadline(MOSCOW, from, 2 * HOUR);
		expect(exceptions.map(({ date, movedFrom }) => [date, movedFrom])).toEqual([
			['2027-02-20', '2027-02-22']
		]);
	});

	it('keeps a pause that lasts open, and the deadline unknown', () => {
		const explained = explainDeadline(MOSCOW, moscow('23 10:00'), 2 * HOUR, [
			pause('23 10:15', '23 10:30'),
			pause('23 11:00', null)
		]);
		expect(explained).toMatchObject({
			dueAt: null,
			pauses: [
				{ from: moscow('23 10:15'), to: moscow('23 10:30'), workingMs: 15 * MINUTE },
				{ from: moscow('23 11:00'), to: null, workingMs: 0 }
			],
			pausedMs: 15 * MINUTE
		});
	});

	it('knows no zone and no holidays around the clock', () => {
		const explained = explainDeadline(AROUND_THE_CLOCK, Date.parse('2026-05-01T10:00Z'), 48 * HOUR);
		expect(explained).toMatchObject({
			zone: null,
			exceptions: [],
			dueAt: Date.parse('2026-05-03T10:00Z')
		});
	});
});
