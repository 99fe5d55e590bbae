import { permitted } from '#lib/administration/viewer.ts';
import { nearName } from '#lib/domain/account.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { organizationName } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Organisations, and which of them may be the same. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:organizations');
	const viewer = permitted(locals.viewer, 'user.manage');
	const organizations = await found(locals.portal.queries.organizations(viewer), url);
	const q = (url.searchParams.get('q') ?? '').slice(0, 100);
	const like = nearName(q);
	const near = Map.groupBy(organizations, ({ name }) => nearName(name));
	return {
		q,
		total: organizations.length,
		organizations: organizations
			.filter(({ name }) => like === '' || nearName(name).includes(like))
			.map((one) => ({ ...one, twins: (near.get(nearName(one.name))?.length ?? 1) - 1 }))
	};
};

export const actions: Actions = {
	create: (event) => {
		const actor = permitted(event.locals.viewer, 'user.manage');
		return submit(event, async (input) => {
			const { name } = parseInput(organizationName, input);
			return { made: await event.locals.portal.commands.createOrganization(actor, name) };
		});
	}
};
