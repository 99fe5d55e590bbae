import { redirect } from '@sveltejs/kit';
import { accountActions } from '#lib/administration/account-actions.ts';
import { permitted } from '#lib/administration/viewer.ts';
import { fieldError } from '#lib/domain/errors.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { accountFilter } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import { newPerson } from '#lib/input/schemas.ts';
import type { Actions, PageServerLoad } from './$types';

/** Everybody with an account, as far as the address narrows it. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:accounts');
	const viewer = permitted(locals.viewer, 'user.manage');
	const filter = accountFilter.parse(withoutEmpty(Object.fromEntries(url.searchParams), ['q']));
	const [accounts, organizations] = await found(
		Promise.all([
			locals.portal.queries.accounts(viewer, filter),
			locals.portal.queries.organizations(viewer)
		]),
		url
	);
	return {
		accounts,
		filter,
		organizations: organizations.map(({ name }) => name),
		adding: url.searchParams.has('new'),
		me: viewer.id
	};
};

export const actions: Actions = {
	...accountActions,
	create: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const person = parseInput(newPerson, withoutEmpty(input, ['organization', 'password']));
			const { person: made, created } = await event.locals.portal.commands.createPerson(
				actor,
				person
			);
			if (!created) throw fieldError('email', 'email_taken');
			redirect(303, `/panel/users/${made.id}?made=1`);
		});
	}
};
