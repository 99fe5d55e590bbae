import { redirect } from '@sveltejs/kit';
import { fileResponse } from '#lib/files/file-response.ts';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** A file of a ticket, for whoever may see what it is attached to: asked anew each time. */
export const GET: RequestHandler = async ({ locals, params, url, request }) => {
	// Whether it exists is not told to strangers: all of them are led to the sign-in.
	if (!locals.viewer) redirect(303, `/login?next=${encodeURIComponent(url.pathname)}`);
	const id = /^[1-9]\d{0,14}$/.test(params.id) ? Number(params.id) : 0;
	const file = await found(locals.portal.queries.attachment(locals.viewer, id), url);
	return fileResponse({ request, url }, file);
};
