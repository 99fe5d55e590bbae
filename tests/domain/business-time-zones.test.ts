import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workingMsBetween } from '#lib/domain/business-time.ts';
import type { DayHours, WeeklyHours, WorkingHours } from '#lib/domain/calendar.ts';
import { dateOf, dayOf, weekdayOf, zoneOf } from '#lib/domain/zone.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const ZONES = [
	'Europe/Moscow',
	'Europe/Berlin',
	'America/New_York',
	'America/St_Johns',
	'America/Santiago',
	'Australia/Lord_Howe',
	'Africa/Casablanca',
	'Asia/Kathmandu',
	'Pacific/Apia',
	'Pacific/Chatham',
	'UTC'
];

const instant = fc.integer({ min: Date.UTC(2005, 0), max: Date.UTC(2035, 0) });

describe('a zone', () => {
	it('is made of stretches that follow one another, each of one distance from UTC', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...ZONES),
				instant,
				fc.integer({ min: 1, max: 900 * DAY }),
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				(name, from, length, share) => {
					const zone = zoneOf(name);
					const to = from + length;
					const stretches = zone.stretches({ from, to });
					expect(stretches[0]?.from).toBe(from);
					expect(stretches.at(-1)?.until).toBe(to);
					for (const [index, { until, offset }] of stretches.entries()) {
						const next = stretches[index + 1];
						if (next) expect([next.from, next.offset === offset]).toEqual([until, false]);
					}
					const at = Math.floor(from + share * length);
					const holding = stretches.find((one) => one.from <= at && at < one.until);
					expect(holding?.offset).toBe(zone.offsetAt(at));
				}
			)
		);
	});

	it('knows what the platform knows of every instant', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...ZONES, 'Africa/Monrovia', 'Africa/Cairo', 'Asia/Tehran'),
				fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2050, 0) }),
				(name, at) => {
					const clock = new Intl.DateTimeFormat('sv-SE', {
						timeZone: name,
						dateStyle: 'short',
						timeStyle: 'medium'
					});
					const shown = Date.parse(`${clock.format(at).replace(' ', 'T')}Z`);
					const second = Math.floor(at / 1000) * 1000;
					expect(zoneOf(name).wallOf(second)).toBe(shown);
				}
			),
			{ numRuns: 300 }
		);
	});

	it('finds the first instant at which a clock shows a time or a later one', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ZONES), instant, (name, at) => {
				const zone = zoneOf(name);
				const found = zone.instantOf(zone.wallOf(at));
				expect(found).toBeLessThanOrEqual(at);
				expect(zone.wallOf(found)).toBeGreaterThanOrEqual(zone.wallOf(at));
				expect(zone.wallOf(found - 1)).toBeLessThan(zone.wallOf(at));
			})
		);
	});
});

describe('a day', () => {
	it('knows its date and its weekday', () => {
		expect(dateOf(dayOf('2026-11-23'))).toBe('2026-11-23');
		expect(weekdayOf(dayOf('2026-11-23'))).toBe(0);
		expect(weekdayOf(dayOf('1969-12-28'))).toBe(6);
	});

	it.each(['2026-02-30', '2026-13-01', '2026-2-3', 'завтра', ''])('refuses %s', (text) => {
		expect(() => dayOf(text)).toThrow(RangeError);
	});
});

describe('working time, against a person with a clock and a calendar', () => {
	/** Looks at the clock every minute and counts those in which somebody should be at work. */
	function countMinutes(calendar: WorkingHours, from: number, to: number): number {
		const clock = new Intl.DateTimeFormat('sv-SE', {
			timeZone: calendar.zone,
			dateStyle: 'short',
			timeStyle: 'medium'
		});
		let minutes = 0;
		for (let at = from; at < to; at += MINUTE) {
			const [date = '', time = ''] = clock.format(at).split(' ');
			const day = Date.parse(`${date}T00:00:00Z`) / DAY;
			const [hour = 0, minute = 0] = time.split(':').map(Number);
			const atWork = [0, -1].some((back) => {
				const hours = calendar.week[(((day + back + 3) % 7) + 7) % 7] ?? [];
				const shown = hour * 60 + minute - back * 1440;
				return hours.some((shift) => shift.from <= shown && shown < shift.to);
			});
			if (atWork) minutes++;
		}
		return minutes;
	}

	// Shifts that neither begin nor end within an hour that may come twice.
	const awake = fc.constantFrom<DayHours>(
		[{ from: 540, to: 1080 }],
		[{ from: 1320, to: 1800 }],
		[
			{ from: 480, to: 720 },
			{ from: 780, to: 1020 }
		],
		[]
	);
	const awakeWeek: fc.Arbitrary<WeeklyHours> = fc.tuple(
		awake,
		awake,
		awake,
		awake,
		awake,
		awake,
		awake
	);
	const changes = fc.constantFrom<[zone: string, around: number]>(
		['Europe/Berlin', Date.UTC(2026, 2, 29)],
		['Europe/Berlin', Date.UTC(2026, 9, 25)],
		['America/New_York', Date.UTC(2027, 2, 14)],
		['America/New_York', Date.UTC(2027, 10, 7)],
		['Australia/Lord_Howe', Date.UTC(2026, 3, 4)],
		['Australia/Lord_Howe', Date.UTC(2026, 9, 3)],
		['Africa/Casablanca', Date.UTC(2026, 1, 15)],
		['Europe/Moscow', Date.UTC(2014, 9, 26)]
	);

	it('agrees to the minute, also when the clock moves', () => {
		fc.assert(
			fc.property(
				changes,
				awakeWeek,
				fc.integer({ min: -48 * 60, max: 0 }),
				fc.integer({ min: 1, max: 60 * 60 }),
				([zone, change], week, before, length) => {
					const calendar: WorkingHours = { kind: 'working_hours', zone, week, exceptions: [] };
					const from = change + before * MINUTE;
					const to = from + length * MINUTE;
					const counted = countMinutes(calendar, from, to) * MINUTE;
					expect(workingMsBetween(calendar, from, to)).toBe(counted);
				}
			),
			{ numRuns: 40 }
		);
	});
});
