import { audienceOf } from '#lib/domain/audience.ts';
import { found } from '#lib/forms/refusal.ts';
import type { LayoutServerLoad } from './$types';

/** Live state for the viewer's own audience; loaded once, the stream carries it on from there. */
export const load: LayoutServerLoad = async ({ locals }) => ({
	live: await found(locals.portal.queries.live(audienceOf(locals.viewer)))
});
