import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	advanceClocks,
	crossThresholds,
	DEFAULT_TARGETS,
	startClocks,
	WARNING_SHARE,
	type SlaClocks,
	type SlaFacts,
	type SlaTarget
} from '#lib/domain/sla.ts';
import {
	isOpen,
	nextStatuses,
	PRIORITIES,
	type Priority,
	type TicketStatus
} from '#lib/domain/ticket.ts';

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 2, 3, 9);
const TARGET: SlaTarget = { responseMinutes: 100, resolutionMinutes: 1000 };
const at = (minutes: number) => T0 + minutes * MINUTE;

/** A ticket and its clocks, moved as commands and the clock job move them. */
class Ticket {
	facts: SlaFacts = { createdAt: T0, status: 'new', firstResponseAt: null, resolvedAt: null };
	target = TARGET;
	clocks: SlaClocks;

	constructor(now = T0, target = TARGET) {
		this.target = target;
		this.clocks = startClocks(this.facts, target, now);
	}

	move(status: TicketStatus, now: number): this {
		const resolvedAt = isOpen(status)
			? null
			: (this.facts.resolvedAt ?? (status === 'cancelled' ? null : now));
		this.facts = { ...this.facts, status, resolvedAt };
		return this.#advance(now);
	}

	answer(now: number): this {
		this.facts = { ...this.facts, firstResponseAt: this.facts.firstResponseAt ?? now };
		return this.#advance(now);
	}

	retarget(target: SlaTarget, now: number): this {
		this.target = target;
		return this.#advance(now);
	}

	pass(now: number): this {
		this.clocks = crossThresholds(this.clocks, this.facts, this.target, now);
		return this;
	}

	get states(): string {
		return `${this.clocks.responseSla} ${this.clocks.resolutionSla}`;
	}

	#advance(now: number): this {
		this.clocks = advanceClocks(this.clocks, this.facts, this.target, now);
		return this;
	}
}

