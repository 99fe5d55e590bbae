import type { AttachmentEntry } from '#lib/domain/attachment.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** A file with whose ticket it is on and where its content lies. */
export interface AttachmentRecord extends AttachmentEntry {
	readonly requesterId: number;
	readonly storedName: string;
}

interface AttachmentRow {
	readonly id: number;
	readonly commentId: number | null;
	readonly requesterId: number;
	/** SQLite answers with 0 and 1. */
	readonly internal: boolean | number;
	readonly name: string;
	readonly type: string;
	readonly size: number;
	readonly checksum: string;
	readonly storedName: string;
	readonly createdAt: number;
}

/**
 * Files of tickets; `rest` is WHERE, ORDER BY and LIMIT. Those of a deleted ticket are never among
 * them, whoever asks and however.
 */
export async function selectAttachments(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<AttachmentRecord[]> {
	const rows = await tx.all<AttachmentRow>(
		`SELECT f.id, f.comment_id AS "commentId", t.requester_id AS "requesterId", f.internal,
			f.name, f.type, f.size, f.checksum, f.stored_name AS "storedName",
			f.created_at AS "createdAt"
		FROM attachments f JOIN tickets t ON t.id = f.ticket_id AND t.deleted_at IS NULL
		${rest}`,
		bind
	);
	return rows.map(({ commentId, internal, createdAt, ...row }) => ({
		...row,
		comment: commentId,
		internal: Boolean(internal),
		createdAt: iso(createdAt)
	}));
}
