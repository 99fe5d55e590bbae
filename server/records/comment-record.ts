import type { AttachmentView } from '#lib/domain/attachment.ts';
import type { Role } from '#lib/domain/people.ts';
import { isStaff } from '#lib/domain/people.ts';
import { ticketNumber, type CommentView } from '#lib/domain/ticket.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { selectAttachments } from './attachment-record.ts';
import { iso } from './ticket-record.ts';

interface CommentRow {
	readonly id: number;
	readonly ticketId: number;
	readonly requesterId: number;
	readonly authorName: string;
	readonly authorRole: Role;
	readonly body: string;
	/** SQLite answers with 0 and 1. */
	readonly internal: boolean | number;
	readonly createdAt: number;
}

/** A comment with its files, and whose ticket it is on. */
export interface WholeComment extends CommentView {
	readonly requesterId: number;
}

/** Comments with their authors' names and their files; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectComments(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<WholeComment[]> {
	const rows = await tx.all<CommentRow>(
		`SELECT c.id, c.ticket_id AS "ticketId", t.requester_id AS "requesterId",
			u.name AS "authorName", u.role AS "authorRole", c.body, c.internal,
			c.created_at AS "createdAt"
		FROM comments c JOIN tickets t ON t.id = c.ticket_id JOIN users u ON u.id = c.author_id
		${rest}`,
		bind
	);
	const files = await filesOf(tx, rows);
	return rows.map((row) => ({
		id: row.id,
		ticket: ticketNumber(row.ticketId),
		requesterId: row.requesterId,
		author: { name: row.authorName, staff: isStaff({ role: row.authorRole }) },
		body: row.body,
		internal: Boolean(row.internal),
		createdAt: iso(row.createdAt),
		attachments: files.get(row.id) ?? []
	}));
}

/** Files by the comment they came with. They are found by ticket: that is one row of an index. */
async function filesOf(
	tx: ReadTransaction,
	comments: readonly CommentRow[]
): Promise<ReadonlyMap<number, readonly AttachmentView[]>> {
	const files = new Map<number, AttachmentView[]>();
	for (const ticketId of new Set(comments.map((comment) => comment.ticketId))) {
		const ids = comments.filter((one) => one.ticketId === ticketId).map(({ id }) => id);
		const records = await selectAttachments(
			tx,
			'WHERE f.ticket_id = $1 AND f.comment_id BETWEEN $2 AND $3 ORDER BY f.id',
			[ticketId, Math.min(...ids), Math.max(...ids)]
		);
		for (const { comment, id, name, size, type } of records) {
			if (comment === null) continue;
			const those = files.get(comment);
			if (those) those.push({ id, name, size, type });
			else files.set(comment, [{ id, name, size, type }]);
		}
	}
	return files;
}
