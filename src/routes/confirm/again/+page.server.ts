import { redirect } from '@sveltejs/kit';
import { submit } from '#lib/forms/refusal.ts';
import { stepKept } from '#lib/session/steps.ts';
import type { Actions, PageServerLoad } from './$types';

/** For whoever has just given the right password of an account that is not confirmed. */
export const load: PageServerLoad = ({ cookies, url }) => {
	if (stepKept(cookies, url, 'confirm') === '') redirect(303, '/login');
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async () => {
			const { locals, cookies, url } = event;
			const step = stepKept(cookies, url, 'confirm');
			await locals.portal.commands.sendConfirmation(step, { address: locals.address });
			return { sent: true };
		})
};
