import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts what the database keeps and has to be read again. `bound` is whose it is: copied into
 * the row of somebody else it does not open.
 */
export function createSeal(key: Buffer) {
	return {
		close(text: string, bound: string): string {
			const nonce = randomBytes(NONCE_BYTES);
			const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(Buffer.from(bound));
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
		},
		/** Null when it was sealed with another key or for somebody else, or was tampered with. */
		open(sealed: string, bound: string): string | null {
			const bytes = Buffer.from(sealed, 'base64url');
			const nonce = bytes.subarray(0, NONCE_BYTES);
			const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
			try {
				const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES })
					.setAAD(Buffer.from(bound))
					.setAuthTag(tag);
				const body = bytes.subarray(NONCE_BYTES + TAG_BYTES);
				return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
			} catch {
				return null;
			}
		}
	};
}
