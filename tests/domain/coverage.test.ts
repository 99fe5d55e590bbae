import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	coverOf,
	gapsOf,
	overlappingPairs,
	overlaps,
	wantedSpans,
	type CoverageRule
} from '#lib/domain/coverage.ts';
import type { ShiftTimes } from '#lib/domain/shift.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const EVERY_DAY = [true, true, true, true, true, true, true];
const ALWAYS: CoverageRule = {
	id: 1,
	position: null,
	days: EVERY_DAY,
	fromMinute: 0,
	toMinute: 1_440,
	least: 1
};
const at = (text: string) => Date.parse(text);

const aShift = fc
	.record({ startsAt: fc.integer({ min: -50, max: 150 }), length: fc.integer({ min: 1, max: 60 }) })
	.map(({ startsAt, length }): ShiftTimes => ({ startsAt, endsAt: startsAt + length }));
const shiftsOf = fc.array(aShift, { maxLength: 12 });
const PERIOD = { from: 0, to: 100 };

describe('cover of a period', () => {
	it('parts the whole of it, one after the other, and never twice alike', () => {
		fc.assert(
			fc.property(shiftsOf, (shifts) => {
				const parts = coverOf(shifts, PERIOD);
				expect(parts[0]?.from).toBe(PERIOD.from);
				expect(parts.at(-1)?.to).toBe(PERIOD.to);
				for (const [place, part] of parts.entries()) {
					expect(part.to).toBeGreaterThan(part.from);
					const next = parts[place + 1];
					if (!next) continue;
					expect(next.from).toBe(part.to);
					expect(next.count).not.toBe(part.count);
				}
			})
		);
	});

	it('counts at every moment exactly those who are on duty', () => {
		fc.assert(
			fc.property(shiftsOf, fc.integer({ min: 0, max: 99 }), (shifts, moment) => {
				const part = coverOf(shifts, PERIOD).find(({ from, to }) => from <= moment && moment < to);
				const there = shifts.filter(
					({ startsAt, endsAt }) => startsAt <= moment && moment < endsAt
				);
				expect(part?.count).toBe(there.length);
			})
		);
	});

	it('and gaps make up the period: what is covered is not missing, what is missing not covered', () => {
		fc.assert(
			fc.property(shiftsOf, fc.integer({ min: 1, max: 3 }), (made, least) => {
				const shifts = made.map(({ startsAt, endsAt }) => ({
					startsAt: startsAt * HOUR,
					endsAt: endsAt * HOUR,
					position: 'сети'
				}));
				const period = { from: 0, to: 100 * HOUR };
				const gaps = gapsOf([{ ...ALWAYS, least }], shifts, 'UTC', period);
				const missing = gaps.reduce((sum, { from, to }) => sum + to - from, 0);
				const enough = coverOf(shifts, period)
					.filter(({ count }) => count >= least)
					.reduce((sum, { from, to }) => sum + to - from, 0);
				expect(missing + enough).toBe(period.to - period.from);
			})
		);
	});
});

describe('overlap', () => {
	it('is symmetric, and a shift overlaps itself', () => {
		fc.assert(
			fc.property(aShift, aShift, (a, b) => {
				expect(overlaps(a, b)).toBe(overlaps(b, a));
				expect(overlaps(a, a)).toBe(true);
			})
		);
	});

	it('of pairs is found exactly as each is asked', () => {
		const people = fc.array(fc.tuple(aShift, fc.constantFrom('a', 'b')), { maxLength: 10 });
		fc.assert(
			fc.property(people, (made) => {
				const shifts = made.map(([times, who], id) => ({ ...times, who, id }));
				const pairs = overlappingPairs(shifts, ({ who }) => who);
				const asked = shifts.flatMap((one) =>
					shifts.filter(
						(other) => other.id > one.id && other.who === one.who && overlaps(one, other)
					)
				);
				expect(pairs.length).toBe(asked.length);
			})
		);
	});

	it('is none where one shift relieves the other', () => {
		const day = { startsAt: 8, endsAt: 20 };
		expect(overlaps(day, { startsAt: 20, endsAt: 32 })).toBe(false);
		expect(overlaps(day, { startsAt: 19, endsAt: 32 })).toBe(true);
	});
});

describe('a rule', () => {
	const period = { from: at('2026-11-23T00:00:00Z'), to: at('2026-11-30T00:00:00Z') };

	it('of whole days is one stretch', () => {
		expect(wantedSpans(ALWAYS, 'Europe/Moscow', period)).toEqual([period]);
	});

	it('of nights on working days reaches over midnight, into Saturday', () => {
		const nights = {
			...ALWAYS,
			days: [true, true, true, true, true, false, false],
			fromMinute: 22 * 60,
			toMinute: 30 * 60
		};
		const spans = wantedSpans(nights, 'UTC', period);
		expect(spans).toHaveLength(5);
		expect(spans.at(-1)).toEqual({
			from: at('2026-11-27T22:00:00Z'),
			to: at('2026-11-28T06:00:00Z')
		});
	});

	it('keeps to the clock on the wall in the night the clocks go back', () => {
		const [span] = wantedSpans(ALWAYS, 'Europe/Berlin', {
			from: at('2026-10-24T22:00:00Z'),
			to: at('2026-10-25T23:00:00Z')
		});
		expect(span && span.to - span.from).toBe(25 * HOUR);
	});

	it('of one position counts nobody else, whatever the case of the letters', () => {
		const shifts = [
			{ startsAt: period.from, endsAt: period.from + DAY, position: 'Старший смены' },
			{ startsAt: period.from, endsAt: period.to, position: 'сети' }
		];
		const gaps = gapsOf([{ ...ALWAYS, position: 'старший  смены' }], shifts, 'UTC', period);
		expect(gaps).toEqual([
			{ from: period.from + DAY, to: period.to, position: 'старший  смены', missing: 1 }
		]);
	});
});
