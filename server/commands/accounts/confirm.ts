import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Commands } from '#server/portal.ts';
import { digestOf } from '#server/sessions/link-tokens.ts';
import { passwordMatches } from '#server/sessions/password.ts';
import { startSession } from '#server/sessions/start-session.ts';
import { demand } from '../authorise.ts';
import { namedOnScreens } from '../named-on-screens.ts';
import { lockAccount, personOf } from './account-row.ts';
import { endLinks, makeLink, takeLink } from './links.ts';
import { MINUTE_MS, type AccountParts } from './parts.ts';
import { keptRegistration } from './register.ts';

/** Passwords tried with one link in a quarter of an hour. */
const TRIES = 10;

/** Confirms a registration by its link, and signs in. */
export function confirmRegistration(parts: AccountParts): Commands['confirmRegistration'] {
	const { database, linkTokens, throttle, tokens } = parts;
	return async (token, proof, origin) => {
		const digest = linkTokens.digest(token);
		const link = await database.read((tx) =>
			tx.one<{ registration: string | null }>(
				`SELECT registration FROM account_links
				WHERE digest = $1 AND kind = 'confirm' AND used_at IS NULL AND expires_at > $2`,
				[digest, parts.now()]
			)
		);
		if (!link?.registration) throw new DomainError('not_found');
		const kept = keptRegistration.parse(JSON.parse(link.registration));
		const { password = '', browser = '' } = proof;
		if (browser === '' || digestOf(browser) !== kept.browser) {
			const key = `confirm:${digest}`;
			await throttle.take({ key, limit: TRIES, window: 15 * MINUTE_MS });
			if (!(await passwordMatches(kept.passwordHash, password)))
				throw fieldError('password', password === '' ? 'required' : 'other_password');
		}
		return parts.execute(
			async (context) => {
				const { tx, now, record } = context;
				const { userId } = await takeLink(tx, now, linkTokens, 'confirm', token);
				const account = await lockAccount(tx, userId);
				if (!account) throw new DomainError('not_found');
				// Staff know a client they made by the name they gave it.
				const name = account.unconfirmedSince === null ? account.name : kept.name;
				await tx.run(
					`UPDATE users SET password_hash = $2, unconfirmed_since = NULL, name = $3 WHERE id = $1`,
					[userId, kept.passwordHash, name]
				);
				await endLinks(tx, now, userId, ['confirm', 'reset', 'invite']);
				const actor = { ...personOf(account), name };
				record({
					type: 'person.confirmed',
					actor,
					changed: {
						confirmed: [account.unconfirmedSince === null, true],
						...(name === account.name ? {} : { name: [account.name, name] })
					},
					person: personOf(account),
					...(name === account.name ? {} : await namedOnScreens(tx, userId))
				});
				return startSession(context, tokens, 'web', actor, origin);
			},
			{ renames: true }
		);
	};
}

/**
 * An administrator vouches for somebody, but not for the password: whoever registered the address
 * last may be a stranger. So it is taken away, and the mailbox is sent a link to set one.
 */
export function confirmPerson({ execute, linkTokens }: AccountParts): Commands['confirmPerson'] {
	return (actor, id) =>
		execute(async (context) => {
			const { tx, now, record } = context;
			demand(actor, 'user.manage');
			const account = await lockAccount(tx, id);
			if (!account) throw new DomainError('not_found');
			if (account.unconfirmedSince === null) return;
			await tx.run(
				`UPDATE users SET unconfirmed_since = NULL, password_hash = NULL WHERE id = $1`,
				[id]
			);
			// A letter that is still under way must not set another password afterwards.
			await endLinks(tx, now, id, ['confirm', 'reset', 'invite']);
			await makeLink(context, linkTokens, { kind: 'invite', userId: id });
			record({
				type: 'person.confirmed',
				actor,
				changed: { confirmed: [false, true], link: [null, 'invite'] },
				person: personOf(account)
			});
		});
}