describe('the clocks of a ticket', () => {
	it('run from its creation, warn when a third is left, and break when due', () => {
		const ticket = new Ticket();
		expect(ticket.clocks).toMatchObject({
			responseDueAt: at(100),
			resolutionDueAt: at(1000),
			nextThresholdAt: at(70)
		});
		expect(ticket.states).toBe('running running');
		expect(ticket.pass(at(70) - 1).states).toBe('running running');
		expect(ticket.pass(at(70)).states).toBe('warning running');
		expect(ticket.clocks.nextThresholdAt).toBe(at(100));
		expect(ticket.pass(at(100)).states).toBe('breached running');
		expect(ticket.clocks.nextThresholdAt).toBe(at(700));
		expect(ticket.pass(at(700)).states).toBe('breached warning');
		expect(ticket.pass(at(1000)).states).toBe('breached breached');
		expect(ticket.clocks.nextThresholdAt).toBeNull();
	});

	it('of a ticket that was filed late begin where they would stand', () => {
		expect(new Ticket(at(80)).states).toBe('warning running');
		expect(new Ticket(at(2000)).states).toBe('breached breached');
		expect(new Ticket(at(2000)).clocks.nextThresholdAt).toBeNull();
	});

	it('are met by an answer and a solution in time, and stay met', () => {
		const ticket = new Ticket().answer(at(50));
		expect(ticket.states).toBe('met running');
		ticket.move('resolved', at(500));
		expect(ticket.states).toBe('met met');
		expect(ticket.clocks.nextThresholdAt).toBeNull();
		expect(ticket.pass(at(9999)).states).toBe('met met');
	});

	it('are broken by what came too late, and stay broken', () => {
		expect(new Ticket().answer(at(101)).states).toBe('breached running');
		expect(new Ticket().answer(at(5)).move('resolved', at(1001)).states).toBe('met breached');
		expect(new Ticket().answer(at(100)).states).toBe('met running');
	});

	it('take a solution for an answer', () => {
		expect(new Ticket().move('resolved', at(60)).states).toBe('met met');
		expect(new Ticket().move('resolved', at(160)).states).toBe('breached met');
	});

	it('stand still while the client is waited for, and go on with as much left as before', () => {
		const ticket = new Ticket().move('waiting', at(60));
		expect(ticket.states).toBe('paused paused');
		expect(ticket.clocks.nextThresholdAt).toBeNull();
		expect(ticket.pass(at(100_000)).states).toBe('paused paused');
		ticket.move('in_progress', at(100_060));
		expect(ticket.states).toBe('running running');
		expect(ticket.clocks).toMatchObject({
			responseDueAt: at(100 + 100_000),
			resolutionDueAt: at(1000 + 100_000),
			pausedAt: null,
			pausedMs: 100_000 * MINUTE
		});
	});

	it('are met by a solution that comes while the client is waited for', () => {
		const ticket = new Ticket().answer(at(10)).move('waiting', at(900)).move('resolved', at(9000));
		expect(ticket.states).toBe('met met');
		expect(ticket.clocks.resolutionDueAt).toBe(at(9100));
		expect(ticket.clocks.resolutionWorkedMs).toBe(900 * MINUTE);
		expect(ticket.move('closed', at(9500)).states).toBe('met met');
		ticket.move('in_progress', at(10_000));
		expect(ticket.clocks.resolutionDueAt).toBe(at(10_100));
	});

	it('do not mend by waiting what was broken before it', () => {
		const ticket = new Ticket().pass(at(150)).move('waiting', at(150));
		expect(ticket.states).toBe('breached paused');
		expect(ticket.move('in_progress', at(5000)).states).toBe('breached running');
	});

	it('add up several waits', () => {
		const ticket = new Ticket();
		for (const start of [10, 30, 50])
			ticket.move('waiting', at(start)).move('in_progress', at(start + 10));
		expect(ticket.clocks.resolutionDueAt).toBe(at(1030));
	});

	it('go on after reopening without the time it was solved', () => {
		const ticket = new Ticket().answer(at(10)).move('resolved', at(500));
		ticket.move('in_progress', at(5500));
		expect(ticket.states).toBe('met running');
		expect(ticket.clocks.resolutionDueAt).toBe(at(6000));
		expect(ticket.move('resolved', at(6001)).states).toBe('met breached');
	});

	it('hold the promise of the priority it has now', () => {
		const ticket = new Ticket().retarget({ responseMinutes: 10, resolutionMinutes: 60 }, at(30));
		expect(ticket.states).toBe('breached running');
		expect(ticket.clocks.resolutionDueAt).toBe(at(60));
		ticket.retarget({ responseMinutes: 200, resolutionMinutes: 2000 }, at(40));
		expect(ticket.states).toBe('running running');
		expect(ticket.clocks).toMatchObject({ responseDueAt: at(200), resolutionDueAt: at(2000) });
	});

	it('keep what was promised for an answer that was given already', () => {
		const ticket = new Ticket().answer(at(50));
		ticket.retarget({ responseMinutes: 10, resolutionMinutes: 60 }, at(55));
		expect(ticket.clocks.responseSla).toBe('met');
		expect(ticket.clocks.responseDueAt).toBe(at(100));
	});

	it('are over for a ticket that was cancelled', () => {
		const ticket = new Ticket().move('cancelled', at(50));
		expect(ticket.states).toBe('met met');
		expect(ticket.clocks.nextThresholdAt).toBeNull();
		expect(new Ticket().pass(at(150)).move('cancelled', at(160)).states).toBe('breached met');
	});
});

