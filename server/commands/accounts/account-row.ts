import type { Role } from '#lib/domain/people.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';

/** An account as commands about it look at it. */
export interface AccountRow {
	readonly id: number;
	readonly email: string;
	readonly name: string;
	readonly role: Role;
	readonly passwordHash: string | null;
	readonly unconfirmedSince: number | null;
	readonly blockedAt: number | null;
}

const COLUMNS = `t.id, t.email, t.name, t.role, t.password_hash AS "passwordHash",
	t.unconfirmed_since AS "unconfirmedSince", t.blocked_at AS "blockedAt"`;

export function accountByEmail(tx: ReadTransaction, email: string): Promise<AccountRow | null> {
	return tx.one<AccountRow>(`SELECT ${COLUMNS} FROM users t WHERE t.email = $1`, [email]);
}

export function accountById(tx: ReadTransaction, id: number): Promise<AccountRow | null> {
	return tx.one<AccountRow>(`SELECT ${COLUMNS} FROM users t WHERE t.id = $1`, [id]);
}

/** Locks an account that will be changed; null when there is none, or it is blocked. */
export async function lockAccount(tx: WriteTransaction, id: number): Promise<AccountRow | null> {
	const row = await tx.one<AccountRow>(
		`SELECT ${COLUMNS} FROM users t WHERE t.id = $1 AND t.blocked_at IS NULL${tx.forUpdate}`,
		[id]
	);
	return row;
}

/** As events name an account; without a reason, which would close what it has open. */
export function personOf({ id, email, role }: AccountRow): {
	id: number;
	email: string;
	role: Role;
} {
	return { id, email, role };
}
