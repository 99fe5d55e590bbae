import { advanceClocks, crossThresholds, DEFAULT_TARGETS, startClocks } from '#lib/domain/sla.ts';
import { isOpen, type Priority, type TicketStatus } from '#lib/domain/ticket.ts';
import type { DemoStep } from './step.ts';

/**
 * Moments before `until` at which the clock job has something to record of one ticket: its SLA
 * thresholds. The same domain functions are asked that the commands ask.
 */
export function thresholdsOf(
	steps: readonly DemoStep[],
	isStaff: (email: string) => boolean,
	until: number
): number[] {
	const [first] = steps;
	if (first?.do !== 'file') return [];
	const moments: number[] = [];
	let priority: Priority = first.priority;
	let facts: {
		createdAt: number;
		status: TicketStatus;
		firstResponseAt: number | null;
		resolvedAt: number | null;
	} = { createdAt: first.at, status: 'new', firstResponseAt: null, resolvedAt: null };
	let clocks = startClocks(facts, DEFAULT_TARGETS[priority], first.at);
	const passUntil = (end: number) => {
		for (let at = clocks.nextThresholdAt; at !== null && at <= end; at = clocks.nextThresholdAt) {
			moments.push(at);
			clocks = crossThresholds(clocks, facts, DEFAULT_TARGETS[priority], at);
		}
	};
	for (const step of steps.slice(1)) {
		passUntil(step.at);
		const { at } = step;
		if (step.do === 'write' && !step.internal) {
			if (isStaff(step.actor)) {
				if (isOpen(facts.status))
					facts = { ...facts, firstResponseAt: facts.firstResponseAt ?? at };
			} else if (facts.status === 'waiting') facts = { ...facts, status: 'in_progress' };
		} else if (step.do === 'change' || step.do === 'cancel') {
			const status: TicketStatus =
				step.do === 'cancel' ? 'cancelled' : (step.status ?? facts.status);
			if (step.do === 'change') priority = step.priority ?? priority;
			const resolvedAt = isOpen(status)
				? null
				: (facts.resolvedAt ?? (status === 'resolved' ? at : null));
			facts = { ...facts, status, resolvedAt };
		} else continue;
		clocks = advanceClocks(clocks, facts, DEFAULT_TARGETS[priority], at);
	}
	passUntil(until);
	return moments;
}
