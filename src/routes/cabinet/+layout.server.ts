import { audienceOf } from '#lib/domain/audience.ts';
import type { LayoutServerLoad } from './$types';

/** The live state the pages of the cabinet begin with; the stream carries it on from there. */
export const load: LayoutServerLoad = async ({ locals }) => ({
	live: await locals.portal.queries.live(audienceOf(locals.viewer))
});
