import { stripOf } from '#lib/domain/uptime-strip.ts';
import { found } from '#lib/forms/refusal.ts';
import type { PageServerLoad } from './$types';

/** The last 90 days of every service; all else on the page comes with the live state. */
export const load: PageServerLoad = async ({ locals, depends }) => {
	depends('app:uptime');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor());
	return { readAt, strips: (await found(queries.uptime())).map(stripOf) };
};
