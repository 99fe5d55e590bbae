import { HANDOVER_GRACE_MS, type HandoverView } from '#lib/domain/shift.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso, isoOrNull } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export type HandoverRecord = HandoverView;

interface HandoverRow {
	readonly id: number;
	readonly author: string;
	readonly position: string | null;
	readonly body: string;
	readonly createdAt: number;
	readonly acceptedBy: string | null;
	readonly acceptedAt: number | null;
}

/** Handovers with the names behind them; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectHandovers(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<HandoverRecord[]> {
	const rows = await tx.all<HandoverRow>(
		`SELECT t.id, a.name AS author, s.position, t.body, t.created_at AS "createdAt",
			b.name AS "acceptedBy", t.accepted_at AS "acceptedAt"
		FROM handovers t JOIN users a ON a.id = t.author_id
		LEFT JOIN shifts s ON s.id = t.shift_id
		LEFT JOIN users b ON b.id = t.accepted_by_id ${rest}`,
		bind
	);
	return rows.map((row) => ({
		...row,
		createdAt: iso(row.createdAt),
		acceptedAt: isoOrNull(row.acceptedAt)
	}));
}

/** The shift somebody may hand over at a moment: the one under way, or one that ended lately. */
export function shiftToHandOver(
	tx: ReadTransaction,
	memberId: number,
	now: number
): Promise<{ id: number } | null> {
	return tx.one<{ id: number }>(
		`SELECT id FROM shifts WHERE member_id = $1 AND starts_at <= $2
			AND (status = 'on_duty' OR (status = 'done' AND ends_at > $3))
		ORDER BY starts_at DESC, id DESC LIMIT 1`,
		[memberId, now, now - HANDOVER_GRACE_MS]
	);
}
