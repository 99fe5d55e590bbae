import { error, redirect } from '@sveltejs/kit';
import { submit } from '#lib/forms/refusal.ts';
import { firstAdmin } from '#lib/input/schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Open only with the one-time token that a fresh installation prints. */
export const load: PageServerLoad = async ({ locals, url }) => {
	await demandOpen(locals, url);
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ name, email, password }) => {
			// Before the password is hashed: without a token nobody makes the server work.
			const token = await demandOpen(event.locals, event.url);
			await event.locals.portal.commands.setUp(
				token,
				parseInput(firstAdmin, { name, email, password })
			);
			redirect(303, '/login');
		})
};

async function demandOpen(locals: App.Locals, url: URL): Promise<string> {
	const token = url.searchParams.get('token') ?? '';
	if (!token || !(await locals.portal.queries.isSetUpOpen(token)))
		error(404, { message: 'not_found' });
	return token;
}
