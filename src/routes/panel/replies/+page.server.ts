import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { cannedReply, oneOf } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Canned replies: one's own and those of all staff. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:replies');
	return { replies: await found(locals.portal.queries.replies(locals.viewer), url) };
};

export const actions: Actions = {
	create: (event) =>
		submit(event, async (input) => ({
			saved: await event.locals.portal.commands.saveReply(
				actorOf(event.locals.viewer),
				parseInput(cannedReply, input)
			)
		})),
	update: (event) =>
		submit(event, async ({ id, ...input }) => ({
			saved: await event.locals.portal.commands.saveReply(actorOf(event.locals.viewer), {
				...parseInput(oneOf, { id }),
				...parseInput(cannedReply, input)
			})
		})),
	delete: (event) =>
		submit(event, async ({ id }) => {
			const reply = parseInput(oneOf, { id });
			await event.locals.portal.commands.deleteReply(actorOf(event.locals.viewer), reply.id);
			return { deleted: reply.id };
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
