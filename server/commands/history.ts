import { HISTORY_FIELDS, type HistoryField } from '#lib/domain/history.ts';
import { isStaff, type Actor } from '#lib/domain/people.ts';
import { ticketNumber } from '#lib/domain/ticket.ts';
import type { Bound } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { HistoryRecord } from '#server/records/history-record.ts';
import { iso, type TicketRow } from '#server/records/ticket-record.ts';

interface Kept {
	readonly id: number;
	readonly field: HistoryField;
	readonly before: string | null;
	readonly after: string | null;
}

/** Writes what a command changed into the ticket's history; the event carries the same. */
export async function keepHistory(
	{ tx, now }: CommandContext,
	actor: Actor,
	ticket: Pick<TicketRow, 'id' | 'requesterId'>,
	changed: Changed
): Promise<readonly HistoryRecord[]> {
	const values: Bound[] = [];
	const rows: string[] = [];
	for (const field of HISTORY_FIELDS) {
		const change = changed[field];
		if (!change) continue;
		const row = [ticket.id, now, actor.id, field, text(change[0]), text(change[1])];
		rows.push(`(${row.map((_, at) => `$${values.length + at + 1}`).join(', ')})`);
		values.push(...row);
	}
	if (rows.length === 0) return [];
	const kept = await tx.run<Kept>(
		`INSERT INTO ticket_changes (ticket_id, at, actor_id, field, old_value, new_value)
		VALUES ${rows.join(', ')}
		RETURNING id, field, old_value AS "before", new_value AS "after"`,
		values
	);
	const author = actor.id === null ? null : { name: actor.name, staff: isStaff(actor) };
	return kept
		.map(({ id, field, before, after }) => ({
			id,
			ticket: ticketNumber(ticket.id),
			at: iso(now),
			field,
			before,
			after,
			author,
			requesterId: ticket.requesterId,
			byRequester: actor.id === ticket.requesterId
		}))
		.sort((a, b) => a.id - b.id);
}

function text(value: unknown): string | null {
	return value === null || value === undefined ? null : String(value);
}
