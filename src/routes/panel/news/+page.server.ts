import { NEWS_STATES } from '#lib/domain/news-item.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const PAGE = 30;

/** News in every state, what was changed last first. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:news');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor(), url);
	const state = NEWS_STATES.find((known) => known === url.searchParams.get('state'));
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const filter = { state, limit: PAGE, cursor };
	return {
		readAt,
		state: state ?? null,
		page: await found(queries.staffNews(locals.viewer, filter), url)
	};
};
