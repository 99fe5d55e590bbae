import { error, type RequestEvent } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { newPassword, profilePatch } from '#lib/input/schemas.ts';
import { keepPreference } from '#lib/session/cookies.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => ({
	profile: await found(locals.portal.queries.profile(locals.viewer), url)
});

export const actions: Actions = {
	update: (event) =>
		submit(event, async (input) => {
			const patch = parseInput(profilePatch, input);
			await event.locals.portal.commands.updateProfile(signedIn(event), patch);
			keepPreference(event.cookies, event.url, 'lang', patch.language);
			return { updated: true };
		}),
	password: (event) =>
		submit(event, async (input) => {
			const { locals } = event;
			await locals.portal.commands.changePassword(
				signedIn(event),
				locals.sessionId ?? '',
				parseInput(newPassword, input),
				{ address: locals.address }
			);
			return { passwordChanged: true };
		})
};

function signedIn({ locals }: RequestEvent): NonNullable<Viewer> {
	return locals.viewer ?? error(401, { message: 'not_signed_in' });
}
