import { redirect } from '@sveltejs/kit';
import { found, submit } from '#lib/forms/refusal.ts';
import { passwordToSet } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { forgetSession } from '#lib/session/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const token = url.searchParams.get('token') ?? '';
	const owner = await found(locals.portal.queries.linkOwner('reset', token));
	return { email: owner?.email ?? null };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async (input) => {
			const { locals, cookies, url } = event;
			const { password } = parseInput(passwordToSet, input);
			const token = url.searchParams.get('token') ?? '';
			await locals.portal.commands.resetPassword(token, password, { address: locals.address });
			forgetSession(cookies, url);
			redirect(303, '/login?done=reset');
		})
};
