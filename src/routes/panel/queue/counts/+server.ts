import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import { countViews } from '../view-counts.ts';
import type { RequestHandler } from './$types';

/** How many tickets the viewer's own views show, for those that the live window does not hold. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const { queries, installation } = locals.portal;
	const views = await found(queries.views(locals.viewer), url);
	const counts = countViews(queries, locals.viewer, views, installation.timeZone);
	return json(await found(counts, url));
};
