import type { Changed } from '#server/events/event.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { figureFacts } from '#server/records/ticket-record.ts';
import { ticketNumber } from '#lib/domain/ticket.ts';
import { demand } from './authorise.ts';
import { keepHistory } from './history.ts';
import { unlinkDeleted } from './incident-tickets.ts';
import { lockTicket } from './ticket-row.ts';

/**
 * Takes a ticket away from every list, screen and figure. The row stays, its clocks stopped, so
 * that its history can still be read.
 */
export function deleteTicket(execute: Execute): Commands['deleteTicket'] {
	return (actor, number, reason) =>
		execute(async (context) => {
			const { tx, now } = context;
			const before = await lockTicket(tx, actor, number);
			demand(actor, 'ticket.delete');
			await tx.run(
				`UPDATE tickets SET deleted_at = $2, deleted_by_id = $3, deleted_reason = $4,
					next_threshold_at = NULL WHERE id = $1`,
				[before.id, now, actor.id, reason]
			);
			const changed: Changed = { deleted: [null, reason] };
			context.record({
				type: 'ticket.deleted',
				actor,
				changed,
				ticketDeleted: ticketNumber(before.id),
				history: await keepHistory(context, actor, before, changed),
				...(before.news > before.newsSeen ? { noLongerUnread: before.requesterId } : {}),
				counted: { before: figureFacts(before), after: null }
			});
			await unlinkDeleted(context, actor, before.id);
		});
}
