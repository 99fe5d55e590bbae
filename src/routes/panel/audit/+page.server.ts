import { readAuditAsk } from '#lib/administration/audit-ask.ts';
import { permitted } from '#lib/administration/viewer.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

/** What happened, as far as the address narrows it. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:audit');
	const viewer = permitted(locals.viewer, 'audit.read');
	const { queries, installation } = locals.portal;
	const { filter, typed } = readAuditAsk(url.searchParams, installation.timeZone);
	const [record, staff] = await found(
		Promise.all([queries.audit(viewer, filter), queries.staff()]),
		url
	);
	return { record, typed, staff, retentionDays: installation.retentionDays };
};
