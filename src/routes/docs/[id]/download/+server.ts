import { error } from '@sveltejs/kit';
import { fileResponse } from '#lib/files/file-response.ts';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** The latest file of a document, or `?version=` of it for staff: who may is asked each time. */
export const GET: RequestHandler = async ({ locals, params, url, request }) => {
	const { queries, commands } = locals.portal;
	const asked = url.searchParams.get('version');
	const [id, version] = [numberOf(params.id), asked === null ? undefined : numberOf(asked)];
	const file = await found(queries.documentFile(locals.viewer, id, version));
	const response = await fileResponse({ request, url }, file);
	if (request.method === 'GET') await commands.countDownload(file.versionId);
	return response;
};

function numberOf(text: string): number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : error(404, { message: 'not_found' });
}
