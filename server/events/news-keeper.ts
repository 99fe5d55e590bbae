import { newsOf } from '#lib/domain/news.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { EventPayload } from './event.ts';
import type { NewEvent } from './outbox.ts';

/**
 * Counts what an event tells the ticket's own client, and how many of its tickets it has not
 * looked at since. Called under the lock of the numbering, so that the post-images it returns
 * are in the order of the numbers.
 */
export async function keepNews(
	tx: WriteTransaction,
	event: NewEvent
): Promise<Pick<EventPayload, 'ticket' | 'unread'>> {
	const { ticket, noLongerUnread } = event;
	if (noLongerUnread !== undefined) return { unread: await moveUnread(tx, noLongerUnread, -1) };
	if (!ticket) return {};
	const { requesterId } = ticket;
	const { newsBefore } = event;
	if (newsBefore !== undefined) {
		const { news = 0, newsSeen = 0 } = ticket;
		return news > newsBefore && newsBefore <= newsSeen
			? { unread: await moveUnread(tx, requesterId, 1) }
			: {};
	}
	const { comment, history } = event;
	const count = newsOf({ byRequester: event.actor.id === requesterId, comment, history });
	if (count === 0) return {};
	const [row] = await tx.run<{ news: number; newsSeen: number }>(
		`UPDATE tickets SET news = news + $2 WHERE id = $1
		RETURNING news, news_seen AS "newsSeen"`,
		[ticketId(ticket.number) ?? 0, count]
	);
	if (!row) throw new Error(`the ticket ${ticket.number} is not there`);
	const told = { ticket: { ...ticket, ...row } };
	const wasRead = row.news - count <= row.newsSeen;
	return wasRead ? { ...told, unread: await moveUnread(tx, requesterId, 1) } : told;
}

async function moveUnread(
	tx: WriteTransaction,
	requesterId: number,
	by: 1 | -1
): Promise<NonNullable<EventPayload['unread']>> {
	const [row] = await tx.run<{ tickets: number }>(
		`UPDATE users SET unread_tickets = unread_tickets + $2 WHERE id = $1
		RETURNING unread_tickets AS tickets`,
		[requesterId, by]
	);
	if (!row) throw new Error(`the person ${requesterId} is not there`);
	return { requesterId, tickets: row.tickets };
}
