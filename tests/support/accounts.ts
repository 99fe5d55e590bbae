import type { LinkKind } from '#lib/domain/account-link.ts';
import { isDomainError } from '#lib/domain/errors.ts';
import type { Registration } from '#server/portal.ts';
import { createFormStamps } from '#server/sessions/form-stamp.ts';
import { createLinkTokens } from '#server/sessions/link-tokens.ts';
import { PASSWORD } from './factories.ts';
import { SECRET, type World } from './world.ts';

/** Where people without a session come from; the browser keeps no secret. */
export const ORIGIN = {
	address: '192.0.2.77',
	userAgent: 'tests',
	browser: '',
	// Of long before: nobody was in haste.
	get stamp() {
		return createFormStamps(SECRET, () => 0).make();
	}
};

let made = 0;

/** What somebody new says of itself. */
export function aRegistration(given: Partial<Registration> = {}): Registration {
	made += 1;
	return {
		name: 'Новая Клиентка',
		email: `registered${made}@bazis.example`,
		password: PASSWORD,
		organization: 'ООО «Ромашка»',
		...given
	};
}

/** Somebody registered and not yet confirmed; each from an address of its own. */
export async function registered(
	world: World,
	given: Partial<Registration> = {}
): Promise<{ id: number; email: string }> {
	const input = aRegistration(given);
	await world.commands.register(input, { ...ORIGIN, address: `2001:db8:${made}::1` });
	const row = await world.database.read((tx) =>
		tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [input.email])
	);
	return { id: row?.id ?? 0, email: input.email };
}

/** The token of the latest link of somebody, as its letter holds it. */
export async function aLink(world: World, kind: LinkKind, email: string): Promise<string> {
	const row = await world.database.read((tx) =>
		tx.one<{ nonce: string }>(
			`SELECT l.nonce FROM account_links l JOIN users u ON u.id = l.user_id
			WHERE l.kind = $1 AND u.email = $2 ORDER BY l.id DESC LIMIT 1`,
			[kind, email]
		)
	);
	return createLinkTokens(SECRET).token(kind, row?.nonce ?? '');
}

/** With what a sign-in that is half done goes on. */
export async function stepOf(world: World, email: string, password = PASSWORD): Promise<string> {
	try {
		await world.commands.signIn(
			'web',
			{ email, password },
			{ address: `2001:db8:${++made}::1`, userAgent: 'tests' }
		);
	} catch (refused) {
		if (isDomainError(refused) && refused.step !== null) return refused.step;
		throw refused;
	}
	throw new Error('nothing was left to do');
}
