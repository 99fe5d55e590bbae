import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { movedView, oneOf, renamedView } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** The viewer's own views of the queue, to be named, put in order and taken away. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:views');
	return { views: await found(locals.portal.queries.views(locals.viewer), url) };
};

export const actions: Actions = {
	rename: (event) =>
		submit(event, async (input) => ({
			renamed: await event.locals.portal.commands.saveView(
				actorOf(event.locals.viewer),
				parseInput(renamedView, input)
			)
		})),
	move: (event) =>
		submit(event, async (input) => {
			const { id, direction } = parseInput(movedView, input);
			await event.locals.portal.commands.moveView(actorOf(event.locals.viewer), id, direction);
			return { moved: id };
		}),
	delete: (event) =>
		submit(event, async (input) => {
			const { id } = parseInput(oneOf, input);
			await event.locals.portal.commands.deleteView(actorOf(event.locals.viewer), id);
			return { deleted: id };
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
