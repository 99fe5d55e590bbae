import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SERVICE_STATES, worstState } from '#lib/domain/service.ts';
import {
	availability,
	isDown,
	uptimeDays,
	uptimeOf,
	type Impact,
	type Interval,
	type ServiceHistory
} from '#lib/domain/uptime.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 24);
const NOW = START + 3 * DAY;

/** Whole minutes, so that minutes can be counted one by one. */
const minute = fc.integer({ min: -600, max: 4_920 }).map((minutes) => START + minutes * MINUTE);

const interval: fc.Arbitrary<Interval> = fc
	.tuple(minute, fc.option(fc.integer({ min: 0, max: 900 }), { freq: 8 }))
	.map(([from, length]) => ({ from, to: length === null ? null : from + length * MINUTE }));

const impact: fc.Arbitrary<Impact> = fc
	.tuple(interval, fc.constantFrom(...SERVICE_STATES))
	.map(([interval, state]) => ({ ...interval, state, incident: null }));

const history: fc.Arbitrary<ServiceHistory> = fc.record({
	since: fc.constantFrom(0, START + 400 * MINUTE),
	impacts: fc.array(impact, { maxLength: 8 }),
	maintenance: fc.array(interval, { maxLength: 3 })
});

const WHOLE = { from: START, to: NOW };

describe('uptime', () => {
	it('is what somebody would count who looked every minute', () => {
		fc.assert(
			fc.property(history, minute, (history, now) => {
				const holds = (at: number) => (interval: Interval) =>
					interval.from <= at && at < (interval.to ?? Infinity);
				let [base, down] = [0, 0];
				for (let at = WHOLE.from; at < Math.min(WHOLE.to, now); at += MINUTE) {
					if (at < history.since || history.maintenance.some(holds(at))) continue;
					base += MINUTE;
					const states = history.impacts.filter(holds(at)).map(({ state }) => state);
					if (isDown(worstState(states))) down += MINUTE;
				}
				const counted = uptimeOf(history, WHOLE, now);
				expect([counted.baseMs, counted.downMs]).toEqual([base, down]);
			})
		);
	});

	it('of parts of a period adds up to that of the whole', () => {
		fc.assert(
			fc.property(history, fc.integer({ min: START, max: NOW }), (history, middle) => {
				const first = uptimeOf(history, { from: START, to: middle }, NOW);
				const second = uptimeOf(history, { from: middle, to: NOW }, NOW);
				const whole = uptimeOf(history, WHOLE, NOW);
				for (const key of ['baseMs', 'downMs', 'maintenanceMs'] as const)
					expect(first[key] + second[key]).toBe(whole[key]);
			})
		);
	});

	it('of the days adds up to that of all of them', () => {
		fc.assert(
			fc.property(
				history,
				fc.constantFrom('Europe/Berlin', 'Europe/Moscow', 'America/New_York', 'UTC'),
				(history, zone) => {
					const days = uptimeDays(history, zone, NOW, 7);
					const period = { from: days.at(0)?.from ?? NaN, to: days.at(-1)?.to ?? NaN };
					const whole = uptimeOf(history, period, NOW);
					for (const key of ['baseMs', 'downMs', 'maintenanceMs'] as const)
						expect(days.reduce((sum, day) => sum + day[key], 0)).toBe(whole[key]);
					for (const { from, to, date: _date, ...day } of days)
						expect(day).toEqual(uptimeOf(history, { from, to }, NOW));
				}
			)
		);
	});

	it('never gains from one outage more', () => {
		fc.assert(
			fc.property(history, impact, (history, more) => {
				const worse = { ...history, impacts: [...history.impacts, more] };
				expect(uptimeOf(worse, WHOLE, NOW).downMs).toBeGreaterThanOrEqual(
					uptimeOf(history, WHOLE, NOW).downMs
				);
			})
		);
	});

	it('does not mind the order in which things are told', () => {
		fc.assert(
			fc.property(history, (history) => {
				const told = { ...history, impacts: history.impacts.toReversed() };
				expect(uptimeOf(told, WHOLE, NOW)).toEqual(uptimeOf(history, WHOLE, NOW));
			})
		);
	});
});

describe('availability', () => {
	it('is never more than it was, and 100 only without any downtime', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 3_650 * DAY }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				fc.integer({ min: 0, max: 5 }),
				(baseMs, part, decimals) => {
					const downMs = Math.floor(baseMs * part);
					const uptime = { baseMs, downMs, maintenanceMs: 0, worst: null };
					const shown = availability(uptime, decimals) ?? NaN;
					const scale = 10n ** BigInt(decimals);
					const units = BigInt(Math.round(shown * Number(scale)));
					const exact = BigInt(baseMs - downMs) * 100n * scale;
					expect(units * BigInt(baseMs) <= exact).toBe(true);
					expect((units + 1n) * BigInt(baseMs) > exact).toBe(true);
					expect(shown === 100).toBe(downMs === 0);
				}
			)
		);
	});
});
