import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const PAGE = 30;

/** Reports everybody may read; staff find theirs in the panel. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:reports');
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const reports = await found(locals.portal.queries.reports(null, { cursor, limit: PAGE }));
	return { reports: { ...reports, first: cursor === undefined } };
};
