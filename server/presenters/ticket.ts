import { clientOf, type Audience } from '#lib/domain/audience.ts';
import type { AnyTicket, CommentView, FullTicket, PublicTicket } from '#lib/domain/ticket.ts';
import type { CommentRecord } from '#server/events/event.ts';
import type { TicketRecord } from '#server/records/ticket-record.ts';
import { attachmentView } from './attachment.ts';

/** What anonymous people may see: an allow-list, so that a new field stays private by itself. */
export function publicTicket(record: TicketRecord): PublicTicket {
	const { number, priority, status, createdAt, updatedAt, resolvedAt } = record;
	const sla = { response: record.sla.response, resolution: record.sla.resolution };
	const service = record.serviceHidden ? null : record.service;
	return { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla };
}

/** What staff and the ticket's own requester may see. */
export function fullTicket(record: TicketRecord): FullTicket {
	const { number, priority, status, createdAt, updatedAt, resolvedAt, sla } = publicTicket(record);
	const { service, subject, description, externalId, firstResponseAt, closedAt } = record;
	const { responseDueAt, resolutionDueAt, pausedAt, version } = record;
	// Events of before they were kept have none.
	const pauses = record.pauses ?? [];
	const promise = record.promise ?? null;
	// Events of before there were ratings have none.
	const rating = record.rating ?? null;
	const requester = { name: record.requester.name, email: record.requester.email };
	const assignee = record.assignee && {
		name: record.assignee.name,
		email: record.assignee.email
	};
	return {
		number,
		subject,
		description,
		service,
		priority,
		status,
		requester,
		assignee,
		externalId,
		createdAt,
		updatedAt,
		firstResponseAt,
		resolvedAt,
		closedAt,
		responseDueAt,
		resolutionDueAt,
		pausedAt,
		pauses: pauses.map(({ from, to }) => ({ from, to })),
		promise: promise && {
			responseMinutes: promise.responseMinutes,
			resolutionMinutes: promise.resolutionMinutes,
			calendar: promise.calendar
		},
		rating: rating && { score: rating.score, comment: rating.comment, at: rating.at },
		sla,
		version
	};
}

/** The form of a ticket that an audience may see. */
export function ticketFor(record: TicketRecord, audience: Audience): AnyTicket {
	const whole = audience === 'staff' || clientOf(audience) === record.requesterId;
	return whole ? wholeTicketFor(record, audience) : publicTicket(record);
}

/** The whole ticket for one who may see it; its own client is told what it has not looked at. */
export function wholeTicketFor(record: TicketRecord, audience: Audience): FullTicket {
	if (clientOf(audience) !== record.requesterId) return fullTicket(record);
	const { news = 0, newsSeen = 0 } = record;
	return { ...fullTicket(record), news, unread: Math.max(0, news - newsSeen) };
}

/** A comment as an audience may see it, or null when it may not know of it. */
export function commentFor(record: CommentRecord, audience: Audience): CommentView | null {
	const staff = audience === 'staff';
	const owner = clientOf(audience) === record.requesterId;
	if (!staff && (!owner || record.internal)) return null;
	const { id, ticket, body, internal, createdAt } = record;
	const author = { name: record.author.name, staff: record.author.staff };
	// Events of before there were attachments have none.
	const attachments = (record.attachments ?? []).map(attachmentView);
	return { id, ticket, author, body, internal, createdAt, attachments };
}
