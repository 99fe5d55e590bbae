import { createHmac, timingSafeEqual } from 'node:crypto';

/** Bound to what it is for: it opens nothing else, and nothing else opens this. */
const KIND = 'bazis-portal shift feed v1';

/**
 * Makes and checks the keys of personal calendars. A key is good as long as its serial is the
 * one its owner has: a new address, or none, makes every older one worthless.
 */
export function createFeedKeys(secret: string) {
	const signature = (id: number, serial: number) =>
		createHmac('sha256', secret).update(`${KIND} ${id} ${serial}`).digest();
	return {
		sign(id: number, serial: number): string {
			return `${id}-${serial}-${signature(id, serial).toString('base64url')}`;
		},
		/** Whose calendar it is and by which serial, or null when it is not one of ours. */
		verify(key: string): { readonly id: number; readonly serial: number } | null {
			const match = /^([1-9]\d{0,14})-([1-9]\d{0,8})-([\w-]{43})$/.exec(key);
			if (!match) return null;
			const [id, serial] = [Number(match[1]), Number(match[2])];
			const given = Buffer.from(match[3] ?? '', 'base64url');
			const wanted = signature(id, serial);
			return given.length === wanted.length && timingSafeEqual(given, wanted)
				? { id, serial }
				: null;
		}
	};
}

export type FeedKeys = ReturnType<typeof createFeedKeys>;
