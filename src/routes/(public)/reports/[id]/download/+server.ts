import { fileResponse } from '#lib/files/file-response.ts';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** A report: staff's own for staff alone, public ones for everybody; asked anew each time. */
export const GET: RequestHandler = async ({ locals, params, url, request }) => {
	const id = /^[1-9]\d{0,14}$/.test(params.id) ? Number(params.id) : 0;
	const file = await found(locals.portal.queries.reportFile(locals.viewer, id));
	return fileResponse({ request, url }, file);
};
