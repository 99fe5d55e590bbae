import { json } from '@sveltejs/kit';
import { found } from '#lib/forms/refusal.ts';
import { readKpiPage } from '#lib/kpi/read.ts';
import type { RequestHandler } from './$types';

/** What the page shows, read anew: an open page asks for it when the stream says it has moved. */
export const GET: RequestHandler = async ({ locals, url }) =>
	json(await found(readKpiPage(locals.portal, locals.viewer, url.searchParams), url));
