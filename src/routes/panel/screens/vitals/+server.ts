import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** How the screens fare: it moves all the time, so the stream leaves it out. */
export const GET: RequestHandler = async ({ locals, url }) =>
	json(await found(locals.portal.queries.screenVitals(locals.viewer), url));
