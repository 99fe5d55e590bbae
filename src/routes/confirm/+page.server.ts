import { redirect } from '@sveltejs/kit';
import { found, submit } from '#lib/forms/refusal.ts';
import { confirmation } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { keepSession } from '#lib/session/cookies.ts';
import { homeOf } from '#lib/session/home.ts';
import { forgetStep, stepKept } from '#lib/session/steps.ts';
import type { Actions, PageServerLoad } from './$types';

/** Asks first: mailboxes look at every link of a letter, and looking changes nothing. */
export const load: PageServerLoad = async ({ locals, url, cookies }) => {
	const token = url.searchParams.get('token') ?? '';
	const { queries } = locals.portal;
	const owner = await found(queries.linkOwner('confirm', token));
	const browser = stepKept(cookies, url, 'registration');
	const own = owner !== null && (await found(queries.isOwnRegistration(token, browser)));
	return { email: owner?.email ?? null, own };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ password }) => {
			const { locals, cookies, url, request } = event;
			const { commands, now } = locals.portal;
			const proof = {
				...parseInput(confirmation, { password }),
				browser: stepKept(cookies, url, 'registration')
			};
			const token = url.searchParams.get('token') ?? '';
			const signedIn = await commands.confirmRegistration(token, proof, {
				address: locals.address,
				userAgent: request.headers.get('user-agent') ?? ''
			});
			if (locals.sessionId) await commands.signOut(locals.sessionId);
			forgetStep(cookies, url, 'registration');
			keepSession(cookies, url, signedIn, now());
			redirect(303, homeOf(signedIn.viewer));
		})
};
