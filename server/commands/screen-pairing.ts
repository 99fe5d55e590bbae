import { addressKey } from '#server/sessions/address-key.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { CODE_LIFE_MS, POLL_SECONDS, typedCode } from '#lib/domain/screen-code.ts';
import { MOST_SCREENS, USUAL_SETTINGS, USUAL_TURNS } from '#lib/domain/screen.ts';
import type { Database } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectScreens } from '#server/records/screen-record.ts';
import { countAttempt, forgiveAttempt } from '#server/sessions/attempt-count.ts';
import {
	newDeviceCode,
	newScreenToken,
	screenTokenDigest,
	type ScreenCodes
} from '#server/sessions/screen-token.ts';
import { demand } from './authorise.ts';

const WINDOW_MS = 15 * 60_000;

/** Codes made for one address in a window: a hall of televisions renews one each ten minutes. */
const MOST_CODES = 60;

/** Polls of one address that named nothing we know. */
const MOST_STRAY_POLLS = 60;

/** Wrong codes typed by one of the staff in a window. */
const MOST_WRONG = 10;

/** A poll this much before its time is still in time: networks hurry and dawdle. */
const TOLERANCE_MS = 500;

interface CodeRow {
	readonly id: number;
	readonly screenId: number | null;
	readonly polledAt: number | null;
}

export interface PairingOptions {
	readonly database: Database;
	readonly execute: Execute;
	readonly codes: ScreenCodes;
	readonly now: () => number;
}

/** Makes the two codes of a television: one to be typed, one to ask by. Only digests are kept. */
export function startPairing(options: PairingOptions): Commands['startPairing'] {
	const { database, codes, now } = options;
	return async (address) => {
		const at = now();
		await countAttempt(database, at, {
			key: `screen-code:${addressKey(address)}`,
			most: MOST_CODES,
			windowMs: WINDOW_MS
		});
		const { deviceCode, digest } = newDeviceCode();
		for (;;) {
			const code = codes.newCode();
			const made = await database.write(async (tx) => {
				await tx.run(`DELETE FROM screen_codes WHERE expires_at <= $1`, [at]);
				return tx.run(
					`INSERT INTO screen_codes (user_digest, device_digest, expires_at)
					VALUES ($1, $2, $3) ON CONFLICT (user_digest) DO NOTHING RETURNING id`,
					[codes.digestOf(code), digest, at + CODE_LIFE_MS]
				);
			});
			if (made.length > 0)
				return {
					deviceCode,
					userCode: code,
					expiresIn: CODE_LIFE_MS / 1_000,
					interval: POLL_SECONDS
				};
		}
	};
}

/** Answers a television that asks whether it was paired; the token is in this answer alone. */
export function pollPairing(options: PairingOptions): Commands['pollPairing'] {
	const { database, execute, now } = options;
	return async (deviceCode, address) => {
		const at = now();
		const digest = screenTokenDigest(deviceCode);
		const code = await database.read((tx) =>
			tx.one<CodeRow>(
				`SELECT id, screen_id AS "screenId", polled_at AS "polledAt" FROM screen_codes
				WHERE device_digest = $1 AND expires_at > $2`,
				[digest, at]
			)
		);
		if (!code) {
			await countAttempt(database, at, {
				key: `screen-poll:${addressKey(address)}`,
				most: MOST_STRAY_POLLS,
				windowMs: WINDOW_MS
			});
			return { state: 'expired_token' };
		}
		const { screenId } = code;
		if (screenId === null) {
			const early =
				code.polledAt !== null && at - code.polledAt < POLL_SECONDS * 1_000 - TOLERANCE_MS;
			if (early) return { state: 'slow_down' };
			await database.write((tx) =>
				tx.run(`UPDATE screen_codes SET polled_at = $2 WHERE id = $1`, [code.id, at])
			);
			return { state: 'authorization_pending' };
		}
		return execute(async ({ tx, record }) => {
			// Whoever deletes the row has the token: of two that ask at once the other gets nothing.
			const [taken] = await tx.run(`DELETE FROM screen_codes WHERE id = $1 RETURNING id`, [
				code.id
			]);
			const { token, digest: kept } = newScreenToken();
			if (taken)
				await tx.run(`UPDATE screens SET digest = $2 WHERE id = $1 AND revoked_at IS NULL`, [
					screenId,
					kept
				]);
			const [screen] = taken ? await selectScreens(tx, 'AND id = $1', [screenId]) : [];
			if (!screen) return { state: 'expired_token' };
			record({ type: 'screen.joined', actor: SYSTEM, screen });
			const { id, name, board, turns, services, settings } = screen;
			return { state: 'paired', token, screen: { id, name, board, turns, services, settings } };
		});
	};
}

/** One of the staff says which television this is. */
export function pairScreen(options: PairingOptions): Commands['pairScreen'] {
	const { database, execute, codes, now } = options;
	return async (actor, { code, name, board }) => {
		demand(actor, 'screen.manage');
		// Counted before it is looked at, so that many at once cannot slip by.
		const key = `screen-type:${actor.id}`;
		await countAttempt(database, now(), { key, most: MOST_WRONG, windowMs: WINDOW_MS });
		const typed = typedCode(code);
		if (typed === null) throw fieldError('code', 'unknown_code');
		const paired = await execute(async ({ tx, now: at, record }) => {
			const there = await tx.one<{ count: number }>(
				`SELECT COUNT(*) AS count FROM screens WHERE revoked_at IS NULL`
			);
			if ((there?.count ?? 0) >= MOST_SCREENS) throw fieldError('name', 'too_many');
			const [found] = await tx.run<{ id: number }>(
				`UPDATE screen_codes SET user_digest = NULL
				WHERE user_digest = $1 AND expires_at > $2 RETURNING id`,
				[codes.digestOf(typed), at]
			);
			if (!found) throw fieldError('code', 'unknown_code');
			const [row] = await tx.run<{ id: number }>(
				`INSERT INTO screens (name, board, turns, services, settings, state, state_at, paired_at,
					paired_by_id, version)
				VALUES ($1, $2, $3, '[]', $4, 'waiting', $5, $5, $6, 1) RETURNING id`,
				[
					name,
					board,
					JSON.stringify(board === 'rotation' ? USUAL_TURNS : []),
					JSON.stringify(USUAL_SETTINGS),
					at,
					actor.id
				]
			);
			if (!row) throw new DomainError('not_found');
			await tx.run(`UPDATE screen_codes SET screen_id = $2 WHERE id = $1`, [found.id, row.id]);
			const [screen] = await selectScreens(tx, 'AND id = $1', [row.id]);
			if (!screen) throw new DomainError('not_found');
			record({ type: 'screen.paired', actor, screen });
			return screen;
		});
		await forgiveAttempt(database, key);
		return paired;
	};
}
