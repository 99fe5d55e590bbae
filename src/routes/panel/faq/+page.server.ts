import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { faqMove, faqOrder } from '#lib/input/site.ts';
import type { Actions, PageServerLoad } from './$types';

/** All questions in the order of the page, unpublished ones among them. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:faq');
	return { entries: await found(locals.portal.queries.staffFaq(locals.viewer), url) };
};

export const actions: Actions = {
	move: (event) =>
		submit(event, async (input) => {
			const { id, direction } = parseInput(faqMove, input);
			await event.locals.portal.commands.moveFaq(actorOf(event.locals.viewer), id, direction);
			return { moved: id };
		}),
	order: (event) =>
		submit(event, async (input) => {
			const { ids } = parseInput(faqOrder, input);
			await event.locals.portal.commands.orderFaq(actorOf(event.locals.viewer), ids);
			return { ordered: true };
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
