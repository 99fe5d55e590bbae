import type { AttachmentView } from '#lib/domain/attachment.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { startClocks } from '#lib/domain/sla.ts';
import { urgencyRank } from '#lib/domain/urgency.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands, NewTicket } from '#server/portal.ts';
import {
	figureFacts,
	selectTickets,
	storedPauses,
	ticketRecord,
	type TicketRow,
	wholeTicket
} from '#server/records/ticket-record.ts';
import { attach, fingerprintOf, withFiles, type Waiting } from './attach.ts';
import { allowed, demand } from './authorise.ts';
import { once } from './once.ts';
import { promiseFor, requesterByEmail, serviceBySlug, type PersonRow } from './references.ts';

/** Clocks of machines differ; a ticket may not come from further in the future than this. */
const CLOCK_SKEW_MS = 60_000;

/** Files a ticket: a client its own, staff for anybody. */
export function createTicket(execute: Execute, attachments: MediaStore): Commands['createTicket'] {
	return (actor, { files = [], ...input }, key) =>
		withFiles(attachments, files, (waiting) => file(execute, { actor, input, key }, waiting));
}

interface Filed {
	readonly actor: Actor;
	readonly input: NewTicket;
	readonly key: string | undefined;
}

function file(
	execute: Execute,
	{ actor, input, key }: Filed,
	files: Waiting
): ReturnType<Commands['createTicket']> {
	return execute(async (context) => {
		demand(actor, 'ticket.create.own');
		refuseStaffFields(actor, input);
		const { tx } = context;
		const existing =
			input.externalId === undefined
				? []
				: await selectTickets(tx, 'WHERE t.external_id = $1', [input.externalId]);
		if (existing[0]) return { ticket: wholeTicket(existing[0]), created: false };
		await refuseDeleted(context, input.externalId);
		const { id, created } = await once(
			context,
			actor,
			{ key, input: { ...input, ...fingerprintOf(files) } },
			() => insertTicket(context, actor, input)
		);
		const [row] = await selectTickets(tx, 'WHERE t.id = $1', [id]);
		if (!row) throw new DomainError('not_found');
		if (created) {
			const attached = await attachTo(context, actor, row, files);
			context.record({
				type: 'ticket.created',
				actor,
				...(attached.length > 0 ? { attachments: attached } : {}),
				ticket: ticketRecord(row),
				counted: { before: null, after: figureFacts(row) }
			});
		}
		return { ticket: wholeTicket(row), created };
	});
}

function attachTo(
	context: CommandContext,
	actor: Actor,
	row: TicketRow,
	files: Waiting
): Promise<readonly AttachmentView[]> {
	// The portal itself attaches nothing: then they are the requester's.
	const authorId = actor.id ?? row.requesterId;
	return attach(context, { ticketId: row.id, commentId: null, internal: false, authorId }, files);
}

/** What an administrator has deleted does not come back with the next import. */
async function refuseDeleted(
	{ tx }: CommandContext,
	externalId: string | undefined
): Promise<void> {
	if (externalId === undefined) return;
	const deleted = await tx.one<{ id: number }>(
		`SELECT id FROM tickets WHERE external_id = $1 AND deleted_at IS NOT NULL`,
		[externalId]
	);
	if (deleted) throw fieldError('externalId', 'deleted');
}

/** What is believed from staff only is refused from a client, not silently dropped. */
function refuseStaffFields(actor: Actor, input: NewTicket): void {
	if (allowed(actor, 'ticket.create.any')) return;
	for (const field of ['requester', 'requesterName', 'externalId', 'createdAt'] as const)
		if (input[field] !== undefined && !(field === 'requester' && input.requester === actor.email))
			throw fieldError(field, 'staff_only');
}

/** Writes the row of a new ticket and returns its id; who calls records the event. */
export async function insertTicket(
	context: CommandContext,
	actor: Actor,
	input: NewTicket
): Promise<number> {
	const { tx, now } = context;
	const service = await serviceBySlug(tx, input.service);
	const requester = await requesterOf(context, actor, input);
	const createdAt = input.createdAt === undefined ? now : Date.parse(input.createdAt);
	if (createdAt > now + CLOCK_SKEW_MS) throw fieldError('createdAt', 'in_the_future');
	// Before there were computers; calendars do not reach back for ever.
	if (createdAt < 0) throw fieldError('createdAt', 'invalid');
	const facts = { status: 'new', createdAt, firstResponseAt: null, resolvedAt: null } as const;
	const promise = await promiseFor(tx, input);
	const clocks = startClocks(facts, promise.target, now);
	const ticket = await tx.models.Ticket.create(
		{
			subject: input.subject,
			description: input.description,
			serviceId: service.id,
			priority: input.priority,
			requesterId: requester.id,
			assigneeId: null,
			externalId: input.externalId ?? null,
			...facts,
			updatedAt: now,
			closedAt: null,
			...clocks,
			pauses: storedPauses(clocks.pauses),
			...promise.columns,
			urgency: urgencyRank({ ...facts, ...clocks, priority: input.priority }),
			updatedById: actor.id,
			version: 1
		},
		{ transaction: tx.transaction }
	);
	return ticket.id;
}

async function requesterOf(
	context: CommandContext,
	actor: Actor,
	input: NewTicket
): Promise<Pick<PersonRow, 'id'>> {
	if (input.requester !== undefined)
		return requesterByEmail(context, input.requester, input.requesterName);
	if (actor.id === null) throw fieldError('requester', 'required');
	return { id: actor.id };
}
