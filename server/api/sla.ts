import type Router from '@koa/router';
import { DomainError } from '#lib/domain/errors.ts';
import { calendarInput, newSlaPolicy, slaPolicyPatch } from '#lib/input/sla.ts';
import type { Portal } from '#server/portal.ts';
import { body, part, permitted, type ApiContext } from './context.ts';
import { jsonBody } from './json-body.ts';

/** What is promised, and the calendars it is counted by: staff read, administrators write. */
export function slaRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/sla-policies', async (context) => {
		permitted(context, 'sla.view');
		context.body = { items: (await queries.slaBook()).policies, nextCursor: null };
	});

	router.post('/sla-policies', jsonBody, async (context) => {
		const actor = permitted(context, 'sla.manage');
		context.body = await commands.createSlaPolicy(actor, body(context, newSlaPolicy));
		context.status = 201;
	});

	router.post('/sla-policies/recalculate', async (context) => {
		context.body = await commands.recalculateSla(permitted(context, 'sla.manage'));
	});

	for (const verb of ['patch', 'put'] as const)
		router[verb]('/sla-policies/:id', jsonBody, async (context) => {
			const actor = permitted(context, 'sla.manage');
			const patch = body(context, slaPolicyPatch);
			context.body = await commands.updateSlaPolicy(actor, idOf(context), patch);
		});

	router.delete('/sla-policies/:id', async (context) => {
		await commands.deleteSlaPolicy(permitted(context, 'sla.manage'), idOf(context));
		context.status = 204;
	});

	router.get('/calendars', async (context) => {
		permitted(context, 'sla.view');
		context.body = { items: (await queries.slaBook()).calendars, nextCursor: null };
	});

	router.post('/calendars', jsonBody, async (context) => {
		const actor = permitted(context, 'sla.manage');
		context.body = await commands.createCalendar(actor, body(context, calendarInput));
		context.status = 201;
	});

	router.put('/calendars/:id', jsonBody, async (context) => {
		const actor = permitted(context, 'sla.manage');
		const input = body(context, calendarInput);
		context.body = await commands.updateCalendar(actor, idOf(context), input);
	});
}

function idOf(context: ApiContext): number {
	const text = part(context, 'id');
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new DomainError('not_found');
	return Number(text);
}
