import { permitted } from '#lib/administration/viewer.ts';
import { may } from '#lib/domain/permission.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { contactsForm } from '#lib/input/site.ts';
import type { Actions, PageServerLoad } from './$types';

/** Who the company is, for administrators; long texts of services, for all staff. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:site');
	const { queries } = locals.portal;
	const services = await found(queries.staffServices(locals.viewer), url);
	return {
		services: services.map(({ slug, name, hidden }) => ({ slug, name, hidden })),
		contacts: may(locals.viewer, 'site.edit')
			? await found(queries.staffContacts(locals.viewer), url)
			: null
	};
};

export const actions: Actions = {
	contacts: (event) =>
		submit(event, async (input) => {
			const actor = permitted(event.locals.viewer, 'site.edit');
			const saved = await event.locals.portal.commands.saveContacts(
				actor,
				parseInput(contactsForm, input)
			);
			return { saved: true, version: saved.version };
		})
};
