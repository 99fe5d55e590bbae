import {
	PRIORITIES,
	TICKET_STATUSES,
	type Priority,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import type { Moment, Wanted } from './plan.ts';

/** What the replay needs to know of a ticket in the portal. */
export interface TicketNow {
	readonly number: string;
	readonly status: TicketStatus;
	readonly priority: Priority;
	readonly service: string;
	readonly assignee: string | null;
	readonly version: number;
}

/** Reads a ticket out of an answer; null when the answer is no ticket. */
export function ticketIn(body: unknown): TicketNow | null {
	if (typeof body !== 'object' || body === null) return null;
	const number = 'number' in body ? body.number : null;
	const status = 'status' in body ? TICKET_STATUSES.find((one) => one === body.status) : undefined;
	const priority = 'priority' in body ? PRIORITIES.find((one) => one === body.priority) : undefined;
	const service = 'service' in body ? body.service : null;
	const version = 'version' in body ? body.version : null;
	if (typeof number !== 'string' || !status || !priority || typeof service !== 'string')
		return null;
	return {
		number,
		status,
		priority,
		service,
		assignee: 'assignee' in body ? emailIn(body.assignee) : null,
		version: typeof version === 'number' ? version : 0
	};
}

function emailIn(person: unknown): string | null {
	return typeof person === 'object' &&
		person !== null &&
		'email' in person &&
		typeof person.email === 'string'
		? person.email
		: null;
}

/**
 * The last moment of the log that a ticket found in the portal has already lived through, or -1.
 * So a second run changes nothing, and one that was broken off goes on.
 */
export function livedThrough(
	ticket: TicketNow,
	moments: readonly Moment[],
	withAssignees: boolean
): number {
	// Untouched since it was filed, whatever later moment it may happen to look like.
	if (ticket.version === 1) return -1;
	const same = moments.findLastIndex(({ wanted }) => isAs(ticket, wanted, withAssignees));
	return same >= 0 ? same : moments.findLastIndex(({ wanted }) => ticket.status === wanted.status);
}

function isAs(ticket: TicketNow, wanted: Wanted, withAssignees: boolean): boolean {
	return (
		ticket.status === wanted.status &&
		ticket.priority === wanted.priority &&
		ticket.service === wanted.service.slug &&
		(!withAssignees || ticket.assignee === (wanted.assignee?.email ?? null))
	);
}
