import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KPI_COLUMNS, NO_SUMS, type KpiColumn } from '#lib/domain/kpi.ts';
import {
	binOf,
	boundsOf,
	monthStart,
	nextMonth,
	Rollup,
	type SumDimension
} from '#lib/domain/kpi-buckets.ts';
import { kpiMarks, overdueStretches, type KpiFacts } from '#lib/domain/kpi-marks.ts';
import { SLA_STATES } from '#lib/domain/sla.ts';
import { PRIORITIES, TICKET_STATUSES } from '#lib/domain/ticket.ts';

const BEGAN = Date.parse('2026-03-20T00:00:00Z');
const moment = fc.integer({ min: 0, max: 30 * 24 * 60 }).map((minute) => BEGAN + minute * 60_000);
const facts: fc.Arbitrary<KpiFacts> = fc.record({
	serviceId: fc.integer({ min: 1, max: 3 }),
	priority: fc.constantFrom(...PRIORITIES),
	assigneeId: fc.option(fc.integer({ min: 1, max: 3 })),
	status: fc.constantFrom(...TICKET_STATUSES),
	createdAt: moment,
	firstResponseAt: fc.option(moment),
	resolvedAt: fc.option(moment),
	closedAt: fc.option(moment),
	responseDueAt: moment,
	resolutionDueAt: moment,
	responseSla: fc.constantFrom(...SLA_STATES),
	resolutionSla: fc.constantFrom(...SLA_STATES),
	responseWorkedMs: fc.option(fc.nat(10_000_000)),
	resolutionWorkedMs: fc.option(fc.nat(10_000_000)),
	rating: fc.option(fc.integer({ min: 1, max: 5 })),
	reopenings: fc.nat(2),
	replies: fc.nat(3)
});

/** What happens to a few tickets: each step makes one of them be something else, or nothing. */
const walk = fc.array(fc.tuple(fc.nat(4), fc.option(facts)), { maxLength: 40 });

/** Half past the hour, and a clock that leaps within the month. */
const ZONES = ['Europe/Moscow', 'Asia/Kolkata', 'Europe/Berlin'];

describe('the roll-up', () => {
	it('of any changes is that of what is there in the end', () => {
		fc.assert(
			fc.property(walk, fc.constantFrom(...ZONES), (steps, zone) => {
				const moving = new Rollup(zone);
				const tickets = new Map<number, KpiFacts | null>();
				for (const [which, after] of steps) {
					const before = tickets.get(which) ?? null;
					if (before) moving.add(before, -1);
					if (after) moving.add(after, 1);
					tickets.set(which, after);
				}
				const standing = new Rollup(zone);
				for (const ticket of tickets.values()) if (ticket) standing.add(ticket, 1);
				const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).sort();
				expect(sorted(moving.sums())).toEqual(sorted(standing.sums()));
				expect(sorted(moving.spreads())).toEqual(sorted(standing.spreads()));
			})
		);
	});

	it('sums up to the same in each of its dimensions', () => {
		fc.assert(
			fc.property(fc.array(facts, { maxLength: 8 }), (tickets) => {
				const rollup = new Rollup('Europe/Moscow');
				for (const ticket of tickets) rollup.add(ticket, 1);
				const total = (dimension: SumDimension) => {
					const sums: Record<KpiColumn, number> = { ...NO_SUMS };
					for (const row of rollup.sums())
						if (row.dimension === dimension)
							for (const column of KPI_COLUMNS) sums[column] += row.sums[column];
					return sums;
				};
				expect(total('quarter').created).toBe(tickets.length);
				for (const dimension of ['service', 'priority', 'assignee'] as const)
					expect(total(dimension)).toEqual(total('quarter'));
			})
		);
	});

	it('of a change that changes nothing is empty', () => {
		fc.assert(
			fc.property(facts, (ticket) => {
				const rollup = new Rollup('Europe/Moscow');
				rollup.add(ticket, -1);
				rollup.add({ ...ticket }, 1);
				expect([...rollup.sums(), ...rollup.spreads()]).toEqual([]);
			})
		);
	});
});

it('what a ticket adds to and takes off the backlog and the overdue is never more than itself', () => {
	fc.assert(
		fc.property(facts, moment, (ticket, at) => {
			const sums: Record<KpiColumn, number> = { ...NO_SUMS };
			for (const mark of kpiMarks(ticket))
				if (mark.at <= at) for (const column of KPI_COLUMNS) sums[column] += mark.sums[column] ?? 0;
			const overdue = sums.late - sums.late_over;
			const stretches = overdueStretches(ticket);
			expect(overdue).toBe(
				stretches.filter(({ from, to }) => from <= at && (to === null || to > at)).length
			);
			expect([0, 1]).toContain(overdue);
		})
	);
});

it('each time has one bin, some four per cent wide', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 400 * 86_400_000 }), (ms) => {
			const { from, to } = boundsOf(binOf(ms));
			expect(from <= ms && ms < to).toBe(true);
			if (ms >= 60_000) expect((to - from) / from).toBeLessThan(0.05);
		})
	);
});

it('months begin and end at midnight of the zone', () => {
	const at = Date.parse('2026-12-31T22:30:00Z');
	expect(new Date(monthStart(at, 'Europe/Moscow')).toISOString()).toBe('2026-12-31T21:00:00.000Z');
	expect(new Date(nextMonth(at, 'Europe/Moscow')).toISOString()).toBe('2027-01-31T21:00:00.000Z');
	expect(new Date(nextMonth(at, 'UTC')).toISOString()).toBe('2027-01-01T00:00:00.000Z');
});
