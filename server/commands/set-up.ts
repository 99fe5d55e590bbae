import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { SETUP_KEY, setUpDigest } from '#server/sessions/set-up-token.ts';
import { insertPerson } from './insert-person.ts';

/** Makes the first administrator and uses the set-up token up in the same transaction. */
export function setUp(execute: Execute): Commands['setUp'] {
	return async (token, { name, email, password }) => {
		const passwordHash = await hashPassword(password);
		await execute(async ({ tx, now, record }) => {
			const used = await tx.run<{ key: string }>(
				`DELETE FROM meta WHERE key = $1 AND value = $2 RETURNING key`,
				[SETUP_KEY, setUpDigest(token)]
			);
			if (used.length === 0) throw new DomainError('not_found');
			const id = await insertPerson(tx, now, { email, name, role: 'admin', passwordHash });
			record({ type: 'person.created', actor: SYSTEM, person: { id, email, role: 'admin' } });
		});
	};
}
