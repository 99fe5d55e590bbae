import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Execute } from '#server/events/outbox.ts';
import { endSessionsOf } from '#server/sessions/end-sessions.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { endLinks } from './links.ts';

/**
 * Gives an account another password, from the shell: whoever can do that may do everything. All
 * its sessions end, and so does every link that would set yet another one. Throws `not_found` for
 * an address nobody has.
 */
export function setPassword(execute: Execute) {
	return async (email: string, password: string): Promise<void> => {
		const passwordHash = await hashPassword(password);
		await execute(async ({ tx, now, record }) => {
			const person = await tx.one<{ id: number; role: string; unconfirmedSince: number | null }>(
				`SELECT t.id, t.role, t.unconfirmed_since AS "unconfirmedSince"
				FROM users t WHERE t.email = $1${tx.forUpdate}`,
				[email]
			);
			if (!person) throw new DomainError('not_found');
			const { id, role, unconfirmedSince } = person;
			await tx.run(`UPDATE users SET password_hash = $2, unconfirmed_since = NULL WHERE id = $1`, [
				id,
				passwordHash
			]);
			await endLinks(tx, now, id, ['confirm', 'reset', 'invite']);
			record({
				type: 'session.ended',
				actor: SYSTEM,
				changed: {
					password: [null, null],
					...(unconfirmedSince === null ? {} : { confirmed: [false, true] })
				},
				person: { id, email, role },
				endedSessions: await endSessionsOf(tx, id, now),
				reason: 'password_changed'
			});
		});
	};
}
