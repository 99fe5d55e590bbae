import { createHash, createHmac, randomBytes } from 'node:crypto';
import { codeOf } from '#lib/domain/screen-code.ts';

/** By which a screen's token is told from those of people, and found by whoever looks for leaks. */
const MARK = 'sc_';

/** Bound to what it is for. */
const CODE_KIND = 'bazis-portal screen code v1';

/** A new token for a screen, and what is kept of it. */
export function newScreenToken(): { token: string; digest: string } {
	const token = MARK + randomBytes(32).toString('base64url');
	return { token, digest: screenTokenDigest(token) };
}

/** Is it such a token, by its looks? */
export function isScreenToken(token: string): boolean {
	return token.startsWith(MARK);
}

/** Of so many random bits a plain digest tells nothing: who reads the database gets no token. */
export function screenTokenDigest(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}

/** Under what a screen stands among sessions: for goodbyes and commands to its sockets. */
export function sessionIdOfScreen(id: number): string {
	return `screen:${id}`;
}

/** What a screen polls with while it waits, and what is kept of it. */
export function newDeviceCode(): { deviceCode: string; digest: string } {
	const deviceCode = randomBytes(32).toString('base64url');
	return { deviceCode, digest: screenTokenDigest(deviceCode) };
}

/** Makes codes that people type, and the digests they are kept by. */
export function createScreenCodes(secret: string) {
	return {
		newCode(): string {
			for (;;) {
				const code = codeOf(randomBytes(32));
				if (code !== null) return code;
			}
		},
		/** Keyed: of so few letters a plain digest would be looked up in a minute. */
		digestOf: (code: string): string =>
			createHmac('sha256', secret).update(`${CODE_KIND} ${code}`).digest('base64url')
	};
}

export type ScreenCodes = ReturnType<typeof createScreenCodes>;
