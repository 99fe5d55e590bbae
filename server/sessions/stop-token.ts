import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bound to what it is for: it opens nothing else, and nothing else opens this. */
const KIND = 'bazis-portal mail stop v1';

/**
 * Makes and checks the keys that stop letters to a person. They do not expire: an old letter
 * has to be as good for it as a new one.
 */
export function createStopTokens(secret: string) {
	const signature = (id: number) => createHmac('sha256', secret).update(`${KIND} ${id}`).digest();
	return {
		sign(id: number): string {
			return `${id}.${signature(id).toString('base64url')}`;
		},
		/** Whose letters it stops, or null when it is not one of ours. */
		verify(token: string): number | null {
			const [, digits, given = ''] = /^([1-9]\d{0,14})\.([\w-]{43})$/.exec(token) ?? [];
			if (digits === undefined) return null;
			const bytes = Buffer.from(given, 'base64url');
			const wanted = signature(Number(digits));
			return bytes.length === wanted.length && timingSafeEqual(bytes, wanted)
				? Number(digits)
				: null;
		}
	};
}

export type StopTokens = ReturnType<typeof createStopTokens>;
