import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { TicketThread } from '#server/portal.ts';
import { attachmentView } from '#server/presenters/attachment.ts';
import { commentFor, wholeTicketFor } from '#server/presenters/ticket.ts';
import { selectAttachments } from '#server/records/attachment-record.ts';
import { selectComments } from '#server/records/comment-record.ts';
import { selectTickets, ticketRecord, type TicketRow } from '#server/records/ticket-record.ts';
import { historyOf } from './history.ts';
import { readCursor } from './live.ts';

/** Comments shown with a ticket; older ones of a longer conversation are left out. */
const COMMENTS = 1_000;

/** A ticket the viewer may see as a whole; anything else is `not_found`. */
export async function findTicket(
	tx: ReadTransaction,
	viewer: Viewer,
	number: string
): Promise<TicketRow> {
	const id = ticketId(number);
	const [row] = id === null ? [] : await selectTickets(tx, 'WHERE t.id = $1', [id]);
	if (!row || viewer === null || !(isStaff(viewer) || row.requesterId === viewer.id))
		throw new DomainError('not_found');
	return row;
}

/** A ticket with what the viewer may see of its conversation, read at one point of the stream. */
export function readThread(
	database: Database,
	viewer: Viewer,
	number: string
): Promise<TicketThread> {
	return database.read(async (tx) => {
		const { epoch, seq } = await readCursor(tx);
		const row = await findTicket(tx, viewer, number);
		const records = await selectComments(
			tx,
			`WHERE c.ticket_id = $1 ORDER BY c.id DESC LIMIT ${COMMENTS}`,
			[row.id]
		);
		const audience = audienceOf(viewer);
		const comments = records
			.reverse()
			.map((record) => commentFor(record, audience))
			.filter((comment) => comment !== null);
		const history = await historyOf(tx, row.id, audience);
		const files = await selectAttachments(
			tx,
			'WHERE f.ticket_id = $1 AND f.comment_id IS NULL ORDER BY f.id',
			[row.id]
		);
		return {
			epoch,
			seq,
			ticket: wholeTicketFor(ticketRecord(row), audience),
			comments,
			history,
			attachments: files.map(attachmentView)
		};
	});
}
