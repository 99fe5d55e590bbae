import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectReplies } from '#server/records/desk-record.ts';
import { demand } from './authorise.ts';

/** Replies one of the staff sees; more would not be found again. */
const MOST = 300;

/** Writes a canned reply: a new one, or one's own or a shared one anew. */
export function saveReply(execute: Execute): Commands['saveReply'] {
	return (actor, { id, title, body, shared }) =>
		execute(async (context) => {
			const { tx, now, record } = context;
			const ownerId = staff(actor);
			const known = await selectReplies(tx, ownerId);
			const keeper = shared ? null : ownerId;
			if (id !== undefined && !known.some((reply) => reply.id === id))
				throw new DomainError('not_found');
			if (id === undefined && known.length >= MOST) throw fieldError('title', 'too_many');
			const values = [keeper, title, body, ownerId, now];
			const [row] =
				id === undefined
					? await tx.run<{ id: number }>(
							`INSERT INTO canned_replies (owner_id, title, body, updated_by_id, updated_at)
							VALUES ($1, $2, $3, $4, $5) RETURNING id`,
							values
						)
					: await tx.run<{ id: number }>(
							`UPDATE canned_replies SET owner_id = $1, title = $2, body = $3, updated_by_id = $4,
								updated_at = $5 WHERE id = $6 RETURNING id`,
							[...values, id]
						);
			if (!row) throw new DomainError('not_found');
			const reply = { id: row.id, title, body, shared };
			record({ type: 'reply.saved', actor, cannedReply: reply });
			return reply;
		});
}

/** Takes away one's own or a shared canned reply. */
export function deleteReply(execute: Execute): Commands['deleteReply'] {
	return (actor, id) =>
		execute(async ({ tx, record }: CommandContext) => {
			const [reply] = (await selectReplies(tx, staff(actor))).filter((one) => one.id === id);
			if (!reply) throw new DomainError('not_found');
			await tx.run(`DELETE FROM canned_replies WHERE id = $1`, [id]);
			record({ type: 'reply.deleted', actor, cannedReply: reply });
		});
}

function staff(actor: Actor): number {
	demand(actor, 'reply.write');
	if (actor.id === null) throw new DomainError('forbidden');
	return actor.id;
}
