import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

/** Tickets that were taken away, for administrators: all that is left of them is their history. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const before = url.searchParams.get('cursor') ?? undefined;
	return { deleted: await found(locals.portal.queries.deletedTickets(locals.viewer, before), url) };
};
