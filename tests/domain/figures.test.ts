import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	NO_TOTALS,
	sum,
	totalsDelta,
	totalsOf,
	TOTALS_COLUMNS,
	type FigureFacts,
	type TotalsColumn,
	type TotalsDelta
} from '#lib/domain/figures.ts';
import { SLA_STATES } from '#lib/domain/sla.ts';
import { PRIORITIES, TICKET_STATUSES } from '#lib/domain/ticket.ts';

const facts: fc.Arbitrary<FigureFacts> = fc.record({
	status: fc.constantFrom(...TICKET_STATUSES),
	priority: fc.constantFrom(...PRIORITIES),
	assigned: fc.boolean(),
	responseSla: fc.constantFrom(...SLA_STATES),
	resolutionSla: fc.constantFrom(...SLA_STATES),
	firstResponseAt: fc.option(fc.nat())
});

/** What happens to a few tickets: each step makes one of them be something else. */
const walk = fc.array(fc.tuple(fc.nat(4), fc.option(facts)), { maxLength: 60 });

function replay(steps: readonly (readonly [number, FigureFacts | null])[]) {
	const tickets = new Map<number, FigureFacts | null>();
	let totals: TotalsDelta = {};
	for (const [which, after] of steps) {
		const before = tickets.get(which) ?? null;
		totals = sum(totals, totalsDelta(before, after));
		tickets.set(which, after);
	}
	const standing = [...tickets.values()].filter((one) => one !== null);
	return { totals, standing };
}

const rowOf = (delta: TotalsDelta) => {
	const row = { ...Object.fromEntries(TOTALS_COLUMNS.map((column) => [column, 0])), ...delta };
	return totalsOf(row as Record<TotalsColumn, number>);
};

describe('the sum of all deltas', () => {
	it('is the recount of what is there', () => {
		fc.assert(
			fc.property(walk, (steps) => {
				const { totals, standing } = replay(steps);
				const open = standing.filter(({ status }) =>
					['new', 'in_progress', 'waiting'].includes(status)
				);
				const counted = rowOf(totals);
				expect(counted.open).toBe(open.length);
				for (const status of ['new', 'in_progress', 'waiting', 'resolved'] as const)
					expect(counted[status]).toBe(standing.filter((one) => one.status === status).length);
				expect(counted.unassigned).toBe(open.filter((one) => !one.assigned).length);
				expect(counted.overdue).toBe(
					open.filter(
						(one) =>
							one.resolutionSla === 'breached' ||
							(one.responseSla === 'breached' && one.firstResponseAt === null)
					).length
				);
				for (const priority of PRIORITIES)
					expect(counted.byPriority[priority]).toBe(
						open.filter((one) => one.priority === priority).length
					);
			})
		);
	});
});

it('a change that changes nothing counts nothing', () => {
	fc.assert(
		fc.property(facts, (one) => {
			expect(totalsDelta(one, one)).toEqual({});
		})
	);
});

it('an empty queue is all zeros', () => {
	expect(rowOf({})).toEqual(NO_TOTALS);
});
