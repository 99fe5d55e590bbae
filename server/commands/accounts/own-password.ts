import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { passwordMatches } from '#server/sessions/password.ts';
import { passwordMark } from '#server/sessions/step-token.ts';
import { demand } from '../authorise.ts';
import type { AccountParts } from './parts.ts';

/**
 * Whoever found a browser open must not change how its owner gets in: the password is asked for
 * once more, guesses counted like sign-ins. Returns whose it is and the mark of the password;
 * refused at the field in which it is typed.
 */
export async function checkOwnPassword(
	{ database, signInThrottle }: AccountParts,
	actor: Actor,
	password: string,
	address: string,
	field = 'password'
): Promise<{ id: number; password: string }> {
	demand(actor, 'cabinet.view');
	const { id, email } = actor;
	if (id === null) throw new DomainError('not_signed_in');
	await signInThrottle.take(email, address);
	const account = await database.read((tx) =>
		tx.one<{ hash: string | null }>(`SELECT password_hash AS hash FROM users WHERE id = $1`, [id])
	);
	const hash = account?.hash ?? null;
	if (!(await passwordMatches(hash, password)) || hash === null)
		throw fieldError(field, 'wrong_password');
	await signInThrottle.forgive(email, address);
	return { id, password: passwordMark(hash) };
}
