import { createHmac, randomInt } from 'node:crypto';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import { newTotpSecret, periodOf } from './one-time-code.ts';
import { purposeKey } from './purpose-key.ts';
import { createSeal } from './seal.ts';

/** Codes for the day the telephone is lost. */
const RECOVERY_CODES = 10;

/** Without letters and digits that look alike; twelve of them are some 59 bits. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 3;
const IN_GROUP = 4;

/** A second factor that was begun and not confirmed is over after this, in milliseconds. */
export const BEGUN_MS = 3_600_000;

/**
 * Second factors: secrets sealed by a key the database does not hold, each code good once,
 * recovery codes as digests that need that key, too.
 */
export function createSecondFactors(secret: string) {
	const seal = createSeal(purposeKey(secret, 'second factor'));
	const pepper = purposeKey(secret, 'recovery');
	const digest = (userId: number, code: string) =>
		createHmac('sha256', pepper).update(`${userId} ${code}`).digest('base64url');

	/** Uses a code of the app up. A later one has the earlier ones used up as well. */
	async function spendPeriod(
		tx: WriteTransaction,
		userId: number,
		code: string,
		now: number
	): Promise<boolean> {
		const row = await tx.one<{ secret: string }>(
			`SELECT secret FROM second_factors WHERE user_id = $1`,
			[userId]
		);
		const opened = row === null ? null : seal.open(row.secret, String(userId));
		const period = opened === null ? null : periodOf(opened, code, now);
		if (period === null) return false;
		// In one statement: of two who have seen the same code one gets in.
		const [spent] = await tx.run<{ userId: number }>(
			`UPDATE second_factors SET last_step = $2
			WHERE user_id = $1 AND (last_step IS NULL OR last_step < $2) RETURNING user_id AS "userId"`,
			[userId, period]
		);
		return spent !== undefined;
	}

	async function spendRecovery(
		tx: WriteTransaction,
		userId: number,
		code: string,
		now: number
	): Promise<boolean> {
		const [spent] = await tx.run<{ userId: number }>(
			`UPDATE recovery_codes SET used_at = $3
			WHERE user_id = $1 AND digest = $2 AND used_at IS NULL RETURNING user_id AS "userId"`,
			[userId, digest(userId, code), now]
		);
		return spent !== undefined;
	}

	return {
		/** A new secret and how it is kept. */
		begin(userId: number): string {
			return seal.close(newTotpSecret(), String(userId));
		},
		/** The secret behind what is kept, or null when the installation's secret is another now. */
		reveal(userId: number, sealed: string): string | null {
			return seal.open(sealed, String(userId));
		},
		async isOn(tx: ReadTransaction, userId: number): Promise<boolean> {
			const row = await tx.one<{ at: number | null }>(
				`SELECT confirmed_at AS at FROM second_factors WHERE user_id = $1`,
				[userId]
			);
			return row !== null && row.at !== null;
		},
		spendPeriod,
		/** Uses up a code of the app or of recovery; null when it is neither, or was used before. */
		async spend(
			tx: WriteTransaction,
			userId: number,
			typed: string,
			now: number
		): Promise<'app' | 'recovery' | null> {
			const code = typed.toLowerCase().replace(/[\s-]/g, '');
			if (/^\d{6}$/.test(code)) return (await spendPeriod(tx, userId, code, now)) ? 'app' : null;
			return (await spendRecovery(tx, userId, code, now)) ? 'recovery' : null;
		},
		/** New recovery codes in place of those before: the only time they are told. */
		async renewRecovery(tx: WriteTransaction, userId: number): Promise<string[]> {
			await tx.run(`DELETE FROM recovery_codes WHERE user_id = $1`, [userId]);
			const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode);
			for (const code of codes)
				await tx.run(`INSERT INTO recovery_codes (user_id, digest) VALUES ($1, $2)`, [
					userId,
					digest(userId, code.replaceAll('-', ''))
				]);
			return codes;
		},
		async takeAway(tx: WriteTransaction, userId: number): Promise<void> {
			await tx.run(`DELETE FROM recovery_codes WHERE user_id = $1`, [userId]);
			await tx.run(`DELETE FROM second_factors WHERE user_id = $1`, [userId]);
		}
	};
}

export type SecondFactors = ReturnType<typeof createSecondFactors>;

function newRecoveryCode(): string {
	const group = () =>
		Array.from({ length: IN_GROUP }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
	return Array.from({ length: GROUPS }, group).join('-');
}
