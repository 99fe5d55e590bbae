import type Router from '@koa/router';
import { z } from 'zod';
import { DomainError } from '#lib/domain/errors.ts';
import { MAINTENANCE_STATUSES } from '#lib/domain/maintenance.ts';
import {
	maintenancePatch,
	newMaintenance,
	newService,
	servicePatch
} from '#lib/input/incident-schemas.ts';
import type { Portal } from '#server/portal.ts';
import { body, callerOf, idempotencyKey, part, permitted, query } from './context.ts';
import { jsonBody } from './json-body.ts';

/** What a list of planned works may be narrowed by. */
export const maintenanceQuery = z.strictObject({
	status: z.enum(MAINTENANCE_STATUSES).optional(),
	service: z.string().min(1).max(64).optional(),
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});

/** Services with their uptime, and planned works; reading is for everybody. */
export function serviceRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/services', async (context) => {
		const [services, uptime] = await Promise.all([queries.services(), queries.uptime()]);
		const items = services.map((service) => ({
			...service,
			availability: uptime.find(({ slug }) => slug === service.slug)?.availability ?? null
		}));
		context.body = { items, nextCursor: null };
	});

	router.get('/services/:slug', async (context) => {
		const slug = part(context, 'slug');
		const [services, uptime] = await Promise.all([queries.services(), queries.uptime()]);
		const service = services.find((one) => one.slug === slug);
		if (!service) throw new DomainError('not_found');
		const bars = uptime.find((one) => one.slug === slug);
		context.body = {
			...service,
			availability: bars?.availability ?? null,
			days: (bars?.days ?? []).map(({ date, worst, baseMs, downMs, maintenanceMs }) => ({
				date,
				worst,
				baseMs,
				downMs,
				maintenanceMs
			}))
		};
	});

	router.post('/services', jsonBody, async (context) => {
		const actor = permitted(context, 'service.create');
		const { service, created } = await commands.createService(actor, body(context, newService));
		context.status = created ? 201 : 200;
		context.body = service;
	});

	router.patch('/services/:slug', jsonBody, async (context) => {
		const actor = permitted(context, 'service.update');
		const slug = part(context, 'slug');
		const { state, reason, ...patch } = body(context, servicePatch);
		let service = await commands.updateService(actor, slug, patch);
		if (state !== undefined) service = await commands.setServiceState(actor, slug, state, reason);
		context.body = service;
	});

	router.get('/maintenances', async (context) => {
		const { status, ...filter } = query(context, maintenanceQuery);
		context.body = await queries.maintenances(callerOf(context), {
			...filter,
			...(status ? { status: [status] } : {})
		});
	});

	router.post('/maintenances', jsonBody, async (context) => {
		const actor = permitted(context, 'maintenance.plan');
		const { maintenance, created } = await commands.createMaintenance(
			actor,
			body(context, newMaintenance),
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/maintenances/${maintenance.number}`);
		context.body = maintenance;
	});

	router.get('/maintenances/:number', async (context) => {
		context.body = await queries.maintenance(callerOf(context), part(context, 'number'));
	});

	router.patch('/maintenances/:number', jsonBody, async (context) => {
		const actor = permitted(context, 'maintenance.plan');
		context.body = await commands.updateMaintenance(
			actor,
			part(context, 'number'),
			body(context, maintenancePatch)
		);
	});
}
