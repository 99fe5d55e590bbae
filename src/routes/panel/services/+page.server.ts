import { error, redirect } from '@sveltejs/kit';
import { fieldError } from '#lib/domain/errors.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { slugOf } from '#lib/domain/slug.ts';
import { stripOf } from '#lib/domain/uptime-strip.ts';
import { touchedOnly } from '#lib/forms/conflict.ts';
import { withoutEmpty } from '#lib/forms/empty.ts';
import { withInstants } from '#lib/forms/local-time.ts';
import { found, submit } from '#lib/forms/refusal.ts';
import { sentKey } from '#lib/forms/sent-key.ts';
import {
	maintenancePatch,
	newMaintenance,
	newService,
	servicePatch
} from '#lib/input/incident-schemas.ts';
import { parseInput } from '#lib/input/parse.ts';
import type { Actions, PageServerLoad } from './$types';

const TIMES = ['startsAt', 'endsAt'];
const WORKS = 20;

/** Services with what only staff see of them, and the works that are over. */
export const load: PageServerLoad = async ({ locals, url, depends }) => {
	depends('app:services', 'app:uptime');
	const { queries } = locals.portal;
	const readAt = await found(queries.cursor(), url);
	const cursor = url.searchParams.get('cursor') ?? undefined;
	const planning = url.searchParams.get('works') === 'new' || url.searchParams.has('/plan');
	const [services, uptime, past] = await Promise.all([
		found(queries.staffServices(locals.viewer), url),
		found(queries.uptime(), url),
		found(
			queries.maintenances(locals.viewer, {
				status: ['done', 'cancelled'],
				limit: WORKS,
				cursor
			}),
			url
		)
	]);
	return {
		readAt,
		services,
		strips: uptime.map(stripOf),
		past,
		key: planning ? crypto.randomUUID() : null
	};
};

export const actions: Actions = {
	create: (event) =>
		submit(event, async (input) => {
			const { name } = input;
			const slug = input['slug'] || (typeof name === 'string' ? slugOf(name) : '');
			const { created } = await event.locals.portal.commands.createService(
				actorOf(event.locals.viewer),
				parseInput(newService, { ...input, slug })
			);
			if (!created) throw fieldError('slug', 'slug_taken');
			redirect(303, '/panel/services');
		}),
	update: (event) =>
		submit(event, async ({ slug, ...input }) => {
			// A box that is not ticked is not sent.
			const touched = touchedOnly({ ...input, hidden: input['hidden'] ?? '' });
			const { name, description, position, hidden } = parseInput(servicePatch, {
				...withoutEmpty(touched, ['position']),
				...('hidden' in touched ? { hidden: touched['hidden'] || false } : {})
			});
			await event.locals.portal.commands.updateService(actorOf(event.locals.viewer), String(slug), {
				name,
				description,
				position,
				hidden
			});
			redirect(303, '/panel/services');
		}),
	state: (event) =>
		submit(event, async ({ slug, ...input }) => {
			const { state, reason } = parseInput(servicePatch, {
				...input,
				state: input['state'] === 'auto' ? null : input['state']
			});
			if (state === undefined) throw fieldError('state', 'required');
			await event.locals.portal.commands.setServiceState(
				actorOf(event.locals.viewer),
				String(slug),
				state,
				reason
			);
			redirect(303, '/panel/services');
		}),
	plan: (event) =>
		submit(event, async ({ key, ...input }) => {
			const { timeZone } = event.locals.portal.installation;
			await event.locals.portal.commands.createMaintenance(
				actorOf(event.locals.viewer),
				parseInput(newMaintenance, withInstants(input, TIMES, timeZone)),
				sentKey(key)
			);
			redirect(303, '/panel/services');
		}),
	change: (event) =>
		submit(event, async ({ number, ...input }) => {
			const { timeZone } = event.locals.portal.installation;
			await event.locals.portal.commands.updateMaintenance(
				actorOf(event.locals.viewer),
				String(number),
				parseInput(maintenancePatch, withInstants(input, TIMES, timeZone))
			);
			redirect(303, '/panel/services');
		}),
	turn: (event) =>
		submit(event, async ({ number, ...input }) => {
			await event.locals.portal.commands.updateMaintenance(
				actorOf(event.locals.viewer),
				String(number),
				parseInput(maintenancePatch, input)
			);
			redirect(303, '/panel/services');
		})
};

function actorOf(viewer: Viewer): NonNullable<Viewer> {
	return viewer ?? error(401, { message: 'not_signed_in' });
}
