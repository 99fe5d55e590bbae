import { redirect, type RequestEvent } from '@sveltejs/kit';
import { permitted } from '#lib/administration/viewer.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { withInstants } from '#lib/forms/local-time.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { changedMetric, metricReading } from '#lib/input/metrics.ts';
import { parseInput } from '#lib/input/parse.ts';
import { oneOf } from '#lib/input/schemas.ts';
import type { Actions, PageServerLoad } from './$types';

/** A metric with its latest values. */
export const load: PageServerLoad = async ({ locals, params, url, depends }) => {
	depends('app:metric');
	const { queries } = locals.portal;
	const viewer = permitted(locals.viewer, 'metric.define');
	const readAt = await found(queries.cursor(), url);
	const cursor = url.searchParams.get('cursor') ?? undefined;
	return {
		readAt,
		metric: await found(queries.metric(viewer, params.key, { cursor }), url),
		onceKey: crypto.randomUUID()
	};
};

export const actions: Actions = {
	update: async (event) => {
		const actor = await permittedHere(event);
		return submit(event, async (input) => {
			const definition = parseInput(changedMetric, input);
			const { commands } = event.locals.portal;
			const { version } = await commands.saveMetric(actor, event.params.key, definition);
			return { saved: true, version };
		});
	},
	record: async (event) => {
		const actor = await permittedHere(event);
		return submit(event, async ({ onceKey, ...input }) => {
			const { commands, installation } = event.locals.portal;
			const reading = parseInput(metricReading, withInstants(input, ['at'], installation.timeZone));
			await commands.recordMetric(
				actor,
				event.params.key,
				reading,
				typeof onceKey === 'string' && onceKey ? onceKey : undefined
			);
			return { recorded: true };
		});
	},
	deleteValue: async (event) => {
		const actor = await permittedHere(event);
		return submit(event, async (input) => {
			const { id } = parseInput(oneOf, input);
			await event.locals.portal.commands.deleteMetricValue(actor, event.params.key, id);
			return { deleted: id };
		});
	},
	delete: async (event) => {
		const actor = await permittedHere(event);
		return submit(event, async () => {
			await event.locals.portal.commands.deleteMetric(actor, event.params.key);
			redirect(303, '/panel/kpi/metrics');
		});
	}
};

type Here = RequestEvent<{ key: string }>;

/** Whoever sent a form about a metric that is there: a value would make a new one. */
async function permittedHere({ locals, params, url }: Here): Promise<NonNullable<Viewer>> {
	const actor = permitted(locals.viewer, 'metric.define');
	await found(locals.portal.queries.metric(actor, params.key, { limit: 1 }), url);
	return actor;
}
