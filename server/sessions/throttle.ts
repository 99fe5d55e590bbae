import { DomainError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';

/**
 * By how much the clocks of nodes differ at most. A count that ends later than one that begins now,
 * and by more than this, was begun by a clock that was wrong: it would lock out for as long.
 */
export const CLOCK_SKEW_MS = 60_000;

/** How often something may be done in a window of time. */
export interface Allowance {
	/** What is counted: `register:192.0.2.1`. */
	readonly key: string;
	readonly limit: number;
	/** Milliseconds. */
	readonly window: number;
	/** Counts for so many. */
	readonly weight?: number;
}

/** Counts what may be done so often and no oftener, over all nodes. */
export class Throttle {
	readonly #database: Database;
	readonly #now: () => number;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/**
	 * Counts an attempt before it is made, so that many at once cannot slip by. Throws
	 * `too_many_attempts` with the seconds to wait.
	 */
	async take(...allowances: readonly Allowance[]): Promise<void> {
		const now = this.#now();
		const full = await this.#database.write(async (tx) => {
			let longest: number | null = null;
			for (const { key, limit, window, weight = 1 } of allowances) {
				const [row] = await tx.run<{ taken: number; resetsAt: number }>(
					`INSERT INTO sign_in_attempts (key, failures, resets_at) VALUES ($1, $2, $3)
					ON CONFLICT (key) DO UPDATE SET
						failures = CASE WHEN sign_in_attempts.resets_at NOT BETWEEN $4 AND $5
							THEN excluded.failures
							ELSE sign_in_attempts.failures + excluded.failures END,
						resets_at = CASE WHEN sign_in_attempts.resets_at NOT BETWEEN $4 AND $5
							THEN excluded.resets_at
							ELSE sign_in_attempts.resets_at END
					RETURNING failures AS taken, resets_at AS "resetsAt"`,
					[key, weight, now + window, now + 1, now + window + CLOCK_SKEW_MS]
				);
				if (row && row.taken > limit) longest = Math.max(longest ?? 0, row.resetsAt);
			}
			return longest;
		});
		if (full !== null)
			throw new DomainError('too_many_attempts', {
				retryAfter: Math.max(1, Math.ceil((full - now) / 1000))
			});
	}

	/** Forgets what was counted: it was done well. */
	async forgive(...keys: readonly string[]): Promise<void> {
		await this.#database.write(async (tx) => {
			for (const key of keys) await tx.run(`DELETE FROM sign_in_attempts WHERE key = $1`, [key]);
		});
	}
}
