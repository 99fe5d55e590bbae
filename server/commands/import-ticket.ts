import { fieldError } from '#lib/domain/errors.ts';
import { timeFault } from '#lib/domain/imported-time.ts';
import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import { startClocks, type SlaClocks, type SlaTarget } from '#lib/domain/sla.ts';
import {
	isOpen,
	isSolved,
	ticketNumber,
	type Priority,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import { urgencyRank } from '#lib/domain/urgency.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import { selectServices } from '#server/records/service-record.ts';
import { figureFacts, selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { promiseFor, requesterByEmail } from './references.ts';
import { holdServicePlaces } from './service-places.ts';

/** A ticket of another desk as it ended there. Times are milliseconds; null is not known. */
export interface ImportedTicket {
	/** What the other desk calls it; the same one is never imported twice. */
	readonly externalId: string;
	readonly subject: string;
	readonly description: string;
	readonly service: { readonly slug: string; readonly name: string };
	readonly requester: { readonly email: string; readonly name: string };
	readonly assignee: { readonly email: string; readonly name: string } | null;
	readonly priority: Priority;
	readonly status: TicketStatus;
	readonly createdAt: number;
	readonly updatedAt: number;
	readonly resolvedAt: number | null;
	readonly closedAt: number | null;
}

/** Takes a ticket over whole, or not at all. */
export type ImportTicket = (
	actor: Actor,
	ticket: ImportedTicket
) => Promise<{ number: string; created: boolean }>;

/** Takes a ticket over with its true times; services and people it names are made if missing. */
export function importTicket(execute: Execute): ImportTicket {
	return (actor, ticket) =>
		execute(async (context) => {
			demand(actor, 'ticket.create.any');
			const { tx } = context;
			// A deleted one counts too: what was taken away does not come back by itself.
			const existing = await tx.one<{ id: number }>(
				`SELECT id FROM tickets WHERE external_id = $1`,
				[ticket.externalId]
			);
			if (existing) return { number: ticketNumber(existing.id), created: false };
			refuseUnbelievable(ticket, context.now);
			const id = await insert(context, withoutEnd(ticket));
			const [row] = await selectTickets(tx, 'WHERE t.id = $1', [id]);
			if (!row) throw new Error('an imported ticket is not there');
			context.record({
				type: 'ticket.imported',
				actor,
				ticket: ticketRecord(row),
				counted: { before: null, after: figureFacts(row) }
			});
			return { number: ticketNumber(id), created: true };
		});
}

function refuseUnbelievable(ticket: ImportedTicket, now: number): void {
	for (const field of ['createdAt', 'updatedAt', 'resolvedAt', 'closedAt'] as const) {
		const at = ticket[field];
		const fault = at === null ? null : timeFault(at, now);
		if (fault !== null) throw fieldError(field, fault);
	}
	// It would leave the backlog before it came in: there would be fewer than none.
	for (const field of ['resolvedAt', 'closedAt'] as const)
		if ((ticket[field] ?? Infinity) < ticket.createdAt) throw fieldError(field, 'before_start');
}

/**
 * Desks keep the end of a ticket that was reopened: with it one would count as solved and open.
 * A cancelled one that keeps the time of a solution would count as solved.
 */
function withoutEnd(ticket: ImportedTicket): ImportedTicket {
	if (isSolved(ticket.status)) return ticket;
	return { ...ticket, resolvedAt: null, closedAt: isOpen(ticket.status) ? null : ticket.closedAt };
}

async function insert(context: CommandContext, ticket: ImportedTicket): Promise<number> {
	const { tx, now } = context;
	const { priority, status, createdAt, updatedAt, resolvedAt, closedAt } = ticket;
	const serviceId = await serviceOf(context, ticket.service);
	const requester = await requesterByEmail(context, ticket.requester.email, ticket.requester.name);
	const assigneeId = ticket.assignee && (await assigneeOf(context, ticket.assignee));
	const promise = await promiseFor(tx, { priority, service: ticket.service.slug });
	const clocks = clocksOf(ticket, promise.target, now);
	const [row] = await tx.run<{ id: number }>(
		`INSERT INTO tickets (subject, description, service_id, priority, status, requester_id,
			assignee_id, external_id, created_at, updated_at, resolved_at, closed_at,
			response_due_at, resolution_due_at, response_sla, resolution_sla, paused_at, paused_ms,
			next_threshold_at, urgency, resolution_worked_ms, response_minutes, resolution_minutes,
			warning_percent, calendar_id, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
			$20, $21, $22, $23, $24, $25, 1) RETURNING id`,
		[
			ticket.subject,
			ticket.description,
			serviceId,
			priority,
			status,
			requester.id,
			assigneeId,
			ticket.externalId,
			createdAt,
			updatedAt,
			resolvedAt,
			closedAt,
			clocks.responseDueAt,
			clocks.resolutionDueAt,
			clocks.responseSla,
			clocks.resolutionSla,
			clocks.pausedAt,
			clocks.pausedMs,
			clocks.nextThresholdAt,
			urgencyRank({ status, priority, ...clocks }),
			clocks.resolutionWorkedMs,
			promise.columns.responseMinutes,
			promise.columns.resolutionMinutes,
			promise.columns.warningPercent,
			promise.columns.calendarId
		]
	);
	if (!row) throw new Error('the database gave no id');
	return row.id;
}

/**
 * The clocks as they would stand. Of a ticket whose solution has no time, what came after it
 * stands for it here alone: the times themselves stay unknown.
 */
function clocksOf(
	{ status, createdAt, updatedAt, resolvedAt, closedAt }: ImportedTicket,
	target: SlaTarget,
	now: number
): SlaClocks {
	const over = !isOpen(status);
	const clocks = startClocks(
		{
			status,
			createdAt,
			firstResponseAt: null,
			resolvedAt: over ? (resolvedAt ?? closedAt ?? updatedAt) : null
		},
		target,
		status === 'new' || status === 'in_progress' ? now : updatedAt
	);
	const resolutionWorkedMs = resolvedAt === null ? null : clocks.resolutionWorkedMs;
	return { ...clocks, resolutionWorkedMs, ...(over ? { nextThresholdAt: null } : {}) };
}

async function serviceOf(
	{ tx, now, record }: CommandContext,
	{ slug, name }: ImportedTicket['service']
): Promise<number> {
	const find = () => tx.one<{ id: number }>(`SELECT id FROM services WHERE slug = $1`, [slug]);
	const known = await find();
	if (known) return known.id;
	await holdServicePlaces(tx);
	const meanwhile = await find();
	if (meanwhile) return meanwhile.id;
	await tx.run(
		`INSERT INTO services (slug, name, description, position, state, manual_state, state_since)
		SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), '', COALESCE(MAX(position), 0) + 1, 'operational',
			'operational', CAST($3 AS BIGINT)
		FROM services`,
		[slug, name, now]
	);
	record({
		type: 'service.created',
		actor: SYSTEM,
		services: await selectServices(tx, 'WHERE slug = $1', [slug])
	});
	return (await find())?.id ?? 0;
}

/** Who worked on it: without an account one is made, which cannot sign in. */
async function assigneeOf(
	{ tx, now, record }: CommandContext,
	{ email, name }: { email: string; name: string }
): Promise<number> {
	const known = await tx.one<{ id: number; role: string }>(
		`SELECT id, role FROM users WHERE email = $1`,
		[email]
	);
	if (known?.role === 'client') throw fieldError('assignee', 'unknown_person');
	if (known) return known.id;
	const [made] = await tx.run<{ id: number }>(
		`INSERT INTO users (email, name, role, created_at) VALUES ($1, $2, 'manager', $3)
		RETURNING id`,
		[email, name, now]
	);
	if (!made) throw new Error('the database gave no id');
	record({
		type: 'person.created',
		actor: SYSTEM,
		person: { id: made.id, email, role: 'manager' }
	});
	return made.id;
}
