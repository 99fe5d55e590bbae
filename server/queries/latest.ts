import { DomainError } from '#lib/domain/errors.ts';
import {
	changed,
	filed,
	newest,
	replied,
	ticketOf,
	updatesOf,
	type LatestChange,
	type LatestChanges
} from '#lib/domain/latest.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { ticketId, ticketNumber } from '#lib/domain/ticket.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import { historyFor } from '#server/presenters/history.ts';
import { incidentFor } from '#server/presenters/incident.ts';
import { commentFor, fullTicket } from '#server/presenters/ticket.ts';
import { selectComments } from '#server/records/comment-record.ts';
import { selectHistory } from '#server/records/history-record.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { readCursor } from './live.ts';

/**
 * What happened last, for staff: read from the ends of four indexes, whatever their length.
 * Throws `forbidden` for anybody else.
 */
export function latestChanges(
	database: Database,
	viewer: Viewer,
	most: number
): Promise<LatestChanges> {
	if (!isStaff(viewer)) throw new DomainError('forbidden');
	return database.read(async (tx) => {
		const cursor = await readCursor(tx);
		const end = (order: string) => `ORDER BY ${order} LIMIT ${most}`;
		const tickets = await selectTickets(tx, end('t.created_at DESC, t.id DESC'));
		const history = await selectHistory(tx, `WHERE t.deleted_at IS NULL ${end('h.id DESC')}`);
		const comments = await selectComments(tx, `WHERE t.deleted_at IS NULL ${end('c.id DESC')}`);
		const incidents = await selectIncidents(tx, 'WHERE t.listed');
		const items = newest(
			[
				...tickets.map((row) => filed(fullTicket(ticketRecord(row)))),
				...history.flatMap((record) => historyFor(record, 'staff') ?? []).map(changed),
				...comments.flatMap((record) => commentFor(record, 'staff') ?? []).map(replied),
				...incidents.flatMap((record) => updatesOf(incidentFor(record, 'staff')))
			],
			most
		);
		return { ...cursor, items, subjects: await subjectsOf(tx, items) };
	});
}

async function subjectsOf(
	tx: ReadTransaction,
	items: readonly LatestChange[]
): Promise<Record<string, string>> {
	const ids = new Set(items.flatMap((line) => ticketId(ticketOf(line) ?? '') ?? []));
	if (ids.size === 0) return {};
	const places = [...ids].map((_, index) => `$${index + 1}`);
	const rows = await tx.all<{ id: number; subject: string }>(
		`SELECT id, subject FROM tickets WHERE id IN (${places.join(', ')})`,
		[...ids]
	);
	return Object.fromEntries(rows.map(({ id, subject }) => [ticketNumber(id), subject]));
}
