import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	addWorkingMs,
	isWorkingTime,
	nextOpening,
	workingMsBetween
} from '#lib/domain/business-time.ts';
import {
	AROUND_THE_CLOCK,
	everyDay,
	type BusinessCalendar,
	type DayHours,
	type WeeklyHours,
	type WorkingHours
} from '#lib/domain/calendar.ts';
import { dueAfter, explainDeadline, workingMsWithout, type Pause } from '#lib/domain/deadline.ts';
import { russianExceptions } from '#lib/domain/russian-calendar.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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
const duration = fc.integer({ min: 0, max: 60 * DAY });

const dayHours: fc.Arbitrary<DayHours> = fc.array(
	fc
		.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }))
		.map(([from, length]) => ({ from, to: from + length })),
	{ maxLength: 3 }
);

/** Minutes without a break in some shift: minutes a week last beyond the years that are answered for. */
const LEAST_SHIFT = 60;

const week: fc.Arbitrary<WeeklyHours> = fc
	.tuple(dayHours, dayHours, dayHours, dayHours, dayHours, dayHours, dayHours)
	.filter((days) => days.flat().some(({ from, to }) => to - from >= LEAST_SHIFT));

const workingHours: fc.Arbitrary<WorkingHours> = fc
	.tuple(fc.constantFrom(...ZONES), week, fc.boolean())
	.map(([zone, week, russian]) => ({
		kind: 'working_hours',
		zone,
		week,
		exceptions: russian ? russianExceptions(week) : []
	}));

const calendar: fc.Arbitrary<BusinessCalendar> = fc.oneof(
	{ weight: 9, arbitrary: workingHours },
	{ weight: 1, arbitrary: fc.constant(AROUND_THE_CLOCK) }
);

/** Pauses near an instant, overlapping and empty ones among them. */
const pausesFrom = (start: number): fc.Arbitrary<readonly Pause[]> =>
	fc.array(
		fc
			.tuple(fc.integer({ min: -2 * DAY, max: 20 * DAY }), fc.integer({ min: 0, max: 5 * DAY }))
			.map(([after, length]) => ({ from: start + after, to: start + after + length })),
		{ maxLength: 4 }
	);

function added(calendar: BusinessCalendar, from: number, ms: number): number {
	const at = addWorkingMs(calendar, from, ms);
	if (at === null) throw new Error('a calendar that opens every week gives any time');
	return at;
}

describe('working time', () => {
	it('is additive', () => {
		fc.assert(
			fc.property(calendar, instant, instant, instant, (calendar, a, b, c) => {
				const whole = workingMsBetween(calendar, a, c);
				expect(workingMsBetween(calendar, a, b) + workingMsBetween(calendar, b, c)).toBe(whole);
			})
		);
	});

	it('never runs backwards, and never faster than time', () => {
		fc.assert(
			fc.property(calendar, instant, duration, (calendar, from, length) => {
				const worked = workingMsBetween(calendar, from, from + length);
				expect(worked).toBeGreaterThanOrEqual(0);
				expect(worked).toBeLessThanOrEqual(length);
			})
		);
	});

	it('is time itself around the clock, whatever the zone', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ZONES), instant, duration, (zone, from, length) => {
				const whole = everyDay([{ from: 0, to: 1440 }]);
				const always: WorkingHours = { kind: 'working_hours', zone, week: whole, exceptions: [] };
				for (const calendar of [AROUND_THE_CLOCK, always]) {
					expect(workingMsBetween(calendar, from, from + length)).toBe(length);
					expect(addWorkingMs(calendar, from, length)).toBe(from + length);
					expect(isWorkingTime(calendar, from)).toBe(true);
				}
			})
		);
	});

	it('comes back when it was added', () => {
		fc.assert(
			fc.property(calendar, instant, duration, (calendar, from, ms) => {
				expect(workingMsBetween(calendar, from, added(calendar, from, ms))).toBe(ms);
			})
		);
	});

	it('is over at the earliest moment it can be', () => {
		fc.assert(
			fc.property(calendar, instant, duration, (calendar, from, ms) => {
				const due = added(calendar, from, ms + 1);
				expect(workingMsBetween(calendar, from, due - 1)).toBe(ms);
			})
		);
	});

	it('is over later for more of it, and for a later start', () => {
		fc.assert(
			fc.property(calendar, instant, duration, duration, (calendar, from, ms, more) => {
				const due = added(calendar, from, ms + 1);
				expect(added(calendar, from, ms + 1 + more)).toBeGreaterThanOrEqual(due);
				expect(added(calendar, from + more, ms + 1)).toBeGreaterThanOrEqual(due);
			})
		);
	});

	it('begins at the next opening, and there is none before', () => {
		fc.assert(
			fc.property(workingHours, instant, (calendar, from) => {
				const opening = nextOpening(calendar, from) ?? NaN;
				expect(isWorkingTime(calendar, opening)).toBe(true);
				expect(workingMsBetween(calendar, from, opening)).toBe(0);
				expect(workingMsBetween(calendar, opening, opening + 1)).toBe(1);
			})
		);
	});
});

describe('a deadline with pauses', () => {
	const promise = fc
		.tuple(calendar, instant, fc.integer({ min: 1, max: 10 * DAY }))
		.chain(([calendar, start, ms]) =>
			fc.tuple(fc.constant(calendar), fc.constant(start), fc.constant(ms), pausesFrom(start))
		);

	it('leaves exactly the time that was promised', () => {
		fc.assert(
			fc.property(promise, ([calendar, start, ms, pauses]) => {
				const due = dueAfter(calendar, start, ms, pauses) ?? NaN;
				expect(workingMsWithout(calendar, start, due, pauses)).toBe(ms);
				expect(workingMsWithout(calendar, start, due - 1, pauses)).toBe(ms - 1);
			})
		);
	});

	it('is moved by just the working time the pauses took', () => {
		fc.assert(
			fc.property(promise, ([calendar, start, ms, pauses]) => {
				const { dueAt, pausedMs } = explainDeadline(calendar, start, ms, pauses);
				expect(addWorkingMs(calendar, start, ms + pausedMs)).toBe(dueAt);
			})
		);
	});

	it('does not mind how the pauses are cut or ordered', () => {
		fc.assert(
			fc.property(promise, fc.double({ min: 0, max: 1, noNaN: true }), (promise, part) => {
				const [calendar, start, ms, pauses] = promise;
				const cut = pauses
					.flatMap(({ from, to }) => {
						const middle = Math.floor(from + ((to ?? from) - from) * part);
						return [
							{ from: middle, to },
							{ from, to: middle }
						];
					})
					.reverse();
				expect(dueAfter(calendar, start, ms, cut)).toBe(dueAfter(calendar, start, ms, pauses));
			})
		);
	});

	it('is never earlier for one pause more', () => {
		fc.assert(
			fc.property(promise, ([calendar, start, ms, pauses]) => {
				const fewer = dueAfter(calendar, start, ms, pauses.slice(1)) ?? NaN;
				expect(dueAfter(calendar, start, ms, pauses)).toBeGreaterThanOrEqual(fewer);
			})
		);
	});
});
