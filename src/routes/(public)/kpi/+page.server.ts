import { found } from '#lib/forms/refusal.ts';
import { readKpiPage } from '#lib/kpi/read.ts';
import type { PageServerLoad } from './$types';

/** The figures the viewer may see, one of them drawn, as the address asks for them. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const { portal, viewer } = locals;
	return {
		readAt: await found(portal.queries.cursor(), url),
		kpi: await found(readKpiPage(portal, viewer, url.searchParams), url),
		/** Asked for by people without script: with it the whole comes by itself, once it is needed. */
		whole: url.searchParams.has('all')
	};
};
