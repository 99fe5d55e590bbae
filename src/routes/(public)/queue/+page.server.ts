import { audienceOf } from '#lib/domain/audience.ts';
import { found } from '#lib/forms/refusal.ts';
import { readFilter } from './filter.ts';
import { firstRows } from './first.ts';
import type { PageServerLoad } from './$types';

/**
 * The first rows of the queue, as the address narrows it down. Once there, another filter needs
 * no request: the stream has brought all tickets.
 */
export const load: PageServerLoad = async ({ locals, url, untrack }) => {
	const { portal, viewer } = locals;
	const { state } = await found(portal.queries.live(audienceOf(viewer)));
	const query = untrack(() => url.searchParams);
	const services = state.services.map(({ slug }) => slug);
	return { first: firstRows(state.tickets, readFilter(query, services), portal.now()) };
};
