import type { Execute } from '#server/events/outbox.ts';
import type { Commands, Person } from '#server/portal.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { demand } from './authorise.ts';
import { insertPerson } from './insert-person.ts';

/** Adds a person; the same e-mail again changes nothing, the password included. */
export function createPerson(execute: Execute): Commands['createPerson'] {
	return async (actor, { name, email, role, organization, password }) => {
		demand(actor, 'user.manage');
		// Hashed before the transaction: nothing but the database may be waited for inside it.
		const passwordHash = password === undefined ? null : await hashPassword(password);
		return execute(async ({ tx, now, record }) => {
			const existing = await tx.one<Person>(
				`SELECT id, name, email, role FROM users WHERE email = $1`,
				[email]
			);
			if (existing) return { person: existing, created: false };
			const id = await insertPerson(tx, now, { email, name, role, organization, passwordHash });
			record({ type: 'person.created', actor, person: { id, email, role } });
			return { person: { id, name, email, role }, created: true };
		});
	};
}
