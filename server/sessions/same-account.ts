import type { Role } from '#lib/domain/people.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { SecondFactors } from './second-factor.ts';
import { passwordMark } from './step-token.ts';

/** What somebody was let through by. */
export interface SeenAccount {
	readonly id: number;
	/** Mark of the password that was right. */
	readonly password: string;
	/** Is a second factor on? */
	readonly factor: boolean;
}

/**
 * Checking a password takes its time, waiting for its turn more: what has ended every session
 * of the account meanwhile must end the one that is about to begin as well. Locks the account;
 * null when it is blocked, or got in by something else by now.
 */
export async function lockSameAccount(
	tx: WriteTransaction,
	secondFactors: SecondFactors,
	seen: SeenAccount
): Promise<{ id: number; name: string; email: string; role: Role } | null> {
	const row = await tx.one<{
		id: number;
		name: string;
		email: string;
		role: Role;
		passwordHash: string | null;
	}>(
		`SELECT t.id, t.name, t.email, t.role, t.password_hash AS "passwordHash"
		FROM users t WHERE t.id = $1 AND t.blocked_at IS NULL${tx.forUpdate}`,
		[seen.id]
	);
	if (!row?.passwordHash || passwordMark(row.passwordHash) !== seen.password) return null;
	return (await secondFactors.isOn(tx, seen.id)) === seen.factor ? row : null;
}
