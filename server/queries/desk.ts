import { DomainError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';
import { ticketId, ticketNumber } from '#lib/domain/ticket.ts';
import type { Bound, Database } from '#server/database/database.ts';
import type { DeletedTicket, Queries } from '#server/portal.ts';
import { selectReplies, selectViews } from '#server/records/desk-record.ts';
import { iso } from '#server/records/ticket-record.ts';

const DELETED = 50;

/** What the desk itself keeps: canned replies, views of the queue, and what was deleted from it. */
export function deskQueries(
	database: Database
): Pick<Queries, 'replies' | 'views' | 'deletedTicket' | 'deletedTickets'> {
	return {
		replies: async (viewer) => {
			const { id } = permitted(viewer, 'reply.write');
			return database.read((tx) => selectReplies(tx, id));
		},
		views: async (viewer) => {
			const { id } = permitted(viewer, 'view.keep');
			return database.read((tx) => selectViews(tx, id));
		},
		deletedTicket: async (viewer, number) => {
			permitted(viewer, 'audit.read');
			const [ticket] = await selectDeleted(database, 't.id = $1', [ticketId(number) ?? 0]);
			if (!ticket) throw new DomainError('not_found');
			return ticket;
		},
		deletedTickets: async (viewer, before) => {
			permitted(viewer, 'audit.read');
			const id = before === undefined ? Number.MAX_SAFE_INTEGER : (ticketId(before) ?? 0);
			const tickets = await selectDeleted(database, 't.id < $1', [id]);
			const items = tickets.slice(0, DELETED);
			return {
				items,
				nextCursor: tickets.length > DELETED ? (items.at(-1)?.number ?? null) : null
			};
		}
	};
}

/** The partial index of deleted tickets serves this: they are few. */
async function selectDeleted(
	database: Database,
	condition: string,
	bind: readonly Bound[]
): Promise<DeletedTicket[]> {
	const rows = await database.read((tx) =>
		tx.all<{ id: number; subject: string; at: number; by: string | null; reason: string | null }>(
			`SELECT t.id, t.subject, t.deleted_at AS at, u.name AS "by", t.deleted_reason AS reason
			FROM tickets t LEFT JOIN users u ON u.id = t.deleted_by_id
			WHERE t.deleted_at IS NOT NULL AND ${condition} ORDER BY t.id DESC LIMIT ${DELETED + 1}`,
			bind
		)
	);
	return rows.map(({ id, subject, at, by, reason }) => ({
		number: ticketNumber(id),
		subject,
		deletedAt: iso(at),
		deletedBy: by,
		reason: reason ?? ''
	}));
}

function permitted(viewer: Viewer, action: Action): NonNullable<Viewer> {
	if (viewer === null) throw new DomainError('not_signed_in');
	if (!may(viewer, action)) throw new DomainError('forbidden');
	return viewer;
}
