import type { SlaState } from './sla.ts';
import {
	PRIORITIES,
	ticketId,
	type AnyTicket,
	type Priority,
	type TicketStatus
} from './ticket.ts';

/** How many tickets a live screen holds at most. */
export const WINDOW_SIZE = 500;

/** Below this many a cut window asks for a new snapshot. */
export const WINDOW_LOW = 300;

/** What urgency is made of: nothing an anonymous viewer may not see. */
export interface UrgencyFacts {
	readonly status: TicketStatus;
	readonly priority: Priority;
	readonly responseSla: SlaState;
	readonly resolutionSla: SlaState;
}

/** Phases of a ticket's life: what is owed, what waits, what is solved, what is over. */
const PHASES: Readonly<Record<TicketStatus, number>> = {
	new: 0,
	in_progress: 0,
	waiting: 1,
	resolved: 2,
	closed: 3,
	cancelled: 3
};

/** Ranks of one phase stand between these. */
const PHASE_SPAN = 100;

/**
 * Rank of a ticket, smaller is more urgent: running before waiting before resolved before what
 * is over, then breached, warned, calm, then priority. Kept in the column `urgency`; among equals
 * the older comes first.
 */
export function urgencyRank(facts: UrgencyFacts): number {
	const phase = PHASES[facts.status];
	return (
		phase * PHASE_SPAN +
		(phase >= 2 ? 0 : heat(facts) * 10) +
		(PRIORITIES.length - 1 - PRIORITIES.indexOf(facts.priority))
	);
}

/** Ranks that tickets of these statuses may have: from the first up to, not including, the last. */
export function urgencyBounds(statuses: readonly TicketStatus[]): readonly [number, number] {
	const phases = statuses.map((status) => PHASES[status]);
	return [Math.min(...phases) * PHASE_SPAN, (Math.max(...phases) + 1) * PHASE_SPAN];
}

/** 0 breached, 1 warned, 2 calm: the worse of both clocks that still run. */
function heat(facts: UrgencyFacts): number {
	if (facts.resolutionSla === 'breached' || facts.responseSla === 'breached') return 0;
	if (facts.resolutionSla === 'warning' || facts.responseSla === 'warning') return 1;
	return 2;
}

/** The order of the window, the same in the database and in the browser. */
export function byUrgency(a: AnyTicket, b: AnyTicket): number {
	return (
		rankOf(a) - rankOf(b) ||
		(a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0) ||
		(ticketId(a.number) ?? 0) - (ticketId(b.number) ?? 0)
	);
}

function rankOf(ticket: AnyTicket): number {
	return urgencyRank({
		status: ticket.status,
		priority: ticket.priority,
		responseSla: ticket.sla.response,
		resolutionSla: ticket.sla.resolution
	});
}
