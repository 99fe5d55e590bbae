import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Bound to what it is for: it opens nothing else, and nothing else opens this. */
const KIND = 'bazis-portal site request v1';

/** Nobody reads a form and fills it in sooner. */
const SOONEST_MS = 3_000;
const LATEST_MS = 24 * 3_600_000;

/** What a token says of the form it came with. */
export type RequestVerdict =
	| { readonly ok: true; readonly nonce: string }
	| { readonly ok: false; readonly why: 'forged' | 'too_fast' | 'expired' };

/**
 * Makes and checks what the form of strangers carries: when its page was made, signed, so that a
 * program that posts at once or for ever is told from somebody who writes. It names nobody.
 */
export function createRequestTokens(secret: string) {
	const signature = (text: string) =>
		createHmac('sha256', secret).update(`${KIND} ${text}`).digest();
	return {
		sign(now: number): string {
			const text = `${now}.${randomBytes(12).toString('base64url')}`;
			return `${text}.${signature(text).toString('base64url')}`;
		},
		verify(token: string, now: number): RequestVerdict {
			const [, text = '', time, nonce = '', given = ''] =
				/^((\d{1,15})\.([\w-]{16}))\.([\w-]{43})$/.exec(token) ?? [];
			const bytes = Buffer.from(given, 'base64url');
			const wanted = signature(text);
			if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted))
				return { ok: false, why: 'forged' };
			const age = now - Number(time);
			if (age < SOONEST_MS) return { ok: false, why: 'too_fast' };
			return age > LATEST_MS ? { ok: false, why: 'expired' } : { ok: true, nonce };
		}
	};
}

export type RequestTokens = ReturnType<typeof createRequestTokens>;
