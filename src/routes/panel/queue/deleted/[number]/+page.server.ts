import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

/** What is left of one deleted ticket. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const { queries } = locals.portal;
	const ticket = await found(queries.deletedTicket(locals.viewer, params.number), url);
	return {
		ticket,
		history: await found(queries.history(locals.viewer, params.number), url),
		staff: await queries.staff()
	};
};
