import { audienceOf } from '#lib/domain/audience.ts';
import { found } from '#lib/forms/refusal.ts';
import { withoutWords } from '#lib/kpi/lean.ts';
import type { LayoutServerLoad } from './$types';

/**
 * Live state for the viewer's own audience; loaded once, the stream carries it on from there.
 * Without the tickets: hundreds of them would be most of a page, and one page alone shows any.
 */
export const load: LayoutServerLoad = async ({ locals }) => {
	const live = await found(locals.portal.queries.live(audienceOf(locals.viewer)));
	const kpis = live.state.kpis.map(withoutWords);
	return { live: { ...live, state: { ...live.state, tickets: [], kpis } } };
};
