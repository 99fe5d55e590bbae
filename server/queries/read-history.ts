import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { Database } from '#server/database/database.ts';
import { historyOf } from './history.ts';
import { findTicket } from './tickets.ts';

/** The history of a ticket; who may read the audit trail reads that of a deleted one too. */
export function readHistory(
	database: Database,
	viewer: Viewer,
	number: string
): Promise<readonly HistoryEntry[]> {
	return database.read(async (tx) => {
		const id = ticketId(number);
		const deleted =
			id !== null && may(viewer, 'audit.read')
				? await tx.one<{ id: number }>(
						`SELECT id FROM tickets WHERE id = $1 AND deleted_at IS NOT NULL`,
						[id]
					)
				: null;
		if (!deleted) await findTicket(tx, viewer, number);
		if (id === null) throw new DomainError('not_found');
		return historyOf(tx, id, audienceOf(viewer));
	});
}
