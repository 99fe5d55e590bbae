import { found } from '#lib/forms/refusal.ts';
import { rosterPeriod } from '#lib/shifts/period.ts';
import type { PageServerLoad } from './$types';

/** The schedule of a week; who is on duty now comes with the live state. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:roster');
	const { portal, viewer } = locals;
	const readAt = await found(portal.queries.cursor());
	const asked = { view: 'week', day: url.searchParams.get('day') };
	const period = rosterPeriod(asked, portal.now(), portal.installation.timeZone);
	const { from, to } = period;
	const { items } = await found(portal.queries.shifts(viewer, { from, to }));
	return { readAt, period, shifts: items };
};
