import { redirect } from '@sveltejs/kit';
import { idIn, permitted } from '#lib/administration/viewer.ts';
import { nearName } from '#lib/domain/account.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { organizationMerge, organizationName } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** One organisation with its people, and what it may be merged with: the likeliest first. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:organizations');
	const viewer = permitted(locals.viewer, 'user.manage');
	const id = idIn(params.id);
	const { queries } = locals.portal;
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const [organization, people, all] = await found(
		Promise.all([
			queries.organization(viewer, id),
			queries.accounts(viewer, { organization: id, cursor }),
			queries.organizations(viewer)
		]),
		url
	);
	const name = nearName(organization.name);
	const others = all.filter((one) => one.id !== id);
	const twins = others.filter((one) => nearName(one.name) === name);
	return {
		organization,
		people,
		others: [...twins, ...others.filter((one) => !twins.includes(one))],
		twins: twins.length
	};
};

export const actions: Actions = {
	rename: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { name } = parseInput(organizationName, input);
			await event.locals.portal.commands.renameOrganization(actor, idIn(event.params.id), name);
			return { renamed: true };
		});
	},
	merge: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { into } = parseInput(organizationMerge, input);
			await event.locals.portal.commands.mergeOrganizations(actor, idIn(event.params.id), into);
			redirect(303, `/panel/organizations/${into}`);
		});
	}
};
