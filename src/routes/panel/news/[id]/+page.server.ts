import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { withInstants } from '#lib/forms/local-time.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { parseInput } from '#lib/input/parse.ts';
import { newsForm } from '#lib/input/site.ts';
import { previewOf } from '#lib/site/preview.ts';
import type { Actions, PageServerLoad } from './$types';

/** One piece of news to be written; none yet under `/panel/news/new`. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:news-item');
	const { queries } = locals.portal;
	if (params.id === 'new') {
		// Asked all the same: whoever may not write is told so, as on every other page of it.
		await found(queries.staffNews(locals.viewer, { limit: 1 }), url);
		return { item: null, key: crypto.randomUUID() };
	}
	const item = await found(queries.staffNewsItem(locals.viewer, idOf(params.id)), url);
	return { item, key: '' };
};

export const actions: Actions = {
	save: (event) =>
		submit(event, async ({ key, ...input }) => {
			const { commands, installation } = event.locals.portal;
			const parsed = parseInput(
				newsForm,
				withInstants(input, ['publishAt'], installation.timeZone)
			);
			const isNew = event.params.id === 'new';
			const saved = await commands.saveNews(
				actorOf(event.locals.viewer),
				parsed,
				isNew ? undefined : idOf(event.params.id),
				sentKey(key)
			);
			if (isNew) redirect(303, `/panel/news/${saved.id}?saved=1`);
			return { saved: saved.state, version: saved.version };
		}),
	preview: (event) =>
		submit(event, (input) => Promise.resolve(previewOf(input, { title: 'title', text: 'body' }))),
	delete: (event) =>
		submit(event, async () => {
			const id = idOf(event.params.id);
			await event.locals.portal.commands.deleteNews(actorOf(event.locals.viewer), id);
			redirect(303, '/panel/news?deleted=1');
		})
};

function idOf(text: string): number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : error(404, { message: 'not_found' });
}

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
