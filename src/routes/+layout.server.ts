import type { LayoutServerLoad } from './$types';

/** What every page knows: who looks, in which language, and whose clock it is. */
export const load: LayoutServerLoad = ({ locals, depends }) => {
	depends('app:settings');
	const { viewer, locale, theme, portal, settings } = locals;
	const { build, timeZone, demo, origin } = portal.installation;
	return {
		viewer: viewer && { name: viewer.name, email: viewer.email, role: viewer.role },
		locale,
		theme,
		/** Empty is the portal's own name. */
		company: settings.companyName,
		build,
		demo,
		timeZone,
		origin,
		now: portal.now()
	};
};
