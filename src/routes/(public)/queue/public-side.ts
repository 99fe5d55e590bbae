import type { AnyTicket, PublicTicket } from '#lib/domain/ticket.ts';

/** What the public queue shows of any ticket, whoever looks at it: an allow-list. */
export function publicSide(ticket: AnyTicket): PublicTicket {
	const { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla } = ticket;
	return { number, service, priority, status, createdAt, updatedAt, resolvedAt, sla };
}
