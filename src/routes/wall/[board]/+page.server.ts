import { error } from '@sveltejs/kit';
import { audienceOf } from '#lib/domain/audience.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

/** Boards there are; more come with the screens that show them. */
const BOARDS = ['noc'] as const;

export const load: PageServerLoad = async ({ locals, params, url }) => {
	const board = BOARDS.find((name) => name === params.board);
	if (!board) error(404, { message: 'not_found' });
	const { queries } = locals.portal;
	const [live, history] = await found(
		Promise.all([
			queries.live(audienceOf(locals.viewer)),
			queries.incidents(locals.viewer, { limit: 20 })
		]),
		url
	);
	const last = history.items.find(({ resolvedAt }) => resolvedAt !== null);
	return {
		board,
		live,
		lastResolved: last
			? { number: last.number, title: last.title, resolvedAt: last.resolvedAt }
			: null
	};
};
