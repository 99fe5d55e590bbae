import { firstShowing } from './showing.ts';
import type { PageServerLoad } from './$types';

/** A television: its board when it is paired. */
export const load: PageServerLoad = ({ locals, cookies, url }) =>
	firstShowing(locals.portal, { cookies, url });
