import { redirect } from '@sveltejs/kit';
import { permitted } from '#lib/administration/viewer.ts';
import { metricKeyOf } from '#lib/domain/metric.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { newMetric } from '#lib/input/metrics.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

/** Measured metrics with what they come to. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:metrics');
	const { queries } = locals.portal;
	const viewer = permitted(locals.viewer, 'metric.define');
	const readAt = await found(queries.cursor(), url);
	return { readAt, metrics: await found(queries.metrics(viewer), url) };
};

export const actions: Actions = {
	create: (event) => {
		const actor = permitted(event.locals.viewer, 'metric.define');
		return submit(event, async (input) => {
			const { key: asked, ...definition } = parseInput(newMetric, input);
			const key = asked.trim() || metricKeyOf(definition.title);
			await event.locals.portal.commands.saveMetric(actor, key, definition);
			redirect(303, `/panel/kpi/metrics/${key}?saved=1`);
		});
	}
};
