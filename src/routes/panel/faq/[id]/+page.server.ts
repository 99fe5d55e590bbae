import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { parseInput } from '#lib/input/parse.ts';
import { faqForm } from '#lib/input/site.ts';
import { previewOf } from '#lib/site/preview.ts';
import type { Actions, PageServerLoad } from './$types';

/** One question to be written; none yet under `/panel/faq/new`. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:faq-entry');
	const entries = await found(locals.portal.queries.staffFaq(locals.viewer), url);
	if (params.id === 'new') return { entry: null, key: crypto.randomUUID() };
	const entry = entries.find(({ id }) => String(id) === params.id);
	return { entry: entry ?? error(404, { message: 'not_found' }), key: '' };
};

export const actions: Actions = {
	save: (event) =>
		submit(event, async ({ key, ...input }) => {
			const isNew = event.params.id === 'new';
			const saved = await event.locals.portal.commands.saveFaq(
				actorOf(event.locals.viewer),
				parseInput(faqForm, input),
				isNew ? undefined : idOf(event.params.id),
				sentKey(key)
			);
			if (isNew) redirect(303, `/panel/faq/${saved.id}?saved=1`);
			return { saved: saved.id, version: saved.version };
		}),
	preview: (event) =>
		submit(event, (input) =>
			Promise.resolve(previewOf(input, { title: 'question', text: 'answer' }))
		),
	delete: (event) =>
		submit(event, async () => {
			const id = idOf(event.params.id);
			await event.locals.portal.commands.deleteFaq(actorOf(event.locals.viewer), id);
			redirect(303, '/panel/faq?deleted=1');
		})
};

function idOf(text: string): number {
	return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : error(404, { message: 'not_found' });
}

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
