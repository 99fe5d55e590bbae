import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import { urgencyRank } from '#lib/domain/urgency.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import { selectTickets, storedPauses, type TicketRow } from '#server/records/ticket-record.ts';
import { allowed } from './authorise.ts';

/**
 * Finds and locks a ticket for an actor. A client's foreign ticket is `not_found`, the same
 * as one that does not exist.
 */
export async function lockTicket(
	tx: WriteTransaction,
	actor: Actor,
	number: string
): Promise<TicketRow> {
	const id = ticketId(number);
	const row = id === null ? null : await lockTicketRow(tx, id);
	if (!row || !(allowed(actor, 'ticket.view.any') || row.requesterId === actor.id))
		throw new DomainError('not_found');
	return row;
}

/** Locks a ticket and reads it as it stands then, or null when there is none. */
export async function lockTicketRow(tx: WriteTransaction, id: number): Promise<TicketRow | null> {
	await tx.lock('tickets', id);
	const [row] = await selectTickets(tx, 'WHERE t.id = $1', [id]);
	return row ?? null;
}

/**
 * Writes everything of a ticket that moves, its urgency computed anew, and returns it. Its words
 * are not among it: the search would index them anew with every change of a status.
 */
export async function saveTicket(tx: WriteTransaction, changed: TicketRow): Promise<TicketRow> {
	const row = { ...changed, urgency: urgencyRank(changed) };
	await tx.run(
		`UPDATE tickets SET service_id = $2, priority = $3, status = $4, assignee_id = $5,
			updated_at = $6, first_response_at = $7, resolved_at = $8, closed_at = $9,
			response_due_at = $10, resolution_due_at = $11, response_sla = $12,
			resolution_sla = $13, paused_at = $14, paused_ms = $15, next_threshold_at = $16,
			urgency = $17, updated_by_id = $18, version = $19,
			rating = $20, rating_comment = $21, rated_at = $22, pauses = $23,
			response_worked_ms = $24, resolution_worked_ms = $25, response_minutes = $26,
			resolution_minutes = $27, warning_percent = $28, calendar_id = $29,
			reopenings = $30, replies = $31
		WHERE id = $1`,
		[
			row.id,
			row.serviceId,
			row.priority,
			row.status,
			row.assigneeId,
			row.updatedAt,
			row.firstResponseAt,
			row.resolvedAt,
			row.closedAt,
			row.responseDueAt,
			row.resolutionDueAt,
			row.responseSla,
			row.resolutionSla,
			row.pausedAt,
			row.pausedMs,
			row.nextThresholdAt,
			row.urgency,
			row.updatedById,
			row.version,
			row.rating,
			row.ratingComment,
			row.ratedAt,
			storedPauses(row.pauses),
			row.responseWorkedMs,
			row.resolutionWorkedMs,
			row.responseMinutes,
			row.resolutionMinutes,
			row.warningPercent,
			row.calendarId,
			row.reopenings,
			row.replies
		]
	);
	return row;
}

/** Writes the words of a ticket. */
export async function saveWords(
	tx: WriteTransaction,
	{ id, subject, description }: TicketRow
): Promise<void> {
	await tx.run(`UPDATE tickets SET subject = $2, description = $3 WHERE id = $1`, [
		id,
		subject,
		description
	]);
}
