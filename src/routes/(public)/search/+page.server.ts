import { worded, type Language } from '#lib/domain/bilingual.ts';
import { excerptOf } from '#lib/domain/excerpt.ts';
import { searchWords } from '#lib/domain/search-words.ts';
import { LIMITS } from '#lib/input/limits.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

const DOCUMENTS = 10;

/** Everything public that holds the words that were asked for. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const q = (url.searchParams.get('q') ?? '').slice(0, LIMITS.query).trim();
	const { queries } = locals.portal;
	const words = searchWords(q);
	const results = q === '' ? [] : await found(queries.search(q));
	// As a visitor: what is for staff is looked for in the panel.
	const documents =
		words.length === 0 ? [] : (await found(queries.documents(null, { q, limit: DOCUMENTS }))).items;
	const language: Language = locals.locale;
	return {
		q,
		documents: documents.map(({ id, title, excerpt }) => ({ id, title, excerpt: excerpt ?? [] })),
		results: results.map(({ kind, hits }) => ({
			kind,
			hits: hits.map(({ title, text, href, at }) => {
				const told = worded(text, language);
				return {
					href,
					at,
					title: worded(title, language),
					lang: told.lang,
					excerpt: excerptOf(told.text, words)
				};
			})
		}))
	};
};
