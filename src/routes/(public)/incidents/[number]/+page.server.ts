import { found } from '#lib/forms/refusal.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';
import type { PageServerLoad } from './$types';

/** The incident, and its post-mortem once that is published. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:incident');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor(), url);
	const incident = await found(queries.incident(locals.viewer, params.number), url);
	if (incident.postmortemAt === null) return { readAt, incident, postmortem: null };
	const { body, updatedAt } = await found(queries.postmortem(null, params.number), url);
	return { readAt, incident, postmortem: { nodes: parseMarkdown(body), updatedAt } };
};
