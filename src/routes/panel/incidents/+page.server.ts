import { error, redirect } from '@sveltejs/kit';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import { newIncident } from '#lib/input/incident-schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import { readWithin } from './within.ts';
import type { Actions, PageServerLoad } from './$types';

const PAGE = 30;

/**
 * Earlier incidents, page by page, or those that a figure counted; what is open or recent comes
 * with the live state.
 */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:incidents');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor(), url);
	const within = readWithin(url.searchParams);
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const opening = url.searchParams.has('new') || url.searchParams.has('/create');
	return {
		readAt,
		deep: cursor !== undefined,
		within,
		now: locals.portal.now(),
		key: opening ? crypto.randomUUID() : null,
		earlier: await found(
			queries.incidents(locals.viewer, { ...within?.filter, limit: PAGE, cursor }),
			url
		)
	};
};

export const actions: Actions = {
	create: (event) =>
		submit(event, async ({ key, ...input }) => {
			const { incident } = await event.locals.portal.commands.createIncident(
				event.locals.viewer ?? error(401, { message: 'not_signed_in' }),
				parseInput(newIncident, {
					...withoutEmpty(input, ['severity']),
					...impactOf(input)
				}),
				sentKey(key)
			);
			redirect(303, `/panel/incidents/${incident.number}`);
		})
};

/** The form offers an impact for every service; only those of the chosen ones are meant. */
function impactOf({ services, impact }: Record<string, unknown>): Record<string, unknown> {
	if (typeof impact !== 'object' || impact === null) return {};
	const chosen = new Set(Array.isArray(services) ? services : []);
	const meant = Object.entries(impact).filter(([slug, state]) => chosen.has(slug) && state !== '');
	return { impact: Object.fromEntries(meant) };
}
