import type { LayoutServerLoad } from './$types';

/** What every page knows: who looks, in which language, and whose clock it is. */
export const load: LayoutServerLoad = ({ locals }) => {
	const { viewer, locale, theme, portal } = locals;
	const { build, timeZone, demo } = portal.installation;
	return {
		viewer: viewer && { name: viewer.name, email: viewer.email, role: viewer.role },
		locale,
		theme,
		build,
		demo,
		timeZone,
		now: portal.now()
	};
};
