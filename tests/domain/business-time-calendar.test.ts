import { describe, expect, it } from 'vitest';
import { isWorkingTime, nextOpening, workingMsBetween } from '#lib/domain/business-time.ts';
import {
	AROUND_THE_CLOCK,
	everyDay,
	fiveDayWeek,
	formatHours,
	parseHours,
	shortened,
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

describe('open or closed', () => {
	const opening = (calendar: BusinessCalendar, from: string) => {
		const at = nextOpening(calendar, Date.parse(from));
		return at === null ? null : new Date(at).toISOString();
	};

	it('opens with the first moment of a shift and closes with its last', () => {
		const open = (at: string) => isWorkingTime(MOSCOW, Date.parse(at));
		expect(open('2026-11-23T08:59:59.999+03:00')).toBe(false);
		expect(open('2026-11-23T09:00:00.000+03:00')).toBe(true);
		expect(open('2026-11-23T17:59:59.999+03:00')).toBe(true);
		expect(open('2026-11-23T18:00:00.000+03:00')).toBe(false);
	});

	it('is always open around the clock', () => {
		expect(isWorkingTime(AROUND_THE_CLOCK, 0)).toBe(true);
		expect(nextOpening(AROUND_THE_CLOCK, 7)).toBe(7);
	});

	it('opens now when it is open', () => {
		expect(opening(MOSCOW, '2026-11-23T12:00+03:00')).toBe('2026-11-23T09:00:00.000Z');
	});

	it('opens after the weekend, after the holidays, and across the year', () => {
		expect(opening(MOSCOW, '2026-11-27T18:00+03:00')).toBe('2026-11-30T06:00:00.000Z');
		expect(opening(MOSCOW, '2026-12-30T18:00+03:00')).toBe('2027-01-11T06:00:00.000Z');
	});

	it('opens on a working Saturday of a calendar that else is closed, and never again', () => {
		const once = calendar('Europe/Moscow', everyDay([]), [
			{
				date: '2027-02-20',
				kind: 'working_day',
				hours: hours('10:00-12:00'),
				name: 'Инвентаризация'
			}
		]);
		expect(opening(once, '2026-01-01T00:00Z')).toBe('2027-02-20T07:00:00.000Z');
		expect(opening(once, '2027-02-20T12:00+03:00')).toBeNull();
	});

	it('lets the last of two exceptions for one date stand', () => {
		const own = calendar('Europe/Moscow', NINE_TO_SIX, [
			...russianExceptions(NINE_TO_SIX),
			{ date: '2026-11-04', kind: 'working_day', hours: hours('10:00-14:00'), name: 'Дежурство' }
		]);
		expect(opening(own, '2026-11-04T00:00+03:00')).toBe('2026-11-04T07:00:00.000Z');
	});
});

describe('hours as people write them', () => {
	it.each([
		['09:00–18:00', [{ from: 540, to: 1080 }]],
		[
			'9:00-13:00, 14:00-18:00',
			[
				{ from: 540, to: 780 },
				{ from: 840, to: 1080 }
			]
		],
		[
			'14:00-18:00,09:00-13:00',
			[
				{ from: 540, to: 780 },
				{ from: 840, to: 1080 }
			]
		],
		['22:00–06:00', [{ from: 1320, to: 1800 }]],
		['00:00–24:00', [{ from: 0, to: 1440 }]],
		['08:00–08:00', [{ from: 480, to: 1920 }]],
		['  ', []]
	])('reads %s', (text, shifts) => {
		expect(parseHours(text)).toEqual(shifts);
	});

	it.each(['9-18', '09:00', '09:60-18:00', '25:00-26:00', '24:00-08:00', '09:00-18:00;', 'всегда'])(
		'does not read %s',
		(text) => {
			expect(parseHours(text)).toBeNull();
		}
	);

	it('writes what it reads', () => {
		for (const text of ['09:00–13:00, 14:00–18:00', '22:00–06:00', '00:00–24:00', ''])
			expect(formatHours(hours(text))).toBe(text);
	});

	it('shortens a day from its end', () => {
		expect(formatHours(shortened(hours('09:00-13:00, 14:00-18:00'), 60))).toBe(
			'09:00–13:00, 14:00–17:00'
		);
		expect(formatHours(shortened(hours('09:00-13:00, 14:00-14:30'), 60))).toBe('09:00–12:30');
		expect(shortened(hours('09:00-09:30'), 60)).toEqual([]);
	});
});

describe('what is refused', () => {
	const at = Date.UTC(2026, 0);

	it.each([
		['a zone nobody knows', calendar('Europe/Atlantis', NINE_TO_SIX)],
		['a shift that ends before it begins', calendar('UTC', everyDay([{ from: 600, to: 540 }]))],
		['a shift longer than a day', calendar('UTC', everyDay([{ from: 600, to: 2100 }]))],
		[
			'a date that is none',
			calendar('UTC', NINE_TO_SIX, [{ date: '2026-02-30', kind: 'holiday', hours: [], name: '' }])
		]
	])('%s', (_why, wrong) => {
		expect(() => workingMsBetween(wrong, at, at + MINUTE)).toThrow(RangeError);
	});

	it('an instant no calendar reaches', () => {
		for (const far of [Date.UTC(1800, 0), Date.UTC(2300, 0), NaN])
			expect(() => workingMsBetween(MOSCOW, far, at)).toThrow(RangeError);
	});
});
