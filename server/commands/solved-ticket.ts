import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { isSolved, mayReopen, ticketNumber } from '#lib/domain/ticket.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands } from '#server/portal.ts';
import { selectComments } from '#server/records/comment-record.ts';
import {
	figureFacts,
	ticketRecord,
	wholeTicket,
	type TicketRow
} from '#server/records/ticket-record.ts';
import { fingerprintOf, withFiles, type Waiting } from './attach.ts';
import { allowed, demand } from './authorise.ts';
import { keepHistory } from './history.ts';
import { once } from './once.ts';
import { lockTicket, saveTicket } from './ticket-row.ts';
import { moveTicket } from './update-ticket.ts';
import { writeComment } from './write-comment.ts';

/** Puts a solved ticket back to work with what was said, in one transaction. */
export function reopenTicket(execute: Execute, attachments: MediaStore): Commands['reopenTicket'] {
	return (actor, number, { body, files = [] }, key) =>
		withFiles(attachments, files, (waiting) =>
			reopen(execute, { actor, number, body, key }, waiting)
		);
}

interface Objection {
	readonly actor: Actor;
	readonly number: string;
	readonly body: string;
	readonly key: string | undefined;
}

function reopen(
	execute: Execute,
	{ actor, number, body, key }: Objection,
	files: Waiting
): ReturnType<Commands['reopenTicket']> {
	return execute(async (context) => {
		const { tx, now } = context;
		const before = await lockTicket(tx, actor, number);
		demand(actor, before.requesterId === actor.id ? 'ticket.reopen.own' : 'ticket.update');
		if (actor.id === null) throw new DomainError('forbidden');
		const authorId = actor.id;
		const input = { reopened: ticketNumber(before.id), body, ...fingerprintOf(files) };
		const { id, created } = await once(context, actor, { key, input }, async () => {
			refuseReopening(actor, before, now);
			const said = { ticketId: before.id, authorId, body, internal: false };
			return writeComment(context, said, files);
		});
		const [comment] = await selectComments(tx, 'WHERE c.id = $1', [id]);
		if (!comment) throw new DomainError('not_found');
		const { requesterId: _private, ...view } = comment;
		if (created) await recordReopening(context, actor, before, comment);
		return { comment: view, created };
	});
}

function refuseReopening(actor: Actor, before: TicketRow, now: number): void {
	if (!isSolved(before.status)) throw new DomainError('forbidden_transition');
	// Staff move tickets as they see fit: the week is the client's.
	if (!allowed(actor, 'ticket.update') && !mayReopen(wholeTicket(before), now))
		throw new DomainError('too_late');
}

async function recordReopening(
	context: CommandContext,
	actor: Actor,
	before: TicketRow,
	comment: Awaited<ReturnType<typeof selectComments>>[number]
): Promise<void> {
	const after = await moveTicket(context, actor, before, { ...before, status: 'in_progress' });
	const changed: Changed = { status: [before.status, after.status] };
	context.record({
		type: 'ticket.reopened',
		actor,
		changed,
		history: await keepHistory(context, actor, before, changed),
		comment,
		ticket: ticketRecord(after),
		counted: { before: figureFacts(before), after: figureFacts(after) }
	});
}

/**
 * Keeps what its client thinks of the solution. It leaves version and time of the ticket alone:
 * nobody who edits it has anything to look at again.
 */
export function rateTicket(execute: Execute): Commands['rateTicket'] {
	return (actor, number, { score, comment }) =>
		execute(async (context) => {
			const { tx, now } = context;
			const before = await lockTicket(tx, actor, number);
			demand(actor, 'ticket.rate.own');
			// Nobody rates in another's name.
			if (before.requesterId !== actor.id) throw new DomainError('forbidden');
			if (!isSolved(before.status)) throw new DomainError('forbidden_transition');
			const changed: Changed = {
				...(before.rating === score ? {} : { rating: [before.rating, score] }),
				...((before.ratingComment ?? '') === comment
					? {}
					: { ratingComment: [before.ratingComment, comment] })
			};
			if (Object.keys(changed).length === 0) return wholeTicket(before);
			const after = await saveTicket(tx, before, {
				...before,
				rating: score,
				ratingComment: comment,
				ratedAt: now
			});
			context.record({
				type: 'ticket.rated',
				actor,
				changed,
				history: await keepHistory(context, actor, before, changed),
				ticket: ticketRecord(after),
				counted: { before: figureFacts(before), after: figureFacts(after) }
			});
			return wholeTicket(after);
		});
}
