import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const PAGE = 20;

/** News page by page, the latest first. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:news');
	const cursor = url.searchParams.get('cursor') ?? undefined;
	return { page: await found(locals.portal.queries.news({ limit: PAGE, cursor })) };
};
