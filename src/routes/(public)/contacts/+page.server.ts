import { worded } from '#lib/domain/bilingual.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { siteRequest } from '#lib/input/site.ts';
import type { Actions, PageServerLoad } from './$types';

/** How the company is reached, and a form for those who have no account. */
export const load: PageServerLoad = async ({ locals }) => {
	const { queries } = locals.portal;
	const { address, hours, details, ...contacts } = await found(queries.contacts());
	return {
		contacts: {
			...contacts,
			address: worded(address, locals.locale),
			hours: worded(hours, locals.locale),
			details: worded(details, locals.locale)
		},
		token: queries.requestToken()
	};
};

export const actions: Actions = {
	request: (event) =>
		submit(event, async (input) => {
			const { commands } = event.locals.portal;
			return {
				filed: await commands.fileRequest(parseInput(siteRequest, input), {
					address: event.locals.address
				})
			};
		})
};
