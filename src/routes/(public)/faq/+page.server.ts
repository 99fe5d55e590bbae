import { worded } from '#lib/domain/bilingual.ts';
import { LIMITS } from '#lib/input/limits.ts';
import { found } from '#lib/forms/refusal.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { PageServerLoad } from './$types';

/**
 * Answers are read, not followed: without the script of the page each is sent once, not as markup
 * and as data for it.
 */
export const csr = false;

/** All questions with their answers; what is looked for is found in the page, with or without script. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const entries = await found(locals.portal.queries.faq());
	return {
		/** Nothing on the page follows the stream. */
		still: true,
		q: (url.searchParams.get('q') ?? '').slice(0, LIMITS.query),
		entries: entries.map(({ slug, group, question, answer }) => {
			const words = worded(answer, locals.locale);
			return {
				slug,
				group,
				question: worded(question, locals.locale),
				lang: words.lang,
				nodes: parseMarkdown(words.text)
			};
		})
	};
};
