import { submit } from '#lib/forms/refusal.ts';
import { addressOfAccount } from '#lib/input/accounts.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	default: (event) =>
		submit(event, async (input) => {
			const { email } = parseInput(addressOfAccount, input);
			const { locals } = event;
			await locals.portal.commands.requestReset(email, { address: locals.address });
			return { sent: true, email };
		})
};
