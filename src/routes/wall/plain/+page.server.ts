import { isDomainError } from '#lib/domain/errors.ts';
import { screenToken } from '#lib/session/cookies.ts';
import { readShowing } from '../showing.ts';
import type { PageServerLoad } from './$types';

// The browsers this page is for know nothing of modules: it brings a script of its own.
export const csr = false;

/** The board of a television that is too old for `/wall`; the same identity, the same data. */
export const load: PageServerLoad = async ({ locals, cookies, url }) => {
	const now = locals.portal.now();
	try {
		const token = screenToken(cookies, url);
		return { now, showing: await readShowing(locals.portal, token, { cookies, url }), away: false };
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		return { now, showing: null, away: true };
	}
};
