import type { AnyIncident } from '#lib/domain/incident.ts';
import { SERVICE_STATES, type ServiceView } from '#lib/domain/service.ts';
import { isFull, isOpen, type AnyTicket, type FullTicket } from '#lib/domain/ticket.ts';

/** The incident that was over last, for a calm board. */
export interface LastResolved {
	readonly number: string;
	readonly title: string;
	readonly resolvedAt: string | null;
}

/**
 * Open tickets by the time they have left; those whose clock stands still come last.
 * All clocks run alike, so the order changes by events only, never by the passing of time.
 */
export function byTimeLeft(tickets: readonly AnyTicket[]): FullTicket[] {
	return tickets
		.filter((ticket) => isFull(ticket))
		.filter(({ status }) => isOpen(status))
		.toSorted((a, b) => Number(paused(a)) - Number(paused(b)) || compare(dueAt(a), dueAt(b)));
}

function paused(ticket: FullTicket): boolean {
	return ticket.sla.resolution === 'paused';
}

/** The deadline of what is owed next. ISO texts in UTC compare as they stand. */
function dueAt(ticket: FullTicket): string {
	const { firstResponseAt, responseDueAt, resolutionDueAt, sla } = ticket;
	const owesReply = firstResponseAt === null && sla.resolution !== 'breached';
	return (owesReply ? responseDueAt : resolutionDueAt) ?? '9999';
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** When the ticket nobody has taken for the longest time was filed, null when there is none. */
export function oldestUnassigned(tickets: readonly FullTicket[]): string | null {
	const waiting = tickets.filter(({ assignee }) => assignee === null);
	return waiting.map(({ createdAt }) => createdAt).toSorted(compare)[0] ?? null;
}

/** What of the services fits: the unwell first when it is not all, places kept when it is. */
export function fittingServices(
	services: readonly ServiceView[],
	room: number
): { shown: readonly ServiceView[]; hidden: number } {
	if (services.length <= room) return { shown: services, hidden: 0 };
	const worst = services.toSorted(
		(a, b) =>
			SERVICE_STATES.indexOf(b.state) - SERVICE_STATES.indexOf(a.state) || a.position - b.position
	);
	const shown = worst.slice(0, Math.max(0, room - 1));
	return { shown, hidden: services.length - shown.length };
}

/** The incident that was resolved last: by the stream, or before this page was loaded. */
export function lastOver(
	incidents: readonly AnyIncident[],
	before: LastResolved | null
): LastResolved | null {
	const recent = incidents
		.filter(({ resolvedAt }) => resolvedAt !== null)
		.toSorted((a, b) => compare(b.resolvedAt ?? '', a.resolvedAt ?? ''))[0];
	return recent ?? before;
}

/** One of the staff and what it has on its desk. */
export interface Load {
	/** Whose: two may bear one name. */
	readonly email: string;
	readonly name: string;
	readonly open: number;
	readonly overdue: number;
	/** What is due next. */
	readonly next: FullTicket;
}

/** Who has what, the most loaded first. `queue` is by time left. */
export function loads(queue: readonly FullTicket[], overdue: (t: FullTicket) => boolean): Load[] {
	const byPerson = new Map<string, Load>();
	for (const ticket of queue) {
		if (!ticket.assignee) continue;
		const { email, name } = ticket.assignee;
		const before = byPerson.get(email);
		byPerson.set(email, {
			email,
			name,
			open: (before?.open ?? 0) + 1,
			overdue: (before?.overdue ?? 0) + Number(overdue(ticket)),
			next: before?.next ?? ticket
		});
	}
	return [...byPerson.values()].sort(
		(a, b) => b.overdue - a.overdue || b.open - a.open || compare(a.name, b.name)
	);
}

/** Open tickets nobody has taken, the oldest first. */
export function untaken(queue: readonly FullTicket[]): FullTicket[] {
	return queue
		.filter(({ assignee }) => assignee === null)
		.toSorted((a, b) => compare(a.createdAt, b.createdAt));
}

/** Tickets that wait for their client, the longest first. */
export function awaited(queue: readonly FullTicket[]): FullTicket[] {
	return queue
		.filter(({ status }) => status === 'waiting')
		.toSorted((a, b) => compare(a.pausedAt ?? a.updatedAt, b.pausedAt ?? b.updatedAt));
}
