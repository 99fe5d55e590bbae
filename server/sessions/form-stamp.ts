import { createHmac, timingSafeEqual } from 'node:crypto';
import { purposeKey } from './purpose-key.ts';

/** Nobody fills in a form sooner, in milliseconds. */
const SOONEST_MS = 2_000;

/** A form may lie open this long. */
const LATEST_MS = 24 * 3_600_000;

/** Stamps forms with the moment they were given out, so that haste can be told. */
export function createFormStamps(secret: string, now: () => number) {
	const key = purposeKey(secret, 'form stamp');
	const signature = (at: string) => createHmac('sha256', key).update(at).digest();
	return {
		make(): string {
			const at = String(now());
			return `${at}.${signature(at).toString('base64url')}`;
		},
		/** Sent as people send forms: given out by us, and not the blink of an eye ago. */
		isUnhurried(stamp: string): boolean {
			const [, at = '', given = ''] = /^(\d{1,15})\.([\w-]{43})$/.exec(stamp) ?? [];
			const bytes = Buffer.from(given, 'base64url');
			const wanted = signature(at);
			if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) return false;
			const age = now() - Number(at);
			return age >= SOONEST_MS && age <= LATEST_MS;
		}
	};
}

export type FormStamps = ReturnType<typeof createFormStamps>;
