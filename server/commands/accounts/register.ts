import { z } from 'zod';
import { addressKey } from '#server/sessions/address-key.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectSettings } from '#server/records/settings-record.ts';
import { digestOf } from '#server/sessions/link-tokens.ts';
import { hashPassword } from '#server/sessions/password.ts';
import { passwordMark } from '#server/sessions/step-token.ts';
import { insertPerson } from '../insert-person.ts';
import { accountByEmail, lockAccount, personOf, type AccountRow } from './account-row.ts';
import { isPestered, makeLink, oweLetter } from './links.ts';
import { HOUR_MS, type AccountParts } from './parts.ts';

/** Registrations from one address in an hour, and for how many one in haste counts. */
const AN_HOUR = 30;
const HASTE = 3;

/** What a registration sets once its link was opened: it stays with the link until then. */
export const keptRegistration = z.object({
	name: z.string(),
	passwordHash: z.string(),
	/** Digest of the secret that the browser keeps. */
	browser: z.string()
});

/** Makes an account for somebody who says that the mailbox is his. */
export function register(parts: AccountParts): Commands['register'] {
	return async ({ name, email, password, organization }, { address, stamp, browser }) => {
		await parts.throttle.take({
			key: `register:${addressKey(address)}`,
			limit: AN_HOUR,
			window: HOUR_MS,
			weight: parts.stamps.isUnhurried(stamp) ? 1 : HASTE
		});
		const { settings } = await parts.database.read(selectSettings);
		if (settings.registration === 'closed') throw new DomainError('forbidden');
		// Whether there is an account or not: the time must not tell.
		const passwordHash = await hashPassword(password);
		const registration = JSON.stringify({
			name,
			passwordHash,
			browser: digestOf(browser)
		} satisfies z.input<typeof keptRegistration>);
		await parts.execute(async (context) => {
			const known = await accountByEmail(context.tx, email);
			if (known)
				return registerAgain(parts, context, known, { passwordHash, registration, address });
			const { tx, now, record } = context;
			const id = await insertPerson(tx, now, {
				email,
				name,
				role: 'client',
				organization,
				passwordHash,
				unconfirmed: true
			});
			await makeLink(context, parts.linkTokens, { kind: 'confirm', userId: id, registration });
			record({
				type: 'person.registered',
				actor: SYSTEM,
				person: { id, email, role: 'client' },
				address
			});
		});
	};
}

/** The address has an account: nobody but its mailbox is told so. */
async function registerAgain(
	{ linkTokens }: AccountParts,
	context: CommandContext,
	known: AccountRow,
	{
		passwordHash,
		registration,
		address
	}: { passwordHash: string; registration: string; address: string }
): Promise<void> {
	const { tx, now, record, tells } = context;
	record({ type: 'person.registered_again', actor: SYSTEM, person: personOf(known), address });
	if (known.blockedAt !== null) return;
	if (!mayStillRegister(known)) {
		const hour = Math.floor(now / HOUR_MS);
		if (tells)
			await oweLetter(tx, now, known.id, `known:${known.id}:${hour}`, { account: 'known' });
		return;
	}
	// An account that staff made is nobody's until its link is opened: it gets no password here.
	if (known.unconfirmedSince !== null)
		await tx.run(
			`UPDATE users SET password_hash = $2 WHERE id = $1 AND unconfirmed_since IS NOT NULL`,
			[known.id, passwordHash]
		);
	if (await isPestered(tx, now, 'confirm', known.id)) return;
	await makeLink(context, linkTokens, { kind: 'confirm', userId: known.id, registration });
}

/** Not yet confirmed, or a client for whom staff filed tickets. Staff are invited. */
function mayStillRegister({ role, passwordHash, unconfirmedSince }: AccountRow): boolean {
	return unconfirmedSince !== null || (role === 'client' && passwordHash === null);
}

/** Sends the link once more, to whoever has just given the right password. */
export function sendConfirmation(parts: AccountParts): Commands['sendConfirmation'] {
	return async (step, { address }) => {
		const half = parts.stepTokens.verify('confirm', step);
		if (!half) throw new DomainError('not_found');
		await parts.throttle.take({
			key: `register:${addressKey(address)}`,
			limit: AN_HOUR,
			window: HOUR_MS
		});
		await parts.execute(async (context) => {
			const { tx, now, record } = context;
			const account = await lockAccount(tx, half.userId);
			const { passwordHash, unconfirmedSince } = account ?? {};
			if (!account || !passwordHash || passwordMark(passwordHash) !== half.password)
				throw new DomainError('not_found');
			if (!unconfirmedSince || (await isPestered(tx, now, 'confirm', account.id))) return;
			const registration = JSON.stringify({
				name: account.name,
				passwordHash,
				browser: ''
			} satisfies z.input<typeof keptRegistration>);
			const link = { kind: 'confirm', userId: account.id, registration } as const;
			await makeLink(context, parts.linkTokens, link);
			record({
				type: 'person.registered_again',
				actor: SYSTEM,
				person: personOf(account),
				address
			});
		});
	};
}
