import { byGravity, type AnyIncident } from './incident.ts';
import type { LiveState } from './live.ts';
import { isFull, isOpen, type AnyTicket } from './ticket.ts';
import type { Totals } from './figures.ts';
import { NO_TOTALS, isOverdue } from './figures.ts';

/** The incident that seizes a screen, and how many more of its kind there are. */
export interface Seizure {
	readonly incident: AnyIncident;
	readonly others: number;
}

/**
 * The critical incident that takes a screen over: until somebody acknowledges it, or it is
 * resolved. Of several the one that has waited longest. A function of the state alone, so that a
 * screen that was away comes back to the same.
 */
export function seizureOf(incidents: readonly AnyIncident[]): Seizure | null {
	const waiting = incidents
		.filter(
			({ severity, status, acknowledgedAt }) =>
				severity === 'critical' && status !== 'resolved' && acknowledgedAt === null
		)
		.toSorted((a, b) =>
			a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : byGravity(a, b)
		);
	const [incident] = waiting;
	return incident ? { incident, others: waiting.length - 1 } : null;
}

/**
 * The state of a screen that is narrowed to some services: their tickets, incidents and works.
 * Counters are counted from the tickets at hand. All of it when no service is named.
 */
export function narrowedTo(state: LiveState, services: readonly string[]): LiveState {
	if (services.length === 0) return state;
	const wanted = new Set(services);
	const touches = (affected: readonly { readonly slug: string }[]) =>
		affected.some(({ slug }) => wanted.has(slug));
	const tickets = state.tickets.filter(({ service }) => service !== null && wanted.has(service));
	return {
		...state,
		tickets,
		totals: totalsOfTickets(tickets),
		incidents: state.incidents.filter((incident) => touches(incident.services)),
		services: state.services.filter(({ slug }) => wanted.has(slug)),
		maintenances: state.maintenances.filter((works) => touches(works.services))
	};
}

function totalsOfTickets(tickets: readonly AnyTicket[]): Totals {
	const totals = { ...NO_TOTALS, byPriority: { ...NO_TOTALS.byPriority } };
	for (const ticket of tickets) {
		if (ticket.status === 'resolved') totals.resolved += 1;
		if (!isOpen(ticket.status)) continue;
		totals.open += 1;
		if (ticket.status === 'new') totals.new += 1;
		else if (ticket.status === 'in_progress') totals.in_progress += 1;
		else if (ticket.status === 'waiting') totals.waiting += 1;
		totals.byPriority[ticket.priority] += 1;
		const full = isFull(ticket) ? ticket : null;
		if (full && full.assignee === null) totals.unassigned += 1;
		const late = isOverdue({
			status: ticket.status,
			priority: ticket.priority,
			assigned: full?.assignee !== null,
			responseSla: ticket.sla.response,
			resolutionSla: ticket.sla.resolution,
			firstResponseAt: full?.firstResponseAt ? Date.parse(full.firstResponseAt) : null
		});
		if (late) totals.overdue += 1;
	}
	return totals;
}
