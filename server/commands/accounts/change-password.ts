import { fieldError } from '#lib/domain/errors.ts';
import type { Commands } from '#server/portal.ts';
import { endSessionsOf } from '#server/sessions/end-sessions.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { passwordMark } from '#server/sessions/step-token.ts';
import { lockAccount } from './account-row.ts';
import { endLinks, oweLetter } from './links.ts';
import { checkOwnPassword } from './own-password.ts';
import type { AccountParts } from './parts.ts';

/**
 * Changes a password by the present one and ends every other session of the account: whoever
 * had got hold of the old password is out at once. Guesses are throttled like sign-ins.
 */
export function changePassword(parts: AccountParts): Commands['changePassword'] {
	return async (actor, sessionId, { current, password }, { address }) => {
		const known = await checkOwnPassword(parts, actor, current, address, 'current');
		const passwordHash = await hashPassword(password);
		await parts.execute(async ({ tx, now, record, tells }) => {
			const account = await lockAccount(tx, known.id);
			// Changed by somebody else in the same moment: the present password is another one now.
			if (!account?.passwordHash || passwordMark(account.passwordHash) !== known.password)
				throw fieldError('current', 'wrong_password');
			await tx.run(`UPDATE users SET password_hash = $2 WHERE id = $1`, [known.id, passwordHash]);
			// A link that was asked for before must not set yet another one.
			await endLinks(tx, now, known.id, ['reset']);
			if (tells)
				await oweLetter(tx, now, known.id, `password:${known.id}:${now}`, {
					account: 'password_changed'
				});
			record({
				type: 'session.ended',
				actor,
				changed: { password: [null, null] },
				address,
				endedSessions: await endSessionsOf(tx, known.id, now, sessionId),
				reason: 'password_changed'
			});
		});
	};
}
