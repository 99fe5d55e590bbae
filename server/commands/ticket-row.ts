import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import { urgencyRank } from '#lib/domain/urgency.ts';
import type { Bound, WriteTransaction } from '#server/database/database.ts';
import { selectLockedTicket, storedPauses, type TicketRow } from '#server/records/ticket-record.ts';
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
	return selectLockedTicket(tx, id);
}

/**
 * Columns of a ticket that move, in the order in which a statement speaks of them. Its words are
 * not among them: the search would index them anew with every change of a status.
 */
const MOVING: readonly (readonly [column: string, of: (row: TicketRow) => Bound])[] = [
	['service_id', (row) => row.serviceId],
	['priority', (row) => row.priority],
	['status', (row) => row.status],
	['assignee_id', (row) => row.assigneeId],
	['updated_at', (row) => row.updatedAt],
	['first_response_at', (row) => row.firstResponseAt],
	['resolved_at', (row) => row.resolvedAt],
	['closed_at', (row) => row.closedAt],
	['response_due_at', (row) => row.responseDueAt],
	['resolution_due_at', (row) => row.resolutionDueAt],
	['response_sla', (row) => row.responseSla],
	['resolution_sla', (row) => row.resolutionSla],
	['paused_at', (row) => row.pausedAt],
	['paused_ms', (row) => row.pausedMs],
	['pauses', (row) => storedPauses(row.pauses)],
	['response_worked_ms', (row) => row.responseWorkedMs],
	['resolution_worked_ms', (row) => row.resolutionWorkedMs],
	['response_minutes', (row) => row.responseMinutes],
	['resolution_minutes', (row) => row.resolutionMinutes],
	['warning_percent', (row) => row.warningPercent],
	['calendar_id', (row) => row.calendarId],
	['next_threshold_at', (row) => row.nextThresholdAt],
	['urgency', (row) => row.urgency],
	['updated_by_id', (row) => row.updatedById],
	['version', (row) => row.version],
	['rating', (row) => row.rating],
	['rating_comment', (row) => row.ratingComment],
	['rated_at', (row) => row.ratedAt],
	['reopenings', (row) => row.reopenings],
	['replies', (row) => row.replies],
	['news', (row) => row.news]
];

/**
 * Writes what has moved of a ticket, its urgency computed anew, and returns it. Columns that stay
 * are not spoken of: each costs every index it is part of, the same value or not.
 */
export async function saveTicket(
	tx: WriteTransaction,
	before: TicketRow,
	changed: TicketRow
): Promise<TicketRow> {
	const row = { ...changed, urgency: urgencyRank(changed) };
	const moved = MOVING.filter(([, of]) => of(row) !== of(before));
	if (moved.length === 0) return row;
	const sets = moved.map(([column], at) => `${column} = $${at + 2}`);
	await tx.run(`UPDATE tickets SET ${sets.join(', ')} WHERE id = $1`, [
		row.id,
		...moved.map(([, of]) => of(row))
	]);
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
