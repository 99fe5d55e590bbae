import type { WriteTransaction } from '#server/database/database.ts';
import type { NewEvent } from './outbox.ts';

/** What a mail tells, as it stood when it happened: kept with the mail until it is sent. */
export interface MailFacts {
	/** Number of the ticket. */
	readonly ticket: string;
	readonly subject: string;
	/** A public reply; internal notes never get here. */
	readonly reply?: { readonly author: string; readonly body: string };
	/** The status before and after. */
	readonly status?: readonly [string, string];
}

/**
 * Writes the mail that an event owes the ticket's requester into the same transaction, so that
 * no crash loses it. Its key is that of what it tells: nothing is told twice.
 */
export async function keepMail(tx: WriteTransaction, event: NewEvent, at: number): Promise<void> {
	const { ticket } = event;
	// What somebody did himself he need not be told.
	if (!ticket || event.actor.id === ticket.requesterId) return;
	const told = toldOf(event);
	if (!told) return;
	const facts: MailFacts = { ticket: ticket.number, subject: ticket.subject, ...told.facts };
	await tx.run(
		`INSERT INTO mails (key, user_id, facts, created_at, due_at)
		SELECT $1, id, $3, $4, $4 FROM users WHERE id = $2 AND mail AND blocked_at IS NULL
		ON CONFLICT (key) DO NOTHING`,
		[told.key, ticket.requesterId, JSON.stringify(facts), at]
	);
}

function toldOf({ comment, history }: NewEvent) {
	const moved = history?.find(({ field }) => field === 'status');
	const status =
		moved?.before && moved.after ? { status: [moved.before, moved.after] as const } : {};
	if (comment && !comment.internal) {
		const reply = { author: comment.author.name, body: comment.body };
		return { key: `comment:${comment.id}`, facts: { reply, ...status } };
	}
	return moved ? { key: `change:${moved.id}`, facts: status } : null;
}
