import { worded } from '#lib/domain/bilingual.ts';
import { found } from '#lib/forms/refusal.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { PageServerLoad } from './$types';

/** A piece of news in the reader's language, in Russian where there is no other. */
export const load: PageServerLoad = async ({ locals, params, depends }) => {
	depends('app:news');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor());
	const { slug, publishedAt, ...texts } = await found(queries.newsArticle(params.slug));
	const body = worded(texts.body, locals.locale);
	return {
		readAt,
		slug,
		publishedAt,
		title: worded(texts.title, locals.locale),
		summary: worded(texts.summary, locals.locale),
		body: { nodes: parseMarkdown(body.text, 2), lang: body.lang }
	};
};
