import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_TOTALS } from '#lib/domain/figures.ts';
import { judge, type Batch, type Change, type LiveState } from '#lib/domain/live.ts';
import { SERVICE_STATES, worstState } from '#lib/domain/service.ts';
import { SLA_STATES } from '#lib/domain/sla.ts';
import {
	isListed,
	PRIORITIES,
	TICKET_STATUSES,
	type PublicTicket,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import { byUrgency, urgencyRank, WINDOW_LOW, WINDOW_SIZE } from '#lib/domain/urgency.ts';
import { applyChanges } from '#lib/domain/window.ts';

const batch = (after: number, seq: number, epoch = 'e'): Batch => ({
	epoch,
	after,
	seq,
	changes: []
});

describe('the client’s whole rule', () => {
	it.each([
		['follows on', 5, batch(5, 7), 'apply'],
		['overlaps and reaches beyond', 5, batch(3, 7), 'apply'],
		['is known already', 5, batch(3, 5), 'ignore'],
		['is older still', 5, batch(1, 2), 'ignore'],
		['begins beyond the cursor', 5, batch(6, 7), 'resync'],
		['is of another history', 5, batch(5, 6, 'other'), 'resync'],
		['is of another history, though older', 5, batch(1, 2, 'other'), 'resync']
	])('a batch that %s', (_name, seq, one, verdict) => {
		expect(judge({ epoch: 'e', seq }, one)).toBe(verdict);
	});
});

const ticketOf = (id: number, given: Partial<Omit<PublicTicket, 'number'>> = {}): PublicTicket => ({
	number: `BC-${id}`,
	service: 'mail',
	priority: 'normal',
	status: 'new',
	createdAt: new Date(Date.UTC(2026, 0, 1) + id * 60_000).toISOString(),
	updatedAt: '2026-03-03T09:00:00.000Z',
	resolvedAt: null,
	sla: { response: 'running', resolution: 'running' },
	...given
});

describe('urgency', () => {
	const facts = fc.record({
		status: fc.constantFrom<TicketStatus>('new', 'in_progress', 'waiting', 'resolved'),
		priority: fc.constantFrom(...PRIORITIES),
		responseSla: fc.constantFrom(...SLA_STATES),
		resolutionSla: fc.constantFrom(...SLA_STATES)
	});

	it('puts running before waiting before resolved, whatever else they are', () => {
		const phase = (status: TicketStatus) =>
			status === 'waiting' ? 1 : status === 'resolved' ? 2 : 0;
		fc.assert(
			fc.property(facts, facts, (a, b) => {
				if (phase(a.status) < phase(b.status)) expect(urgencyRank(a)).toBeLessThan(urgencyRank(b));
			})
		);
	});

	it('puts the broken before the warned before the calm, then the higher priority', () => {
		const rank = (
			priority: 'low' | 'critical',
			resolutionSla: 'breached' | 'warning' | 'running'
		) => urgencyRank({ status: 'new', priority, responseSla: 'met', resolutionSla });
		const order = [
			rank('critical', 'breached'),
			rank('low', 'breached'),
			rank('critical', 'warning'),
			rank('low', 'warning'),
			rank('critical', 'running'),
			rank('low', 'running')
		];
		expect([...order].sort((a, b) => a - b)).toEqual(order);
	});

	it('among equals the older comes first, then the smaller number', () => {
		const old = ticketOf(9, { createdAt: '2020-01-01T00:00:00.000Z' });
		const same = { createdAt: '2026-01-01T00:00:00.000Z' };
		expect(
			[ticketOf(10, same), old, ticketOf(2, same)].sort(byUrgency).map((t) => t.number)
		).toEqual(['BC-9', 'BC-2', 'BC-10']);
	});
});

describe('a window', () => {
	const EMPTY: LiveState = {
		tickets: [],
		totals: NO_TOTALS,
		incidents: [],
		services: [],
		maintenances: [],
		news: [],
		kpis: [],
		shifts: []
	};
	/** What the server would show of these tickets. */
	function stateOf(all: ReadonlyMap<string, PublicTicket>, size = WINDOW_SIZE): LiveState {
		const listed = [...all.values()].filter(({ status }) => isListed(status));
		const tickets = listed.sort(byUrgency).slice(0, size);
		const resolved = listed.filter(({ status }) => status === 'resolved').length;
		return {
			...EMPTY,
			tickets,
			totals: { ...NO_TOTALS, open: listed.length - resolved, resolved }
		};
	}
	const putting = (ticket: PublicTicket, totals: LiveState['totals']): Change[] => [
		isListed(ticket.status)
			? { op: 'put', kind: 'ticket', id: ticket.number, value: ticket }
			: { op: 'drop', kind: 'ticket', id: ticket.number },
		{ op: 'put', kind: 'totals', id: 'totals', value: totals }
	];
	const change = fc.record({
		id: fc.integer({ min: 1, max: 620 }),
		status: fc.constantFrom(...TICKET_STATUSES),
		priority: fc.constantFrom(...PRIORITIES),
		response: fc.constantFrom(...SLA_STATES)
	});
	const ticketFrom = ({
		id,
		status,
		priority,
		response
	}: {
		id: number;
		status: TicketStatus;
		priority: PublicTicket['priority'];
		response: PublicTicket['sla']['response'];
	}) => ticketOf(id, { status, priority, sla: { response, resolution: 'running' } });

	it.each([
		['whole', 300],
		['just full', 499],
		['cut', 560]
	])('that is %s stays the front of the list through any changes', (_name, count) => {
		fc.assert(
			fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
				const all = new Map<string, PublicTicket>();
				for (let id = 1; id <= count; id++) all.set(`BC-${id}`, ticketOf(id));
				let state = stateOf(all);
				for (const one of changes) {
					const ticket = ticketFrom(one);
					all.set(ticket.number, ticket);
					const fresh = stateOf(all);
					const applied = applyChanges(state, putting(ticket, fresh.totals));
					state = applied.state;
					expect(state.tickets).toEqual(fresh.tickets.slice(0, state.tickets.length));
					expect(applied.low).toBe(
						state.tickets.length < Math.min(WINDOW_LOW, fresh.totals.open + fresh.totals.resolved)
					);
					// A window that still knows all never lacks one.
					if (fresh.tickets.length === state.tickets.length) expect(state).toEqual(fresh);
				}
			}),
			{ numRuns: 40 }
		);
	});

	it('never takes in a ticket that would stand behind its last, and says when it runs low', () => {
		const all = new Map<string, PublicTicket>();
		for (let id = 1; id <= 900; id++) all.set(`BC-${id}`, ticketOf(id));
		let state = stateOf(all);
		let low = false;
		for (let id = 1; !low; id++) {
			all.delete(`BC-${id}`);
			const { totals } = stateOf(all);
			({ state, low } = applyChanges(state, [
				{ op: 'drop', kind: 'ticket', id: `BC-${id}` },
				{ op: 'put', kind: 'totals', id: 'totals', value: totals }
			]));
			expect(state.tickets.at(-1)?.number).toBe('BC-500');
		}
		expect(state.tickets).toHaveLength(WINDOW_LOW - 1);
	});

	it('several changes at once are the same as one after the other', () => {
		fc.assert(
			fc.property(fc.array(change, { minLength: 2, maxLength: 30 }), (changes) => {
				const all = new Map<string, PublicTicket>();
				for (let id = 1; id <= 300; id++) all.set(`BC-${id}`, ticketOf(id));
				const start = stateOf(all);
				const steps = changes.map((one) => {
					const ticket = ticketFrom(one);
					all.set(ticket.number, ticket);
					return putting(ticket, stateOf(all).totals);
				});
				const together = applyChanges(start, steps.flat()).state;
				const apart = steps.reduce((now, step) => applyChanges(now, step).state, start);
				expect(together).toEqual(apart);
			}),
			{ numRuns: 30 }
		);
	});

	it('does not touch the state it was given', () => {
		const all = new Map([['BC-1', ticketOf(1)]]);
		const state = stateOf(all);
		const copy = structuredClone(state);
		applyChanges(state, putting(ticketOf(1, { status: 'resolved' }), NO_TOTALS));
		applyChanges(state, [{ op: 'drop', kind: 'ticket', id: 'BC-1' }]);
		expect(state).toEqual(copy);
	});
});

it('a service shows the worst of what is said of it, and planned works are no fault', () => {
	expect(worstState([])).toBe('operational');
	expect(worstState(['degraded', 'maintenance', 'operational'])).toBe('degraded');
	expect(worstState([...SERVICE_STATES])).toBe('major_outage');
});
