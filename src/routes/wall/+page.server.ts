import { isDomainError } from '#lib/domain/errors.ts';
import { screenToken } from '#lib/session/cookies.ts';
import { readShowing } from './showing.ts';
import type { PageServerLoad } from './$types';

/**
 * A television: its board when it is paired. While the database is away nobody can tell; then it
 * is asked again from the page, which has nobody to press a key on an error page.
 */
export const load: PageServerLoad = async ({ locals, cookies, url }) => {
	try {
		return {
			showing: await readShowing(locals.portal, screenToken(cookies, url), { cookies, url }),
			unknown: false
		};
	} catch (refused) {
		if (!isDomainError(refused)) throw refused;
		return { showing: null, unknown: true };
	}
};
