import { DomainError } from '#lib/domain/errors.ts';
import { newsOf } from '#lib/domain/news.ts';
import type { Actor } from '#lib/domain/people.ts';
import { advanceClocks, type SlaClocks } from '#lib/domain/sla.ts';
import { isOpen, isSolved, mayMove, type TicketStatus } from '#lib/domain/ticket.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, TicketPatch } from '#server/portal.ts';
import {
	figureFacts,
	iso,
	ticketRecord,
	wholeTicket,
	type TicketRow
} from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { keepHistory } from './history.ts';
import {
	assigneeByEmail,
	promiseFor,
	promiseOf,
	serviceBySlug,
	type PromisedColumns
} from './references.ts';
import { lockTicket, saveTicket, saveWords } from './ticket-row.ts';

/** Changes status, priority, assignee, service or the words of a ticket. */
export function updateTicket(execute: Execute): Commands['updateTicket'] {
	return (actor, number, patch) =>
		execute(async (context) => {
			const before = await lockTicket(context.tx, actor, number);
			demand(actor, 'ticket.update');
			if (patch.version !== undefined && patch.version !== before.version)
				throw await staleTicket(context, before);
			const after = await changeTicket(
				context,
				actor,
				before,
				await referred(context, before, patch)
			);
			return wholeTicket(after);
		});
}

/** A client takes back its own ticket while nobody has solved it. */
export function cancelTicket(execute: Execute): Commands['cancelTicket'] {
	return (actor, number) =>
		execute(async (context) => {
			const before = await lockTicket(context.tx, actor, number);
			demand(actor, before.requesterId === actor.id ? 'ticket.cancel.own' : 'ticket.update');
			return wholeTicket(await changeTicket(context, actor, before, { status: 'cancelled' }));
		});
}

/** The columns a patch sets, its references looked up. */
type TicketChange = {
	-readonly [
		K in
			| 'status'
			| 'priority'
			| 'serviceId'
			| 'service'
			| 'assigneeId'
			| 'assigneeName'
			| 'assigneeEmail'
			| 'subject'
			| 'description'
	]?: TicketRow[K];
};

async function referred(
	{ tx }: CommandContext,
	before: TicketRow,
	patch: TicketPatch
): Promise<TicketChange> {
	const change: TicketChange = {};
	if (patch.status !== undefined) change.status = patch.status;
	if (patch.priority !== undefined) change.priority = patch.priority;
	if (patch.subject !== undefined) change.subject = patch.subject;
	if (patch.description !== undefined) change.description = patch.description;
	if (patch.service !== undefined && patch.service !== before.service) {
		const service = await serviceBySlug(tx, patch.service);
		change.serviceId = service.id;
		change.service = service.slug;
	}
	const { assignee } = patch;
	if (assignee === null || assignee === '') {
		change.assigneeId = null;
		change.assigneeName = null;
		change.assigneeEmail = null;
	} else if (assignee !== undefined && assignee !== before.assigneeEmail) {
		const person = await assigneeByEmail(tx, assignee);
		change.assigneeId = person.id;
		change.assigneeName = person.name;
		change.assigneeEmail = person.email;
	}
	return change;
}

/**
 * Applies a change: transition checked, clocks advanced, the row saved and the event recorded.
 * A change that changes nothing records nothing. Throws `forbidden_transition`.
 */
export async function changeTicket(
	context: CommandContext,
	actor: Actor,
	before: TicketRow,
	change: TicketChange
): Promise<TicketRow> {
	const wanted = { ...before, ...change };
	const changed = differences(before, wanted);
	if (Object.keys(changed).length === 0) return before;
	if (!mayMove(before.status, wanted.status)) throw new DomainError('forbidden_transition');
	const history = await keepHistory(context, actor, before, changed);
	const byRequester = actor.id === before.requesterId;
	// Counted here, so that one statement writes it together with the change.
	const news = before.news + (context.tells ? newsOf({ byRequester, history }) : 0);
	const after = await moveTicket(context, actor, before, { ...wanted, news });
	context.record({
		type: 'ticket.updated',
		actor,
		changed,
		history,
		newsBefore: before.news,
		ticket: ticketRecord(after),
		counted: { before: figureFacts(before), after: figureFacts(after) }
	});
	return after;
}

