import { error } from '@sveltejs/kit';
import { worded } from '#lib/domain/bilingual.ts';
import { serviceTextKey } from '#lib/domain/site.ts';
import { availability } from '#lib/domain/uptime.ts';
import { stripOf } from '#lib/domain/uptime-strip.ts';
import { found } from '#lib/forms/refusal.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { PageServerLoad } from './$types';

const PAGE = 20;
const WORKS = 10;

/** Spans whose availability is told, in days. */
const SPANS = [7, 30, 90] as const;

/** How a service fared, what befell it, and the works done on it. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:uptime');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor());
	const { slug } = params;
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const [uptime, incidents, works, long] = await Promise.all([
		found(queries.uptime()),
		found(queries.incidents(locals.viewer, { service: slug, limit: PAGE, cursor })),
		found(
			queries.maintenances(locals.viewer, {
				service: slug,
				status: ['done', 'cancelled'],
				limit: WORKS
			})
		),
		found(queries.siteText(serviceTextKey(slug)))
	]);
	const about = worded(long, locals.locale);
	const own = uptime.find((one) => one.slug === slug);
	// A hidden service is as missing as one that never was.
	if (!own) error(404, { message: 'not_found' });
	const spans = SPANS.map((days) => {
		const sum = own.days.slice(-days).reduce(
			(total, day) => ({
				...total,
				baseMs: total.baseMs + day.baseMs,
				downMs: total.downMs + day.downMs
			}),
			{ baseMs: 0, downMs: 0, maintenanceMs: 0, worst: null }
		);
		return { days, downMs: sum.downMs, availability: availability(sum) };
	});
	return {
		readAt,
		slug,
		strip: stripOf(own),
		spans,
		incidents,
		works: works.items,
		about: { lang: about.lang, nodes: parseMarkdown(about.text, 2) }
	};
};
