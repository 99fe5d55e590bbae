import { permitted } from '#lib/administration/viewer.ts';
import { may } from '#lib/domain/permission.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { newApiToken } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import { oneOf } from '#lib/input/schemas.ts';
import type { Actions, PageServerLoad } from './$types';

/** Keys to the API: one's own, and for administrators those of everybody. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:tokens');
	const viewer = permitted(locals.viewer, 'token.keep');
	const oversees = may(viewer, 'token.manage');
	const whose = oversees && url.searchParams.get('whose') === 'all' ? 'all' : 'own';
	return {
		tokens: await found(locals.portal.queries.apiTokens(viewer, whose), url),
		whose,
		oversees,
		origin: locals.portal.installation.origin ?? url.origin
	};
};

export const actions: Actions = {
	create: (event) => {
		const actor = permitted(event.locals.viewer, 'token.keep');
		return submit(event, async (input) => {
			const { name, scopes, days } = parseInput(newApiToken, input);
			const made = await event.locals.portal.commands.createApiToken(actor, { name, scopes, days });
			// The only time it is ever told: the answer is no-store, like all of the panel.
			return { made: { name, token: made.token, hooks: scopes.includes('hooks') } };
		});
	},
	revoke: (event) => {
		const actor = permitted(event.locals.viewer, 'token.keep');
		return submit(event, async (input) => {
			const { id } = parseInput(oneOf, input);
			await event.locals.portal.commands.revokeApiToken(actor, id);
			return { revoked: id };
		});
	}
};
