import type { CannedReply } from '#lib/domain/canned-reply.ts';
import type { SavedView } from '#lib/domain/saved-view.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** Shown at once; nobody finds anything among more. */
const MOST_REPLIES = 500;

/** The canned replies of one of the staff, its own first, then those of all. */
export async function selectReplies(tx: ReadTransaction, ownerId: number): Promise<CannedReply[]> {
	const rows = await tx.all<{ id: number; title: string; body: string; ownerId: number | null }>(
		`SELECT id, title, body, owner_id AS "ownerId" FROM canned_replies
		WHERE owner_id = $1 OR owner_id IS NULL ORDER BY title, id LIMIT ${MOST_REPLIES}`,
		[ownerId]
	);
	return rows
		.map(({ id, title, body, ownerId: owner }) => ({ id, title, body, shared: owner === null }))
		.sort((a, b) => Number(a.shared) - Number(b.shared));
}

/** The views one of the staff keeps, in their order. */
export function selectViews(tx: ReadTransaction, ownerId: number): Promise<SavedView[]> {
	return tx.all<SavedView>(
		`SELECT id, name, query FROM saved_views WHERE owner_id = $1 ORDER BY position, id`,
		[ownerId]
	);
}
