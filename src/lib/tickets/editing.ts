import type { FullTicket } from '#lib/domain/ticket.ts';
import { currentEdition, editionBefore, told } from '#lib/forms/conflict.ts';
import { Draft, type Edition } from '#lib/forms/draft.svelte.ts';
import type { Refusal } from '#lib/forms/refusal.ts';

/** What staff edit of a ticket; the assignee is an e-mail or ''. */
export const TICKET_FIELDS = ['status', 'priority', 'assignee', 'service'] as const;
export type TicketField = (typeof TICKET_FIELDS)[number];

/** A ticket as its editing form sees it. */
export function ticketEdition(ticket: FullTicket): Edition<TicketField> {
	const { version, status, priority, service } = ticket;
	return {
		version,
		fields: { status, priority, service, assignee: ticket.assignee?.email ?? '' }
	};
}

/** The words of a ticket, edited by themselves. */
export const WORD_FIELDS = ['subject', 'description'] as const;
export type WordField = (typeof WORD_FIELDS)[number];

/** A ticket as the form for its words sees it. */
export function wordEdition({ version, subject, description }: FullTicket): Edition<WordField> {
	return { version, fields: { subject, description } };
}

/**
 * A draft as the form was left: after a refusal what was typed, put upon the thing as it
 * stands when somebody else had changed it.
 */
export function draftAfter<F extends string>(
	names: readonly F[],
	current: Edition<F>,
	refusal: Refusal | null
): Draft<F> {
	if (!refusal) return new Draft(names, current);
	const draft = new Draft(names, editionBefore(refusal, names, current));
	for (const name of names) {
		const typed = told(refusal, name);
		if (typed !== null) draft.set(name, typed);
	}
	const theirs = currentEdition(refusal, names, current);
	draft.rebase(theirs ?? current);
	return draft;
}
