import { hkdfSync } from 'node:crypto';

/** What keys derived of the installation's one secret are for: one opens nothing of another. */
export type Purpose = 'account link' | 'form stamp' | 'sign-in step' | 'second factor' | 'recovery';

const KEY_BYTES = 32;

/** A key for one purpose, derived of the installation's secret (HKDF with SHA-256). */
export function purposeKey(secret: string, purpose: Purpose): Buffer {
	return Buffer.from(hkdfSync('sha256', secret, '', `bazis-portal ${purpose} v1`, KEY_BYTES));
}
