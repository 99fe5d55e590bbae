import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Execute } from '#server/events/outbox.ts';
import { hashPassword } from './password.ts';

/**
 * Gives an account another password, from the shell: whoever can do that may do everything. All
 * its sessions end. Throws `not_found` for an address nobody has.
 */
export function setPassword(execute: Execute) {
	return async (email: string, password: string): Promise<void> => {
		const passwordHash = await hashPassword(password);
		await execute(async ({ tx, now, record }) => {
			const [person] = await tx.run<{ id: number; role: string }>(
				`UPDATE users SET password_hash = $2 WHERE email = $1 RETURNING id, role`,
				[email, passwordHash]
			);
			if (!person) throw new DomainError('not_found');
			const ended = await tx.run<{ id: string }>(
				`UPDATE sessions SET ended_at = $1 WHERE user_id = $2 AND ended_at IS NULL RETURNING id`,
				[now, person.id]
			);
			record({
				type: 'session.ended',
				actor: SYSTEM,
				changed: { password: [null, null] },
				person: { id: person.id, email, role: person.role },
				endedSessions: ended.map(({ id }) => id),
				reason: 'password_changed'
			});
		});
	};
}
