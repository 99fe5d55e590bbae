import type { Role } from '#lib/domain/people.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';

/** An account as commands change it. */
export interface PersonRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly blockedAt: number | null;
	readonly organizationId: number | null;
	readonly organization: string | null;
}

const COLUMNS = `t.id, t.name, t.email, t.role, t.blocked_at AS "blockedAt",
	t.organization_id AS "organizationId", t.organization`;

/** Locks an account that will be changed; null when there is none. */
export function lockPerson(tx: WriteTransaction, id: number): Promise<PersonRow | null> {
	return tx.one<PersonRow>(`SELECT ${COLUMNS} FROM users t WHERE t.id = $1${tx.forUpdate}`, [id]);
}

/**
 * Ids of the administrators who may sign in, locked in one order: of two who take each other's
 * role away in the same moment the second one waits, and then is none any more.
 */
export async function lockAdmins(tx: WriteTransaction): Promise<number[]> {
	const rows = await tx.all<{ id: number }>(
		`SELECT t.id FROM users t WHERE t.role = 'admin' AND t.blocked_at IS NULL
		ORDER BY t.id${tx.forUpdate}`
	);
	return rows.map(({ id }) => id);
}

/** The organisation of this very name, or null. */
export function findOrganization(
	tx: ReadTransaction,
	name: string
): Promise<{ id: number } | null> {
	// Held so that it cannot be merged away before somebody is put into it.
	const hold = tx.dialect === 'postgres' ? ' FOR KEY SHARE' : '';
	return tx.one<{ id: number }>(`SELECT id FROM organizations WHERE name = $1${hold}`, [name]);
}
