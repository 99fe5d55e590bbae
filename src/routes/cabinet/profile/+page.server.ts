import { redirect } from '@sveltejs/kit';
import { may } from '#lib/domain/permission.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { oneSession } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { newPassword, profilePatch } from '#lib/input/schemas.ts';
import { namePublicity } from '#lib/input/shifts.ts';
import { keepPreference } from '#lib/session/cookies.ts';
import { signedInOf } from '#lib/session/signed-in.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:sessions');
	const { queries } = locals.portal;
	const [profile, sessions, { since, codesLeft }, schedule] = await found(
		Promise.all([
			queries.profile(locals.viewer),
			queries.ownSessions(locals.viewer, locals.sessionId ?? ''),
			queries.secondFactor(locals.viewer),
			may(locals.viewer, 'shift.feed') ? queries.ownSchedule(locals.viewer) : null
		]),
		url
	);
	return { profile, sessions, factor: { since, codesLeft }, schedule };
};

export const actions: Actions = {
	update: (event) =>
		submit(event, async (input) => {
			const patch = parseInput(profilePatch, input);
			await event.locals.portal.commands.updateProfile(signedInOf(event), patch);
			keepPreference(event.cookies, event.url, 'lang', patch.language);
			return { updated: true };
		}),
	schedule: (event) =>
		submit(event, async (input) => {
			const viewer = signedInOf(event);
			const { publicName } = parseInput(namePublicity, input);
			await event.locals.portal.commands.setPublicName(viewer, viewer.id, publicName);
			return { scheduled: true };
		}),
	openFeed: (event) =>
		submit(event, async () => {
			await event.locals.portal.commands.openShiftFeed(signedInOf(event));
			redirect(303, '/cabinet/profile#shifts');
		}),
	closeFeed: (event) =>
		submit(event, async () => {
			await event.locals.portal.commands.closeShiftFeed(signedInOf(event));
			redirect(303, '/cabinet/profile#shifts');
		}),
	password: (event) =>
		submit(event, async (input) => {
			const { locals } = event;
			await locals.portal.commands.changePassword(
				signedInOf(event),
				locals.sessionId ?? '',
				parseInput(newPassword, input),
				{ address: locals.address }
			);
			return { passwordChanged: true };
		}),
	endSession: (event) =>
		submit(event, async (input) => {
			const { id } = parseInput(oneSession, input);
			await event.locals.portal.commands.endOwnSession(signedInOf(event), id);
			return { ended: 1 };
		}),
	endOthers: (event) =>
		submit(event, async () => {
			const { commands } = event.locals.portal;
			const actor = signedInOf(event);
			return { ended: await commands.endOtherSessions(actor, event.locals.sessionId ?? '') };
		})
};
