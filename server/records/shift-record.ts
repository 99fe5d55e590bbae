import type { ShiftStatus } from '#lib/domain/shift.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** The plain post-image that an event keeps. Times are ISO 8601. */
export interface ShiftRecord {
	readonly id: number;
	readonly memberId: number;
	readonly name: string;
	readonly email: string;
	readonly publicName: boolean;
	readonly position: string;
	readonly startsAt: string;
	readonly endsAt: string;
	readonly status: ShiftStatus;
	readonly updatedAt: string;
	readonly version: number;
}

interface ShiftRow {
	readonly id: number;
	readonly memberId: number;
	readonly name: string;
	readonly email: string;
	/** SQLite answers with 0 and 1. */
	readonly publicName: boolean | number;
	readonly position: string;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly status: ShiftStatus;
	readonly updatedAt: number;
	readonly version: number;
}

/** Shifts with the names behind them; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectShifts(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<ShiftRecord[]> {
	const rows = await tx.all<ShiftRow>(
		`SELECT t.id, t.member_id AS "memberId", u.name, u.email, u.public_name AS "publicName",
			t.position, t.starts_at AS "startsAt", t.ends_at AS "endsAt", t.status,
			t.updated_at AS "updatedAt", t.version
		FROM shifts t JOIN users u ON u.id = t.member_id ${rest}`,
		bind
	);
	return rows.map((row) => ({
		...row,
		publicName: Boolean(row.publicName),
		startsAt: iso(row.startsAt),
		endsAt: iso(row.endsAt),
		updatedAt: iso(row.updatedAt)
	}));
}

/** Shifts by their ids, in the order of their beginning. */
export function selectShiftsById(
	tx: ReadTransaction,
	ids: readonly number[]
): Promise<ShiftRecord[]> {
	if (ids.length === 0) return Promise.resolve([]);
	const places = ids.map((_, at) => `$${at + 1}`).join(', ');
	return selectShifts(tx, `WHERE t.id IN (${places}) ORDER BY t.starts_at, t.id`, ids);
}
