import { error, redirect } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { searchWords } from '#lib/domain/search-words.ts';
import { sentFile, withoutFiles } from '#lib/forms/files.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import {
	documentEdit,
	newDocument,
	newDocumentVersion,
	sectionName
} from '#lib/input/documents.ts';
import { LIMITS } from '#lib/input/limits.ts';
import { parseInput } from '#lib/input/parse.ts';
import { oneOf } from '#lib/input/schemas.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 30;
const HOME = '/panel/documents';

/** Documents page by page, and the one whose drawer is open with all of its versions. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:documents');
	const { queries } = locals.portal;
	const { viewer } = locals;
	const readAt = await found(queries.cursor(), url);
	const query = url.searchParams;
	const q = (query.get('q') ?? '').trim().slice(0, LIMITS.query);
	const category = query.get('category') ?? '';
	const access = query.get('access') ?? '';
	const filter = {
		q,
		...(category === '' ? {} : { category }),
		...(access === 'public' || access === 'staff' ? { public: access === 'public' } : {}),
		limit: PAGE,
		cursor: query.get('cursor') ?? undefined
	};
	const edited = /^[1-9]\d{0,14}$/.test(query.get('edit') ?? '') ? Number(query.get('edit')) : null;
	const [page, sections, document, versions] = await Promise.all([
		found(queries.documents(viewer, filter), url),
		found(queries.documentSections(viewer, 0), url),
		edited === null ? null : found(queries.document(viewer, edited), url),
		edited === null ? [] : found(queries.documentVersions(viewer, edited), url)
	]);
	return {
		readAt,
		page,
		sections: sections.map(({ name, documents }) => ({ name, documents })),
		words: searchWords(q),
		view: { q, category, access },
		document,
		versions,
		key: query.has('new') || query.has('/upload') ? crypto.randomUUID() : null
	};
};

export const actions: Actions = {
	upload: (event) =>
		submit(
			event,
			async ({ key, ...input }, form) => {
				const fields = parseInput(newDocument, withoutFiles(input));
				await event.locals.portal.commands.createDocument(
					actorOf(event.locals.viewer),
					{ ...fields, file: await sentFile(form) },
					sentKey(key)
				);
				redirect(303, HOME);
			},
			{ fileField: 'file' }
		),
	renew: (event) =>
		submit(
			event,
			async (input, form) => {
				const { id, note } = parseInput(newDocumentVersion, withoutFiles(input));
				await event.locals.portal.commands.addDocumentVersion(actorOf(event.locals.viewer), id, {
					note,
					file: await sentFile(form)
				});
				redirect(303, `${HOME}?edit=${id}`);
			},
			{ fileField: 'file' }
		),
	update: (event) =>
		submit(event, async (input) => {
			const { id, ...patch } = parseInput(documentEdit, input);
			await event.locals.portal.commands.updateDocument(actorOf(event.locals.viewer), id, patch);
			redirect(303, HOME);
		}),
	delete: (event) =>
		submit(event, async ({ id }) => {
			const document = parseInput(oneOf, { id });
			await event.locals.portal.commands.deleteDocument(actorOf(event.locals.viewer), document.id);
			redirect(303, HOME);
		}),
	section: (event) =>
		submit(event, async (input) => {
			const { from, to } = parseInput(sectionName, input);
			await event.locals.portal.commands.renameDocumentSection(
				actorOf(event.locals.viewer),
				from,
				to
			);
			redirect(303, `${HOME}?category=${encodeURIComponent(to)}`);
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
