import type { HistoryEntry, HistoryField } from '#lib/domain/history.ts';
import { isStaff, type Role } from '#lib/domain/people.ts';
import { ticketNumber } from '#lib/domain/ticket.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** A change in a ticket's history, whose ticket it is and whether its client made it. */
export interface HistoryRecord extends HistoryEntry {
	readonly requesterId: number;
	readonly byRequester: boolean;
}

interface HistoryRow {
	readonly id: number;
	readonly ticketId: number;
	readonly requesterId: number;
	readonly at: number;
	readonly field: HistoryField;
	readonly before: string | null;
	readonly after: string | null;
	readonly actorId: number | null;
	readonly actorName: string | null;
	readonly actorRole: Role | null;
}

/**
 * Changes with the names of who made them; `rest` is WHERE, ORDER BY and LIMIT. Those of a
 * deleted ticket are among them: whoever asks has to have looked for the ticket before.
 */
export async function selectHistory(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<HistoryRecord[]> {
	const rows = await tx.all<HistoryRow>(
		`SELECT h.id, h.ticket_id AS "ticketId", t.requester_id AS "requesterId", h.at, h.field,
			h.old_value AS "before", h.new_value AS "after", h.actor_id AS "actorId",
			u.name AS "actorName", u.role AS "actorRole"
		FROM ticket_changes h JOIN tickets t ON t.id = h.ticket_id
		LEFT JOIN users u ON u.id = h.actor_id ${rest}`,
		bind
	);
	return rows.map((row) => ({
		id: row.id,
		ticket: ticketNumber(row.ticketId),
		at: iso(row.at),
		field: row.field,
		before: row.before,
		after: row.after,
		author:
			row.actorName === null || row.actorRole === null
				? null
				: { name: row.actorName, staff: isStaff({ role: row.actorRole }) },
		requesterId: row.requesterId,
		byRequester: row.actorId === row.requesterId
	}));
}
