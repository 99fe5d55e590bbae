import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { SignInThrottle } from './sign-in-throttle.ts';

/**
 * Changes a password by the present one and ends every other session of the account: whoever
 * had got hold of the old password is out at once. Guesses are throttled like sign-ins.
 */
export function changePassword(options: {
	database: Database;
	execute: Execute;
	now: () => number;
}): Commands['changePassword'] {
	const { database, execute } = options;
	const throttle = new SignInThrottle(database, options.now);
	return async (actor, sessionId, { current, password }, { address }) => {
		const id = actor.id;
		if (id === null) throw new DomainError('not_signed_in');
		await throttle.take(actor.email, address);
		const account = await database.read((tx) =>
			tx.one<{ hash: string | null }>(`SELECT password_hash AS hash FROM users WHERE id = $1`, [id])
		);
		if (!(await passwordMatches(account?.hash ?? null, current)))
			throw fieldError('current', 'wrong_password');
		await throttle.forgive(actor.email, address);
		const passwordHash = await hashPassword(password);
		await execute(async ({ tx, now, record }) => {
			const [row] = await tx.run<{ email: string; role: string }>(
				`UPDATE users SET password_hash = $2 WHERE id = $1 AND password_hash = $3
				RETURNING email, role`,
				[id, passwordHash, account?.hash ?? '']
			);
			// Changed by somebody else in the same moment: the present password is another one now.
			if (!row) throw fieldError('current', 'wrong_password');
			const ended = await tx.run<{ id: string }>(
				`UPDATE sessions SET ended_at = $1
				WHERE user_id = $2 AND ended_at IS NULL AND id <> $3 RETURNING id`,
				[now, id, sessionId]
			);
			record({
				type: 'session.ended',
				actor,
				changed: { password: [null, null] },
				endedSessions: ended.map((session) => session.id),
				reason: 'password_changed'
			});
		});
	};
}
