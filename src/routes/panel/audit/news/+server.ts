import { json } from '@sveltejs/kit';
import { readAuditAsk } from '#lib/administration/audit-ask.ts';
import { permitted } from '#lib/administration/viewer.ts';
import { found } from '#lib/forms/refusal.ts';
import type { RequestHandler } from './$types';

/** How many events came since the page was read, for a page that stays open. */
export const GET: RequestHandler = async ({ locals, url }) => {
	const viewer = permitted(locals.viewer, 'audit.read');
	const { queries, installation } = locals.portal;
	const { filter } = readAuditAsk(url.searchParams, installation.timeZone);
	const after = Number(url.searchParams.get('after') ?? Number.NaN);
	const known = Number.isSafeInteger(after) && after >= 0;
	return json({ count: known ? await found(queries.auditNews(viewer, filter, after)) : 0 });
};
