import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Actor } from '#lib/domain/people.ts';
import { advanceClocks } from '#lib/domain/sla.ts';
import { isOpen, ticketNumber, type CommentView } from '#lib/domain/ticket.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands } from '#server/portal.ts';
import { figureFacts, ticketRecord, type TicketRow } from '#server/records/ticket-record.ts';
import { selectComments } from '#server/records/comment-record.ts';
import { fingerprintOf, withFiles, type Waiting } from './attach.ts';
import { allowed, demand } from './authorise.ts';
import { keepHistory } from './history.ts';
import { once } from './once.ts';
import { promiseOf } from './references.ts';
import { lockTicket, saveTicket } from './ticket-row.ts';
import { writeComment } from './write-comment.ts';

/**
 * Adds a public reply or an internal note. A note leaves the ticket itself untouched, so that
 * nothing a client may see moves. A client's reply to a ticket that waits for it sets it going.
 */
export function commentTicket(
	execute: Execute,
	attachments: MediaStore
): Commands['commentTicket'] {
	return (actor, number, { files = [], ...input }, key) =>
		withFiles(attachments, files, (waiting) =>
			comment(execute, { actor, number, input, key }, waiting)
		);
}

interface Said {
	readonly actor: Actor;
	readonly number: string;
	readonly input: { readonly body: string; readonly internal: boolean };
	readonly key: string | undefined;
}

function comment(
	execute: Execute,
	{ actor, number, input, key }: Said,
	files: Waiting
): ReturnType<Commands['commentTicket']> {
	return execute(async (context) => {
		const { tx } = context;
		const before = await lockTicket(tx, actor, number);
		if (!allowed(actor, 'ticket.comment.any')) demand(actor, 'ticket.comment.own');
		if (input.internal) demand(actor, 'ticket.note');
		if (actor.id === null) throw new DomainError('forbidden');
		const authorId = actor.id;
		const { id, created } = await once(
			context,
			actor,
			{ key, input: { number: ticketNumber(before.id), ...input, ...fingerprintOf(files) } },
			() => writeComment(context, { ticketId: before.id, authorId, ...input }, files)
		);
		const [comment] = await selectComments(tx, 'WHERE c.id = $1', [id]);
		if (!comment) throw new DomainError('not_found');
		const { requesterId: _private, ...view } = comment;
		if (!created) return { comment: view, created };
		if (input.internal) context.record({ type: 'ticket.noted', actor, comment });
		else {
			const after = await answered(context, before, isStaff(actor), comment);
			const changed: Changed =
				after.status === before.status ? {} : { status: [before.status, after.status] };
			context.record({
				type: 'ticket.commented',
				actor,
				changed,
				history: await keepHistory(context, actor, before, changed),
				comment,
				ticket: ticketRecord(after),
				counted: { before: figureFacts(before), after: figureFacts(after) }
			});
		}
		return { comment: view, created };
	});
}

/** The ticket after a public reply: answered for the first time, or no longer waiting. */
async function answered(
	{ tx, now }: CommandContext,
	before: TicketRow,
	byStaff: boolean,
	comment: CommentView
): Promise<TicketRow> {
	const first = byStaff && before.firstResponseAt === null && isOpen(before.status);
	const resumes = !byStaff && before.status === 'waiting';
	const after: TicketRow = {
		...before,
		updatedAt: now,
		firstResponseAt: first ? Date.parse(comment.createdAt) : before.firstResponseAt,
		replies: before.replies + Number(byStaff && isOpen(before.status)),
		status: resumes ? 'in_progress' : before.status,
		version: resumes ? before.version + 1 : before.version
	};
	if (!first && !resumes) return saveTicket(tx, before, after);
	const { target, columns } = await promiseOf(tx, before);
	return saveTicket(tx, before, {
		...after,
		...columns,
		...advanceClocks(before, after, target, now)
	});
}
