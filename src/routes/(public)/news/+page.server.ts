import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const PAGE = 20;

/** News page by page, the latest first. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:news');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor());
	const cursor = url.searchParams.get('cursor') ?? undefined;
	return { readAt, page: await found(queries.news({ limit: PAGE, cursor })) };
};
