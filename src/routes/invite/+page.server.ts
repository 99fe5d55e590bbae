import { redirect } from '@sveltejs/kit';
import { found, submit } from '#lib/forms/refusal.ts';
import { acceptance } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { keepSession } from '#lib/session/cookies.ts';
import { homeOf } from '#lib/session/home.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const token = url.searchParams.get('token') ?? '';
	return { owner: await found(locals.portal.queries.linkOwner('invite', token)) };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ name, password }) => {
			const { locals, cookies, url, request } = event;
			const { commands, now } = locals.portal;
			const input = parseInput(acceptance, { name, password });
			const token = url.searchParams.get('token') ?? '';
			const signedIn = await commands.acceptInvite(token, input, {
				address: locals.address,
				userAgent: request.headers.get('user-agent') ?? ''
			});
			if (locals.sessionId) await commands.signOut(locals.sessionId);
			keepSession(cookies, url, signedIn, now());
			redirect(303, homeOf(signedIn.viewer));
		})
};
