import type { WriteTransaction } from '#server/database/database.ts';
import { piecesOf, type Pending } from '#server/database/pending.ts';
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
	/**
	 * The ticket came through the site's form. Nothing of what was typed there is in the letter:
	 * the form must not carry words to a mailbox that whoever typed them does not own.
	 */
	readonly filed?: true;
}

interface OwedMail {
	readonly key: string;
	readonly userId: number;
	readonly facts: string;
	readonly at: number;
}

/**
 * The mails that events owe the requesters of their tickets, written in the transaction of the
 * events, so that no crash loses one. Their keys are those of what they tell: nothing is told
 * twice.
 */
export class OwedMails implements Pending {
	#owed: OwedMail[] = [];

	/** Owes the mail of an event at a moment, if it owes any. */
	owe(event: NewEvent, at: number): void {
		const { ticket } = event;
		// What somebody did himself he need not be told.
		if (!ticket || event.actor.id === ticket.requesterId) return;
		const told = toldOf(event);
		if (!told) return;
		const subject = 'filed' in told.facts ? '' : ticket.subject;
		const facts: MailFacts = { ticket: ticket.number, subject, ...told.facts };
		const { key } = told;
		this.#owed.push({ key, userId: ticket.requesterId, facts: JSON.stringify(facts), at });
	}

	async flush(tx: WriteTransaction): Promise<void> {
		for (const piece of piecesOf(this.#owed.splice(0)))
			await tx.run(
				`INSERT INTO mails (key, user_id, facts, created_at, due_at)
				${piece.map((_, at) => owedRow(4 * at)).join(' UNION ALL ')}
				ON CONFLICT (key) DO NOTHING`,
				piece.flatMap(({ key, userId, facts, at }) => [key, userId, facts, at])
			);
	}
}

/** One mail, if its reader still wants any. */
function owedRow(bound: number): string {
	const at = `CAST($${bound + 4} AS BIGINT)`;
	return `SELECT CAST($${bound + 1} AS TEXT), id, CAST($${bound + 3} AS TEXT), ${at}, ${at}
		FROM users WHERE id = $${bound + 2} AND mail AND blocked_at IS NULL`;
}

function toldOf({ comment, history }: NewEvent) {
	const origin = history?.find(({ field }) => field === 'origin');
	if (origin) return { key: `change:${origin.id}`, facts: { filed: true as const } };
	const moved = history?.find(({ field }) => field === 'status');
	const status =
		moved?.before && moved.after ? { status: [moved.before, moved.after] as const } : {};
	if (comment && !comment.internal) {
		const reply = { author: comment.author.name, body: comment.body };
		return { key: `comment:${comment.id}`, facts: { reply, ...status } };
	}
	return moved ? { key: `change:${moved.id}`, facts: status } : null;
}
