import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { LinkKind } from '#lib/domain/account-link.ts';
import { purposeKey } from './purpose-key.ts';

/**
 * Tokens of one-time links. A token is derived of a random number by a key that the database
 * does not hold: so it stands nowhere, neither in the table of links nor in that of mails, and
 * can be written into a letter all the same.
 */
export function createLinkTokens(secret: string) {
	const key = purposeKey(secret, 'account link');
	return {
		/** A random number to derive a token of. */
		nonce(): string {
			return randomBytes(24).toString('base64url');
		},
		token(kind: LinkKind, nonce: string): string {
			return createHmac('sha256', key).update(`${kind} ${nonce}`).digest('base64url');
		},
		digest: digestOf
	};
}

/** What is kept of a token, or of anything else that is random enough not to be guessed. */
export function digestOf(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}

export type LinkTokens = ReturnType<typeof createLinkTokens>;
