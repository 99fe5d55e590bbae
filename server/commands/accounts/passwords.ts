import type { LinkKind } from '#lib/domain/account-link.ts';
import { addressKey } from '#server/sessions/address-key.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { personThing } from '#server/events/about.ts';
import type { Commands } from '#server/portal.ts';
import { endSessionsOf } from '#server/sessions/end-sessions.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { startSession } from '#server/sessions/start-session.ts';
import { namedOnScreens } from '../named-on-screens.ts';
import { accountByEmail, lockAccount, personOf, type AccountRow } from './account-row.ts';
import { endLinks, isGoodLink, isPestered, makeLink, oweLetter, takeLink } from './links.ts';
import { HOUR_MS, type AccountParts } from './parts.ts';

/** Requests in an hour from one address, and from it for one account. */
const FROM_ADDRESS = 20;
const FOR_PAIR = 5;

/** Sends a link to set a new password. */
export function requestReset(parts: AccountParts): Commands['requestReset'] {
	return async (email, { address }) => {
		const from = addressKey(address);
		await parts.throttle.take(
			{ key: `reset:${from}`, limit: FROM_ADDRESS, window: HOUR_MS },
			{ key: `reset:${from}|${email}`, limit: FOR_PAIR, window: HOUR_MS }
		);
		await parts.execute(async (context) => {
			const { tx, now, record } = context;
			const account = await accountByEmail(tx, email);
			// Recorded in any case: that there is no such account must not be told by the time either.
			// What was typed is not kept, it may have been a password.
			record({
				type: 'person.reset_asked',
				actor: SYSTEM,
				address,
				...(account ? { person: personOf(account) } : {})
			});
			if (!account || !mayReset(account)) return;
			if (await isPestered(tx, now, 'reset', account.id)) return;
			await makeLink(context, parts.linkTokens, { kind: 'reset', userId: account.id });
		});
	};
}

/** Staff without a password are invited by an administrator: nobody lets himself in as one. */
function mayReset({ blockedAt, passwordHash, role }: AccountRow): boolean {
	return blockedAt === null && (passwordHash !== null || role === 'client');
}

/** Sets a password by its link. Whoever had got hold of the account is out at once. */
export function resetPassword(parts: AccountParts): Commands['resetPassword'] {
	return async (token, password, { address }) => {
		const passwordHash = await hashFor(parts, 'reset', token, password);
		const email = await parts.execute(async ({ tx, now, record, tells }) => {
			const { userId } = await takeLink(tx, now, parts.linkTokens, 'reset', token);
			const account = await lockAccount(tx, userId);
			if (!account) throw new DomainError('not_found');
			// The link came by the mailbox: that is what a confirmation shows, too.
			await tx.run(`UPDATE users SET password_hash = $2, unconfirmed_since = NULL WHERE id = $1`, [
				userId,
				passwordHash
			]);
			await endLinks(tx, now, userId, ['confirm', 'reset', 'invite']);
			const ended = await endSessionsOf(tx, userId, now);
			if (tells)
				await oweLetter(tx, now, userId, `password:${userId}:${now}`, {
					account: 'password_changed'
				});
			record({
				type: 'person.password_set',
				actor: { ...personOf(account), name: account.name },
				changed: { password: [null, null] },
				// Not as `person`: that would close what it has open by keys to the API as well.
				about: personThing(userId),
				address,
				endedSessions: ended,
				reason: 'password_changed'
			});
			return account.email;
		});
		// Whoever had forgotten it has tried some before.
		await parts.throttle.forgive(`pair:${addressKey(address)}|${email}`);
	};
}

/** Sets name and password of somebody who was invited, and signs in. */
export function acceptInvite(parts: AccountParts): Commands['acceptInvite'] {
	return async (token, { name, password }, origin) => {
		const passwordHash = await hashFor(parts, 'invite', token, password);
		return parts.execute(
			async (context) => {
				const { tx, now, record } = context;
				const { userId } = await takeLink(tx, now, parts.linkTokens, 'invite', token);
				const account = await lockAccount(tx, userId);
				if (!account || account.passwordHash !== null) throw new DomainError('not_found');
				await tx.run(
					`UPDATE users SET password_hash = $2, unconfirmed_since = NULL, name = $3 WHERE id = $1`,
					[userId, passwordHash, name]
				);
				await endLinks(tx, now, userId, ['confirm', 'reset', 'invite']);
				const actor = { ...personOf(account), name };
				const renamed = name !== account.name;
				record({
					type: 'person.joined',
					actor,
					...(renamed ? { changed: { name: [account.name, name] } } : {}),
					person: personOf(account),
					...(renamed ? await namedOnScreens(tx, userId) : {})
				});
				return startSession(context, parts.tokens, 'web', actor, origin);
			},
			{ renames: true }
		);
	};
}

/** Hashes for whoever has a good link: without one nobody makes the server work. */
async function hashFor(
	{ database, now, linkTokens }: AccountParts,
	kind: LinkKind,
	token: string,
	password: string
): Promise<string> {
	const good = await database.read((tx) => isGoodLink(tx, now(), linkTokens.digest(token), kind));
	if (!good) throw new DomainError('not_found');
	return hashPassword(password);
}
