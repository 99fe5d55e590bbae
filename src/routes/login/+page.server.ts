import { redirect } from '@sveltejs/kit';
import { isDomainError } from '#lib/domain/errors.ts';
import { submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { credentials } from '#lib/input/schemas.ts';
import { keepSession } from '#lib/session/cookies.ts';
import { homeOf } from '#lib/session/home.ts';
import { safeNext } from '#lib/session/next.ts';
import { keepStep } from '#lib/session/steps.ts';
import type { Actions, PageServerLoad } from './$types';

const DEMO_ACCOUNTS = [
	'admin@bazis.example',
	'manager@bazis.example',
	'client@bazis.example',
	'client2@bazis.example'
];

export const load: PageServerLoad = async ({ locals, url }) => {
	const next = safeNext(url.searchParams.get('next'), '');
	// Whoever is signed in has nothing to do here; one without the right may sign in as another.
	if (locals.viewer && !url.searchParams.has('switch'))
		redirect(303, next || homeOf(locals.viewer));
	const { demo, demoPassword } = locals.portal.installation;
	const { registration } = await locals.portal.queries.settings();
	return {
		next,
		/** A new password was just set. */
		reset: url.searchParams.get('done') === 'reset',
		mayRegister: registration === 'open',
		accounts:
			demo && demoPassword !== null ? { emails: DEMO_ACCOUNTS, password: demoPassword } : null
	};
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ email, password, next }) => {
			const { locals, cookies, url, request } = event;
			const { commands, now } = locals.portal;
			const origin = {
				address: locals.address,
				userAgent: request.headers.get('user-agent') ?? ''
			};
			const given = parseInput(credentials, { email, password });
			const signedIn = await commands.signIn('web', given, origin).catch((refused: unknown) => {
				if (!isDomainError(refused) || refused.step === null) throw refused;
				if (refused.code === 'not_confirmed') keepStep(cookies, url, 'confirm', refused.step);
				if (refused.code !== 'second_factor_required') throw refused;
				keepStep(cookies, url, 'code', refused.step);
				const after = safeNext(next, '');
				redirect(303, `/login/code${after === '' ? '' : `?next=${encodeURIComponent(after)}`}`);
			});
			// The session that may have been there ends; signing in never goes on with an old one.
			if (locals.sessionId) await commands.signOut(locals.sessionId);
			keepSession(cookies, url, signedIn, now());
			redirect(303, safeNext(next, homeOf(signedIn.viewer)));
		})
};
