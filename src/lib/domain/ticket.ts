import type { AttachmentView } from './attachment.ts';
import type { PersonRef } from './people.ts';
import type { SlaState } from './sla.ts';

export const TICKET_STATUSES = [
	'new',
	'in_progress',
	'waiting',
	'resolved',
	'closed',
	'cancelled'
] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

/** From the least to the most urgent. */
export const PRIORITIES = ['low', 'normal', 'high', 'critical'] as const;
export type Priority = (typeof PRIORITIES)[number];

const TRANSITIONS: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
	new: ['in_progress', 'waiting', 'resolved', 'cancelled'],
	in_progress: ['waiting', 'resolved', 'cancelled', 'new'],
	waiting: ['in_progress', 'resolved', 'cancelled'],
	resolved: ['closed', 'in_progress'],
	closed: ['in_progress'],
	cancelled: []
};

/** Statuses a ticket may move to from this one. */
export function nextStatuses(from: TicketStatus): readonly TicketStatus[] {
	return TRANSITIONS[from];
}

/** May a ticket move so? Staying where it is is always allowed. */
export function mayMove(from: TicketStatus, to: TicketStatus): boolean {
	return from === to || TRANSITIONS[from].includes(to);
}

/** Work is still owed to the requester. */
export function isOpen(status: TicketStatus): boolean {
	return status === 'new' || status === 'in_progress' || status === 'waiting';
}

/** Shown on live screens: neither closed nor cancelled. */
export function isListed(status: TicketStatus): boolean {
	return status !== 'closed' && status !== 'cancelled';
}

/** How long a client may say that it was not solved after all. */
export const REOPEN_MS = 7 * 24 * 3_600_000;

/** Does the client's week to reopen its ticket still run? */
export function mayReopen(
	ticket: Pick<PublicTicket, 'status' | 'resolvedAt'> & { readonly closedAt: string | null },
	now: number
): boolean {
	const since = ticket.closedAt ?? ticket.resolvedAt;
	return isSolved(ticket.status) && since !== null && now - Date.parse(since) <= REOPEN_MS;
}

/** Solved, whether confirmed or not: what may be rated and reopened. */
export function isSolved(status: TicketStatus): boolean {
	return status === 'resolved' || status === 'closed';
}

const NUMBER_PREFIX = 'BC-';

/** The number people say aloud: `BC-1042`. */
export function ticketNumber(id: number): string {
	return `${NUMBER_PREFIX}${id}`;
}

/** The row behind a number, or null when the text is not a ticket number. */
export function ticketId(number: string): number | null {
	const match = /^BC-([1-9]\d{0,14})$/i.exec(number);
	return match ? Number(match[1]) : null;
}

/** What anonymous people may see of a ticket. Times are ISO 8601 in UTC. */
export interface PublicTicket {
	readonly number: string;
	/** Slug; null where only staff may know of the service. */
	readonly service: string | null;
	readonly priority: Priority;
	readonly status: TicketStatus;
	readonly createdAt: string;
	readonly updatedAt: string;
	readonly resolvedAt: string | null;
	readonly sla: { readonly response: SlaState; readonly resolution: SlaState };
}

/** The whole ticket, as staff and its own requester see it. */
export interface FullTicket extends PublicTicket {
	readonly service: string;
	readonly subject: string;
	readonly description: string;
	readonly requester: PersonRef;
	readonly assignee: PersonRef | null;
	readonly externalId: string | null;
	readonly firstResponseAt: string | null;
	readonly closedAt: string | null;
	readonly responseDueAt: string | null;
	readonly resolutionDueAt: string | null;
	/** When the clocks came to stand still (status `waiting`), else null. */
	readonly pausedAt: string | null;
	/** Pauses of the clocks that are over, in order. */
	readonly pauses: readonly { readonly from: string; readonly to: string }[];
	/** What the clocks run by; null where nothing is kept of it. */
	readonly promise: TicketPromise | null;
	/** Of the present solution: taken away when the ticket is reopened. */
	readonly rating: TicketRating | null;
	readonly version: number;
	/** Told to its own client alone: how many things staff said or changed, ever. */
	readonly news?: number | undefined;
	/** How many of them the client has not looked at. */
	readonly unread?: number | undefined;
}

/** What was promised for a ticket, in minutes of its calendar's working time. */
export interface TicketPromise {
	readonly responseMinutes: number;
	readonly resolutionMinutes: number;
	/** Id of the calendar; null is around the clock. */
	readonly calendar: number | null;
}

/** What the client thinks of how its ticket was solved. */
export interface TicketRating {
	/** From 1 to 5. */
	readonly score: number;
	readonly comment: string;
	readonly at: string;
}

export type AnyTicket = PublicTicket | FullTicket;

/** Is this the whole ticket or only its public side? */
export function isFull(ticket: AnyTicket): ticket is FullTicket {
	return 'subject' in ticket;
}

/** A public reply or an internal note, as its audience sees it. */
export interface CommentView {
	readonly id: number;
	readonly ticket: string;
	readonly author: { readonly name: string; readonly staff: boolean };
	readonly body: string;
	readonly internal: boolean;
	readonly createdAt: string;
	readonly attachments: readonly AttachmentView[];
}
