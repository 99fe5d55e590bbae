import { error } from '@sveltejs/kit';
import type { Viewer } from '#lib/domain/people.ts';
import { serviceOfText } from '#lib/domain/site.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { parseInput } from '#lib/input/parse.ts';
import { siteTextForm } from '#lib/input/site.ts';
import { previewOf } from '#lib/site/preview.ts';
import type { Actions, PageServerLoad } from './$types';

/** A long text of the site: what it says of itself, or of one of the services. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:site-text');
	const { queries } = locals.portal;
	const text = await found(queries.staffSiteText(locals.viewer, params.key), url);
	const slug = serviceOfText(params.key);
	const services = slug === null ? [] : await found(queries.staffServices(locals.viewer), url);
	return { text, slug, service: services.find((one) => one.slug === slug)?.name ?? null };
};

export const actions: Actions = {
	save: (event) =>
		submit(event, async (input) => {
			const saved = await event.locals.portal.commands.writeSiteText(
				actorOf(event.locals.viewer),
				event.params.key,
				parseInput(siteTextForm, input)
			);
			return { saved: true, version: saved.version };
		}),
	preview: (event) => submit(event, (input) => Promise.resolve(previewOf(input, { text: 'text' })))
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
