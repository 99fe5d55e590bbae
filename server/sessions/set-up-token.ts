import { createHash } from 'node:crypto';

/** Where the digest of the one-time set-up token is kept. */
export const SETUP_KEY = 'setup_token';

/** Only a digest is kept: who reads the database cannot enter by it. */
export function setUpDigest(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}
