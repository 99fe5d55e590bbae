import { redirect } from '@sveltejs/kit';
import { submit } from '#lib/forms/refusal.ts';
import { registration } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import { homeOf } from '#lib/session/home.ts';
import { keepStep } from '#lib/session/steps.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
	if (locals.viewer) redirect(303, homeOf(locals.viewer));
	const { queries } = locals.portal;
	const { registration: state } = await queries.settings();
	return { open: state === 'open', stamp: queries.registrationStamp() };
};

export const actions: Actions = {
	default: (event) =>
		submit(event, async ({ name, email, password, organization, website, stamp }) => {
			const input = parseInput(registration, { name, email, password, organization });
			const { locals, cookies, url } = event;
			// Of whoever has an account already no browser may look any different.
			const browser = crypto.randomUUID();
			keepStep(cookies, url, 'registration', browser);
			const sent = { sent: true, email: input.email };
			// Nobody sees this field: what fills it in fills in everything, and is told that it worked.
			if (typeof website === 'string' && website !== '') return sent;
			await locals.portal.commands.register(input, {
				address: locals.address,
				stamp: typeof stamp === 'string' ? stamp : '',
				browser
			});
			return sent;
		})
};
