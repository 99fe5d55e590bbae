import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** What monitoring said last: mere repetition is in no event, and a page asks for it. */
export const GET: RequestHandler = async ({ locals, params, url }) =>
	json(await found(locals.portal.queries.incidentAlert(locals.viewer, params.number), url));