/**
 * Saves a ticket as it is wanted, its clocks advanced and its times set. One that is open again
 * is no longer rated: the next solution is another one.
 */
export async function moveTicket(
	{ tx, now }: CommandContext,
	actor: Actor,
	before: TicketRow,
	wanted: TicketRow
): Promise<TicketRow> {
	const moved = { ...wanted, ...timesOf(before, wanted.status, now) };
	const clocks = await clocksOf(tx, before, moved, now);
	if (moved.subject !== before.subject || moved.description !== before.description)
		await saveWords(tx, moved);
	const reopened = isSolved(before.status) && isOpen(moved.status);
	const unrated = isOpen(moved.status) ? { rating: null, ratingComment: null, ratedAt: null } : {};
	return saveTicket(tx, before, {
		...moved,
		...clocks,
		...unrated,
		reopenings: before.reopenings + Number(reopened),
		updatedAt: now,
		updatedById: actor.id,
		version: before.version + 1
	});
}

/** Another priority or service is another promise; another status moves the clocks of the old. */
async function clocksOf(
	tx: WriteTransaction,
	before: TicketRow,
	moved: TicketRow,
	now: number
): Promise<Partial<SlaClocks & PromisedColumns>> {
	const promisedAnew = moved.priority !== before.priority || moved.serviceId !== before.serviceId;
	if (!promisedAnew && moved.status === before.status) return {};
	const { target, columns } = await (promisedAnew ? promiseFor(tx, moved) : promiseOf(tx, before));
	if (!isSolved(moved.status) || moved.resolvedAt !== null)
		return { ...columns, ...advanceClocks(before, moved, target, now) };
	// Its solution has no time: without what stands for it the clocks would begin to run again.
	const resolvedAt = before.closedAt ?? before.pausedAt ?? before.updatedAt;
	const clocks = advanceClocks(before, { ...moved, resolvedAt }, target, now);
	return { ...columns, ...clocks, resolutionWorkedMs: null };
}

/** The times another status sets. What is changed of an ended ticket does not end it anew. */
function timesOf(
	before: TicketRow,
	status: TicketStatus,
	now: number
): Partial<Pick<TicketRow, 'resolvedAt' | 'closedAt'>> {
	if (status === before.status) return {};
	if (isOpen(status)) return { resolvedAt: null, closedAt: null };
	if (status === 'resolved') return { resolvedAt: before.resolvedAt ?? now, closedAt: null };
	return { resolvedAt: before.resolvedAt, closedAt: status === 'closed' ? now : null };
}

function differences(before: TicketRow, after: TicketRow): Changed {
	const fields = {
		status: [before.status, after.status],
		priority: [before.priority, after.priority],
		service: [before.service, after.service],
		assignee: [before.assigneeEmail, after.assigneeEmail],
		subject: [before.subject, after.subject],
		description: [before.description, after.description]
	} as const;
	return Object.fromEntries(Object.entries(fields).filter(([, [was, is]]) => was !== is));
}

async function staleTicket({ tx }: CommandContext, row: TicketRow): Promise<DomainError> {
	const editor =
		row.updatedById === null
			? null
			: await tx.one<{ name: string }>(`SELECT name FROM users WHERE id = $1`, [row.updatedById]);
	return new DomainError('stale_version', {
		stale: {
			currentVersion: row.version,
			changedBy: editor?.name ?? null,
			changedAt: iso(row.updatedAt),
			current: {
				status: row.status,
				priority: row.priority,
				service: row.service,
				assignee: row.assigneeEmail,
				subject: row.subject,
				description: row.description
			}
		}
	});
}
