import { redirect } from '@sveltejs/kit';
import { isStaff } from '#lib/domain/people.ts';
import { submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { credentials } from '#lib/input/schemas.ts';
import { keepSession } from '#lib/session/cookies.ts';
import { safeNext } from '#lib/session/next.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { Actions, PageServerLoad } from './$types';

const DEMO_ACCOUNTS = [
	'admin@bazis.example',
	'manager@bazis.example',
	'client@bazis.example',
	'client2@bazis.example'
];

export const load: PageServerLoad = ({ locals, url }) => {
	const next = safeNext(url.searchParams.get('next'), '');
	// Whoever is signed in has nothing to do here; one without the right may sign in as another.
	if (locals.viewer && !url.searchParams.has('switch'))
		redirect(303, next || homeOf(locals.viewer));
	const { demo, demoPassword } = locals.portal.installation;
	return {
		next,
		accounts:
			demo && demoPassword !== null ? { emails: DEMO_ACCOUNTS, password: demoPassword } : null
	};
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ email, password, next }) => {
			const { locals, cookies, url, request } = event;
			const { commands, now } = locals.portal;
			const signedIn = await commands.signIn('web', parseInput(credentials, { email, password }), {
				address: locals.address,
				userAgent: request.headers.get('user-agent') ?? ''
			});
			// The session that may have been there ends; signing in never goes on with an old one.
			if (locals.sessionId) await commands.signOut(locals.sessionId);
			keepSession(cookies, url, signedIn, now());
			redirect(303, safeNext(next, homeOf(signedIn.viewer)));
		})
};

function homeOf(viewer: Viewer): string {
	return isStaff(viewer) ? '/panel' : '/cabinet';
}
