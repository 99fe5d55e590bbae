import { permitted } from '#lib/administration/viewer.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { settingsForm } from '#lib/input/administration.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is set for the whole portal, here and by its environment. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:settings');
	const viewer = permitted(locals.viewer, 'settings.manage');
	const { timeZone, origin, build, retentionDays, defaultLocale } = locals.portal.installation;
	return {
		kept: await found(locals.portal.queries.versionedSettings(viewer), url),
		installed: { timeZone, origin, build, retentionDays, defaultLocale }
	};
};

export const actions: Actions = {
	default: (event) => {
		const actor = permitted(event.locals.viewer, 'settings.manage');
		return submit(event, async (input) => {
			const { version, ...settings } = parseInput(settingsForm, input);
			const kept = await event.locals.portal.commands.changeSettings(actor, settings, version);
			return { saved: true, version: kept.version };
		});
	}
};
