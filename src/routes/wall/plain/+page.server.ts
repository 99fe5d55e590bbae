import { firstShowing } from '../showing.ts';
import type { PageServerLoad } from './$types';

// The browsers this page is for know nothing of modules: it brings a script of its own.
export const csr = false;

/** The board of a television that is too old for `/wall`; the same identity, the same data. */
export const load: PageServerLoad = async ({ locals, cookies, url }) => ({
	now: locals.portal.now(),
	...(await firstShowing(locals.portal, { cookies, url }))
});
