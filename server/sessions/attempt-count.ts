import { DomainError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';

/** How often something may be tried under a key within a window of milliseconds. */
export interface AttemptLimit {
	readonly key: string;
	readonly most: number;
	readonly windowMs: number;
}

/**
 * Counts an attempt. Throws `too_many_attempts` with the seconds to wait when there were too many
 * in its window. Kept in the database, so that a restart forgets nothing and all nodes agree.
 */
export async function countAttempt(
	database: Database,
	now: number,
	{ key, most, windowMs }: AttemptLimit
): Promise<void> {
	const [row] = await database.write((tx) =>
		tx.run<{ failures: number; resetsAt: number }>(
			`INSERT INTO sign_in_attempts (key, failures, resets_at) VALUES ($1, 1, $2)
			ON CONFLICT (key) DO UPDATE SET
				failures = CASE WHEN sign_in_attempts.resets_at <= $3 THEN 1
					ELSE sign_in_attempts.failures + 1 END,
				resets_at = CASE WHEN sign_in_attempts.resets_at <= $3 THEN excluded.resets_at
					ELSE sign_in_attempts.resets_at END
			RETURNING failures, resets_at AS "resetsAt"`,
			[key, now + windowMs, now]
		)
	);
	if (row && row.failures > most)
		throw new DomainError('too_many_attempts', {
			retryAfter: Math.max(1, Math.ceil((row.resetsAt - now) / 1000))
		});
}

/** Takes an attempt back: it was a good one. */
export async function forgiveAttempt(database: Database, key: string): Promise<void> {
	await database.write((tx) =>
		tx.run(`UPDATE sign_in_attempts SET failures = failures - 1 WHERE key = $1 AND failures > 0`, [
			key
		])
	);
}
