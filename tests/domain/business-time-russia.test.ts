import { describe, expect, it } from 'vitest';
import { workingMsBetween } from '#lib/domain/business-time.ts';
import { fiveDayWeek, formatHours, type WorkingHours } from '#lib/domain/calendar.ts';
import {
	productionDays,
	russianExceptions,
	TRANSFER_DECREES,
	type Transfer
} from '#lib/domain/russian-calendar.ts';

const DAY = 86_400_000;

interface Published {
	/** Days off from Monday to Friday, `MM-DD`. */
	readonly off: string;
	/** Saturdays and Sundays worked. */
	readonly worked: string;
	readonly short: string;
	readonly workingDays: number;
	/** Of a week of 40 hours. */
	readonly hours: number;
}

/** Two years as the calendars published for accountants list them. */
const PUBLISHED: Readonly<Record<number, Published>> = {
	2026: {
		off: '01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31',
		worked: '',
		short: '04-30 05-08 06-11 11-03',
		workingDays: 247,
		hours: 1972
	},
	2027: {
		off: '01-01 01-04 01-05 01-06 01-07 01-08 02-22 02-23 03-08 05-03 05-10 06-14 11-04 11-05 12-31',
		worked: '02-20',
		short: '02-20 04-30 06-11 11-03',
		workingDays: 247,
		hours: 1972
	}
};

/** Earlier years, whose decrees are not kept, to prove the law and not the data. */
const EARLIER: readonly (readonly [number, Omit<Published, 'hours'>, readonly Transfer[]])[] = [
	[
		2022,
		{
			off: '01-03 01-04 01-05 01-06 01-07 02-23 03-07 03-08 05-02 05-03 05-09 05-10 06-13 11-04',
			worked: '03-05',
			short: '02-22 03-05 11-03',
			workingDays: 247
		},
		[
			{ from: '2022-01-01', to: '2022-05-03' },
			{ from: '2022-01-02', to: '2022-05-10' },
			{ from: '2022-03-05', to: '2022-03-07' }
		]
	],
	[
		2024,
		{
			off: '01-01 01-02 01-03 01-04 01-05 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31',
			worked: '04-27 11-02 12-28',
			short: '02-22 03-07 05-08 06-11 11-02',
			workingDays: 248
		},
		[
			{ from: '2024-01-06', to: '2024-05-10' },
			{ from: '2024-01-07', to: '2024-12-31' },
			{ from: '2024-04-27', to: '2024-04-29' },
			{ from: '2024-11-02', to: '2024-04-30' },
			{ from: '2024-12-28', to: '2024-12-30' }
		]
	],
	[
		2025,
		{
			off: '01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31',
			worked: '11-01',
			short: '03-07 04-30 06-11 11-01',
			workingDays: 247
		},
		[
			{ from: '2025-01-04', to: '2025-05-02' },
			{ from: '2025-02-23', to: '2025-05-08' },
			{ from: '2025-03-08', to: '2025-06-13' },
			{ from: '2025-11-01', to: '2025-11-03' },
			{ from: '2025-01-05', to: '2025-12-31' }
		]
	]
];

function summary(year: number, transfers?: readonly Transfer[]) {
	const days = productionDays(year, transfers);
	const weekend = (date: string) => [0, 6].includes(new Date(date).getUTCDay());
	const dates = (chosen: typeof days) => chosen.map(({ date }) => date.slice(5)).join(' ');
	const rest = days.filter(({ kind }) => kind === 'holiday' || kind === 'day_off');
	const off = rest.filter(({ date }) => !weekend(date));
	const worked = days.filter(({ kind }) => kind === 'working_day');
	let weekdays = 0;
	for (let at = Date.UTC(year, 0); at < Date.UTC(year + 1, 0); at += DAY)
		if (!weekend(new Date(at).toISOString().slice(0, 10))) weekdays++;
	return {
		off: dates(off),
		worked: dates(worked),
		short: dates(days.filter(({ short }) => short)),
		workingDays: weekdays - off.length + worked.length
	};
}

describe('the Russian production calendar', () => {
	it.each([2026, 2027])('of %i is the published one', (year) => {
		const { hours, ...published } = PUBLISHED[year] ?? { hours: 0 };
		expect(summary(year)).toEqual(published);

		const week = fiveDayWeek([
			{ from: 540, to: 780 },
			{ from: 840, to: 1080 }
		]);
		const calendar: WorkingHours = {
			kind: 'working_hours',
			zone: 'Asia/Vladivostok',
			week,
			exceptions: russianExceptions(week)
		};
		const [from, to] = [`${year}-01-01T00:00+10:00`, `${year + 1}-01-01T00:00+10:00`];
		const worked = workingMsBetween(calendar, Date.parse(from), Date.parse(to));
		expect(worked / 3_600_000).toBe(hours);
	});

	it.each(EARLIER)('of %i follows from the law and its decree', (year, published, transfers) => {
		expect(summary(year, transfers)).toEqual(published);
	});

	it('is the law alone where no decree is known yet', () => {
		expect(TRANSFER_DECREES.has(2028)).toBe(false);
		// 1, 2 and 8 January 2028 are not given back yet; 4 November, a Saturday, is.
		expect(summary(2028)).toEqual({
			off: '01-03 01-04 01-05 01-06 01-07 02-23 03-08 05-01 05-09 06-12 11-06',
			worked: '',
			short: '02-22 03-07 05-08 11-03',
			workingDays: 249
		});
	});

	it('gives a working Saturday the hours of the day it stands in for', () => {
		const week = fiveDayWeek([{ from: 540, to: 1080 }]);
		const saturday = russianExceptions(week).find(({ date }) => date === '2027-02-20');
		expect(formatHours(saturday?.hours ?? [])).toBe('09:00–17:00');
	});

	it('tells whose day off a moved one was', () => {
		const moved = productionDays(2026).filter(({ kind }) => kind === 'day_off');
		expect(moved.map(({ date, movedFrom }) => [date, movedFrom])).toEqual([
			['2026-01-09', '2026-01-03'],
			['2026-03-09', '2026-03-08'],
			['2026-05-11', '2026-05-09'],
			['2026-12-31', '2026-01-04']
		]);
	});
});