describe('whatever happens to a ticket', () => {
	const step = fc.record({
		wait: fc.integer({ min: 0, max: 2 * 24 * 60 }),
		what: fc.constantFrom('move', 'answer', 'priority', 'pass', 'back'),
		which: fc.nat(10)
	});
	const life = fc.tuple(fc.constantFrom(...PRIORITIES), fc.array(step, { maxLength: 25 }));

	function* live(
		priority: Priority,
		steps: readonly { wait: number; what: string; which: number }[]
	): Generator<{ ticket: Ticket; now: number; what: string; before: SlaClocks }> {
		const ticket = new Ticket(T0, DEFAULT_TARGETS[priority]);
		let now = T0;
		for (const { wait, what, which } of steps) {
			now += what === 'back' ? -Math.min(wait, 60) * MINUTE : wait * MINUTE;
			const before = ticket.clocks;
			const ways = nextStatuses(ticket.facts.status);
			const status = ways[which % Math.max(1, ways.length)];
			if (what === 'move' && status) ticket.move(status, now);
			else if (what === 'answer') ticket.answer(now);
			else if (what === 'priority')
				ticket.retarget(DEFAULT_TARGETS[PRIORITIES[which % 4] ?? 'low'], now);
			else ticket.pass(now);
			yield { ticket, now, what, before };
		}
	}

	it('nothing is due before it was filed, and no pause is below zero', () => {
		fc.assert(
			fc.property(life, ([priority, steps]) => {
				for (const { ticket } of live(priority, steps)) {
					expect(ticket.clocks.responseDueAt).toBeGreaterThan(ticket.facts.createdAt);
					expect(ticket.clocks.resolutionDueAt).toBeGreaterThan(ticket.facts.createdAt);
					expect(ticket.clocks.pausedMs).toBeGreaterThanOrEqual(0);
				}
			})
		);
	});

	it('time alone never moves a due time, and a broken clock stays broken', () => {
		fc.assert(
			fc.property(life, ([priority, steps]) => {
				for (const { ticket, what, before, now } of live(priority, steps)) {
					if (what !== 'pass') continue;
					expect(ticket.clocks.responseDueAt).toBe(before.responseDueAt);
					expect(ticket.clocks.resolutionDueAt).toBe(before.resolutionDueAt);
					const later = crossThresholds(ticket.clocks, ticket.facts, ticket.target, now + 1e9);
					if (ticket.clocks.responseSla === 'breached') expect(later.responseSla).toBe('breached');
					if (ticket.clocks.resolutionSla === 'met') expect(later.resolutionSla).toBe('met');
				}
			})
		);
	});

	it('the next threshold is the next moment at which a state changes, never one that passed', () => {
		fc.assert(
			fc.property(life, ([priority, steps]) => {
				for (const { ticket, now } of live(priority, steps)) {
					const { nextThresholdAt } = ticket.clocks;
					const states = (moment: number) => {
						const { responseSla, resolutionSla } = crossThresholds(
							ticket.clocks,
							ticket.facts,
							ticket.target,
							moment
						);
						return `${responseSla} ${resolutionSla}`;
					};
					if (nextThresholdAt === null) {
						expect(states(now + 1e12)).toBe(ticket.states);
						continue;
					}
					expect(nextThresholdAt).toBeGreaterThan(now);
					expect(states(nextThresholdAt - 1)).toBe(ticket.states);
					expect(states(nextThresholdAt)).not.toBe(ticket.states);
				}
			})
		);
	});

	it('however the clock jumps, asking twice at one moment changes nothing the second time', () => {
		fc.assert(
			fc.property(life, fc.integer({ min: -1e9, max: 1e10 }), ([priority, steps], jump) => {
				for (const { ticket, now } of live(priority, steps)) {
					const once = crossThresholds(ticket.clocks, ticket.facts, ticket.target, now + jump);
					expect(crossThresholds(once, ticket.facts, ticket.target, now + jump)).toEqual(once);
				}
			})
		);
	});

	it('waiting burns nothing: what is left is the same before and after', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 99 }),
				fc.integer({ min: 0, max: 100_000 }),
				(start, waited) => {
					const ticket = new Ticket()
						.move('waiting', at(start))
						.move('in_progress', at(start + waited));
					expect(ticket.clocks.responseDueAt - at(start + waited)).toBe(at(100) - at(start));
				}
			)
		);
	});
});

it('a warning comes at the same share for every priority', () => {
	for (const priority of PRIORITIES) {
		const { responseMinutes } = DEFAULT_TARGETS[priority];
		const { nextThresholdAt } = new Ticket(T0, DEFAULT_TARGETS[priority]).clocks;
		expect(nextThresholdAt).toBe(T0 + responseMinutes * MINUTE * (1 - WARNING_SHARE));
	}
});
