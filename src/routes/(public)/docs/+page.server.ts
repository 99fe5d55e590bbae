import { found } from '#lib/forms/refusal.ts';
import { LIMITS } from '#lib/input/limits.ts';
import { searchWords } from '#lib/domain/search-words.ts';
import type { PageServerLoad } from './$types';

/** Documents of a section that its part of the overview shows. */
const OF_EACH = 5;
const PAGE = 30;

/** Every section with its latest documents; or one section, or what was looked for, page by page. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:documents');
	const { queries } = locals.portal;
	const { viewer } = locals;
	const readAt = await found(queries.cursor());
	const q = (url.searchParams.get('q') ?? '').trim().slice(0, LIMITS.query);
	const category = url.searchParams.get('category') ?? '';
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const narrowed = q !== '' || category !== '';
	const [sections, page] = await Promise.all([
		found(queries.documentSections(viewer, OF_EACH)),
		narrowed
			? found(
					queries.documents(viewer, {
						q,
						...(category === '' ? {} : { category }),
						limit: PAGE,
						cursor
					})
				)
			: null
	]);
	return { readAt, sections, page, q, category, words: searchWords(q) };
};
