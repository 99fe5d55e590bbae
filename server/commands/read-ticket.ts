import { DomainError } from '#lib/domain/errors.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { ticketRecord } from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { lockTicket } from './ticket-row.ts';

/**
 * Its client has looked at its ticket, as far as `seen` of its news: what came meanwhile stays
 * unread. Nothing but the mark moves, and nobody but the client is told.
 */
export function readTicket(execute: Execute): Commands['readTicket'] {
	return (actor, number, seen) =>
		execute(async ({ tx, record }) => {
			const before = await lockTicket(tx, actor, number);
			demand(actor, 'ticket.view.own');
			// Staff look at every ticket; that its client has done so is the client's to say.
			if (before.requesterId !== actor.id) throw new DomainError('forbidden');
			const newsSeen = Math.min(seen ?? before.news, before.news);
			if (newsSeen <= before.newsSeen) return;
			await tx.run(`UPDATE tickets SET news_seen = $2 WHERE id = $1`, [before.id, newsSeen]);
			record({
				type: 'ticket.read',
				actor,
				readTicket: ticketRecord({ ...before, newsSeen }),
				...(newsSeen === before.news ? { noLongerUnread: before.requesterId } : {})
			});
		});
}
