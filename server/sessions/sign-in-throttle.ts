import { addressKey } from './address-key.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';
import { CLOCK_SKEW_MS } from './throttle.ts';

const WINDOW_MS = 15 * 60_000;

/** Failures allowed in a window: from one address for one account, and from one address at all. */
const FOR_PAIR = 5;
const FOR_ADDRESS = 50;

interface AttemptRow {
	readonly failures: number;
	readonly resetsAt: number;
}

/**
 * Counts failed sign-ins by address, and by account and address together. Never by account
 * alone: then anybody could lock a victim out.
 */
export class SignInThrottle {
	readonly #database: Database;
	readonly #now: () => number;
	readonly #filled: (email: string, address: string) => Promise<void>;

	/** `filled` is told of the first attempt too many of each window, for the record of events. */
	constructor(
		database: Database,
		now: () => number,
		filled: (email: string, address: string) => Promise<void> = async () => undefined
	) {
		this.#database = database;
		this.#now = now;
		this.#filled = filled;
	}

	/**
	 * Counts an attempt before the password is looked at, so that many at once cannot slip by.
	 * Throws `too_many_attempts` with the seconds to wait.
	 */
	async take(email: string, address: string): Promise<void> {
		const now = this.#now();
		const rows = await this.#database.write(async (tx) => {
			const counted: (AttemptRow & { limit: number })[] = [];
			for (const { key, limit } of keysOf(email, address)) {
				const [row] = await tx.run<AttemptRow>(
					`INSERT INTO sign_in_attempts (key, failures, resets_at) VALUES ($1, 1, $2)
					ON CONFLICT (key) DO UPDATE SET
						failures = CASE WHEN sign_in_attempts.resets_at NOT BETWEEN $3 AND $4 THEN 1
							ELSE sign_in_attempts.failures + 1 END,
						resets_at = CASE WHEN sign_in_attempts.resets_at NOT BETWEEN $3 AND $4
							THEN excluded.resets_at
							ELSE sign_in_attempts.resets_at END
					RETURNING failures, resets_at AS "resetsAt"`,
					[key, now + WINDOW_MS, now + 1, now + WINDOW_MS + CLOCK_SKEW_MS]
				);
				if (row) counted.push({ ...row, limit });
			}
			return counted;
		});
		const full = rows.find(({ failures, limit }) => failures > limit);
		if (full?.failures === (full?.limit ?? 0) + 1) await this.#filled(email, address);
		if (full)
			throw new DomainError('too_many_attempts', {
				retryAfter: Math.max(1, Math.ceil((full.resetsAt - now) / 1000))
			});
	}

	/** Takes the attempt back: it was the right password. */
	async forgive(email: string, address: string): Promise<void> {
		await this.#database.write(async (tx) => {
			const [pair, all] = keysOf(email, address);
			await tx.run(`DELETE FROM sign_in_attempts WHERE key = $1`, [pair.key]);
			await tx.run(
				`UPDATE sign_in_attempts SET failures = failures - 1 WHERE key = $1 AND failures > 0`,
				[all.key]
			);
		});
	}
}

function keysOf(email: string, address: string) {
	const from = addressKey(address);
	return [
		{ key: `pair:${from}|${email}`, limit: FOR_PAIR },
		{ key: `address:${from}`, limit: FOR_ADDRESS }
	] as const;
}
