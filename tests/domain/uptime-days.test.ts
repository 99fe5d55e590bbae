import { describe, expect, it } from 'vitest';
import {
	availability,
	uptimeDays,
	type Impact,
	type ServiceHistory,
	type Uptime
} from '#lib/domain/uptime.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('availability', () => {
	const share = (downMs: number, baseMs: number, decimals?: number) => {
		const uptime: Uptime = { baseMs, downMs, maintenanceMs: 0, worst: null };
		return availability(uptime, decimals);
	};

	it.each([
		[0, 90 * DAY, 2, 100],
		[1, 90 * DAY, 2, 99.99],
		[1, 90 * DAY, 0, 99],
		[1, 3_650 * DAY, 6, 99.999999],
		[HOUR, 90 * DAY, 2, 99.95],
		[HOUR, 90 * DAY, 3, 99.953],
		[DAY / 3, DAY, 2, 66.66],
		[DAY - 1, DAY, 2, 0],
		[DAY, DAY, 2, 0]
	])('of %i ms down in %i ms, to %i decimals, is %d', (down, base, decimals, expected) => {
		expect(share(down, base, decimals)).toBe(expected);
	});

	it('is unknown when there is nothing to count', () => {
		expect(share(0, 0)).toBeNull();
	});
});

describe('the bars of ninety days', () => {
	const history = (impacts: readonly Impact[], since = 0): ServiceHistory => ({
		since,
		impacts,
		maintenance: []
	});
	const now = Date.parse('2026-11-22T12:00+01:00');

	it('end with today, which has only come so far', () => {
		const days = uptimeDays(history([]), 'Europe/Berlin', now);
		expect(days).toHaveLength(90);
		expect([days.at(0)?.date, days.at(-1)?.date]).toEqual(['2026-08-25', '2026-11-22']);
		expect(days.at(-1)?.baseMs).toBe(12 * HOUR);
		expect(days.at(-2)?.baseMs).toBe(24 * HOUR);
	});

	it('are as long as the days of their zone', () => {
		const length = (zone: string, date: string, seen: string) => {
			const days = uptimeDays(history([]), zone, Date.parse(seen));
			return (days.find((day) => day.date === date)?.baseMs ?? NaN) / HOUR;
		};
		expect(length('Europe/Berlin', '2026-10-25', '2026-11-22T12:00Z')).toBe(25);
		expect(length('Europe/Berlin', '2026-03-29', '2026-04-22T12:00Z')).toBe(23);
		expect(length('Australia/Lord_Howe', '2026-10-04', '2026-11-22T12:00Z')).toBe(23.5);
		expect(length('America/Santiago', '2026-09-06', '2026-11-22T12:00Z')).toBe(23);
		expect(length('Europe/Moscow', '2026-10-25', '2026-11-22T12:00Z')).toBe(24);
	});

	it('share an outage over midnight by the midnight of the zone', () => {
		const outage: Impact = {
			state: 'major_outage',
			from: Date.parse('2026-11-20T23:30+03:00'),
			to: Date.parse('2026-11-21T01:00+03:00'),
			incident: 'INC-1'
		};
		const down = (zone: string) =>
			uptimeDays(history([outage]), zone, now)
				.filter(({ downMs }) => downMs > 0)
				.map(({ date, downMs, worst }) => [date, downMs / MINUTE, worst]);
		expect(down('Europe/Moscow')).toEqual([
			['2026-11-20', 30, 'major_outage'],
			['2026-11-21', 60, 'major_outage']
		]);
		expect(down('UTC')).toEqual([['2026-11-20', 90, 'major_outage']]);
	});

	it('are empty before the service was watched', () => {
		const since = Date.parse('2026-11-20T18:00+01:00');
		const days = uptimeDays(history([], since), 'Europe/Berlin', now).slice(-4);
		expect(days.map(({ worst, baseMs }) => [worst, baseMs / HOUR])).toEqual([
			[null, 0],
			['operational', 6],
			['operational', 24],
			['operational', 12]
		]);
	});
});
