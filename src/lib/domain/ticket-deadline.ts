import { calendarFrom, type CalendarDefinition } from './business-calendar.ts';
import { workingMsBetween } from './business-time.ts';
import { explainDeadline, type DeadlineExplanation } from './deadline.ts';
import type { FullTicket } from './ticket.ts';

const MINUTE = 60_000;

/** Why a ticket's deadline is when it is. */
export interface TicketDeadline extends DeadlineExplanation {
	/** Working time that is left once a pause that lasts is over; null when none lasts. */
	readonly leftMs: number | null;
	/**
	 * The deadline that was promised. Another than `dueAt` when the calendar has been changed
	 * since: then the parts explain what would be promised today.
	 */
	readonly promisedAt: number;
}

/**
 * Explains one of a ticket's deadlines from what the ticket keeps and its calendar. Null when it
 * keeps no promise.
 */
export function ticketDeadline(
	ticket: FullTicket,
	clock: 'response' | 'resolution',
	definition: CalendarDefinition
): TicketDeadline | null {
	const { promise } = ticket;
	const due = clock === 'response' ? ticket.responseDueAt : ticket.resolutionDueAt;
	if (promise === null || due === null) return null;
	const calendar = calendarFrom(definition);
	const minutes = clock === 'response' ? promise.responseMinutes : promise.resolutionMinutes;
	const startsAt = Date.parse(ticket.createdAt);
	const over = ticket.pauses.map(({ from, to }) => ({
		from: Date.parse(from),
		to: Date.parse(to)
	}));
	// A response that was given keeps the deadline it was held to: later pauses moved it no more.
	const answeredAt = clock === 'response' ? parsed(ticket.firstResponseAt) : null;
	const taken = answeredAt === null ? over : over.filter(({ to }) => to <= answeredAt);
	const waitsFrom =
		ticket.status === 'waiting' && answeredAt === null ? parsed(ticket.pausedAt) : null;
	const pauses = waitsFrom === null ? taken : [...taken, { from: waitsFrom, to: null }];
	const explained = explainDeadline(calendar, startsAt, minutes * MINUTE, pauses);
	const lasts = waitsFrom !== null && explained.dueAt === null;
	return {
		...explained,
		leftMs: lasts
			? explained.workingMs + explained.pausedMs - workingMsBetween(calendar, startsAt, waitsFrom)
			: null,
		promisedAt: Date.parse(due)
	};
}

function parsed(time: string | null): number | null {
	return time === null ? null : Date.parse(time);
}
