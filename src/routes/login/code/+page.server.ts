import { redirect } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import { submit } from '#lib/forms/refusal.ts';
import { codeOnly } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { keepSession } from '#lib/session/cookies.ts';
import { homeOf } from '#lib/session/home.ts';
import { safeNext } from '#lib/session/next.ts';
import { forgetStep, stepKept } from '#lib/session/steps.ts';
import type { Actions, PageServerLoad } from './$types';

/** The second step of signing in, for whoever has just given the right password. */
export const load: PageServerLoad = ({ cookies, url }) => {
	const next = safeNext(url.searchParams.get('next'), '');
	if (stepKept(cookies, url, 'code') === '') redirect(303, backTo(next));
	return { next };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ code, next }) => {
			const { locals, cookies, url, request } = event;
			const { commands, now } = locals.portal;
			const input = parseInput(codeOnly, { code });
			const origin = {
				address: locals.address,
				userAgent: request.headers.get('user-agent') ?? ''
			};
			try {
				const step = stepKept(cookies, url, 'code');
				const signedIn = await commands.signInByCode(step, input.code, origin);
				if (locals.sessionId) await commands.signOut(locals.sessionId);
				forgetStep(cookies, url, 'code');
				keepSession(cookies, url, signedIn, now());
				redirect(303, safeNext(next, homeOf(signedIn.viewer)));
			} catch (refused) {
				// The first step was too long ago, or the password is another one by now.
				if (!isDomainError(refused) || refused.code !== 'not_found') throw refused;
				forgetStep(cookies, url, 'code');
				redirect(303, backTo(safeNext(next, '')));
			}
		})
};

function backTo(next: string): string {
	return next === '' ? '/login' : `/login?next=${encodeURIComponent(next)}`;
}
