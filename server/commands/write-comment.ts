import type { CommandContext } from '#server/events/outbox.ts';
import { attach, type Waiting } from './attach.ts';

/** Writes a comment with its files in the command's own transaction; returns its id. */
export async function writeComment(
	context: CommandContext,
	comment: { ticketId: number; authorId: number; body: string; internal: boolean },
	files: Waiting
): Promise<number> {
	const { tx, now } = context;
	const { ticketId, authorId, internal } = comment;
	const { id } = await tx.models.Comment.create(
		{ ...comment, createdAt: now },
		{ transaction: tx.transaction }
	);
	await attach(context, { ticketId, commentId: id, internal, authorId }, files);
	return id;
}
