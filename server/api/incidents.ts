import type Router from '@koa/router';
import { z } from 'zod';
import {
	incidentPatch,
	newIncident,
	newPostmortem,
	newTicketLink
} from '#lib/input/incident-schemas.ts';
import { incidentFigureFilter } from '#lib/input/kpis.ts';
import type { Portal } from '#server/portal.ts';
import { body, callerOf, idempotencyKey, part, permitted, query } from './context.ts';
import { jsonBody } from './json-body.ts';

/** What a list of incidents may be narrowed by. */
export const incidentQuery = z.strictObject({
	service: z.string().min(1).max(64).optional(),
	...incidentFigureFilter,
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});

/** Incidents; reading is for everybody, what staff alone may see is left out. */
export function incidentRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/incidents', async (context) => {
		context.body = await queries.incidents(callerOf(context), query(context, incidentQuery));
	});

	router.post('/incidents', jsonBody, async (context) => {
		const actor = permitted(context, 'incident.create');
		const { incident, created } = await commands.createIncident(
			actor,
			body(context, newIncident),
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/incidents/${incident.number}`);
		context.body = incident;
	});

	router.get('/incidents/:number', async (context) => {
		context.body = await queries.incident(callerOf(context), part(context, 'number'));
	});

	router.patch('/incidents/:number', jsonBody, async (context) => {
		const actor = permitted(context, 'incident.update');
		context.body = await commands.updateIncident(
			actor,
			part(context, 'number'),
			body(context, incidentPatch)
		);
	});

	router.post('/incidents/:number/acknowledge', async (context) => {
		const actor = permitted(context, 'incident.update');
		context.body = await commands.acknowledgeIncident(actor, part(context, 'number'));
	});

	router.get('/incidents/:number/postmortem', async (context) => {
		context.body = await queries.postmortem(callerOf(context), part(context, 'number'));
	});

	router.post('/incidents/:number/postmortem', jsonBody, async (context) => {
		const actor = permitted(context, 'incident.update');
		context.body = await commands.writePostmortem(
			actor,
			part(context, 'number'),
			body(context, newPostmortem)
		);
	});

	router.get('/incidents/:number/tickets', async (context) => {
		const viewer = permitted(context, 'ticket.view.any');
		const items = await queries.incidentTickets(viewer, part(context, 'number'));
		context.body = { items, nextCursor: null };
	});

	router.post('/incidents/:number/tickets', jsonBody, async (context) => {
		const actor = permitted(context, 'incident.update');
		const { ticket } = body(context, newTicketLink);
		context.body = await commands.linkTicket(actor, part(context, 'number'), ticket);
	});

	router.delete('/incidents/:number/tickets/:ticket', async (context) => {
		const actor = permitted(context, 'incident.update');
		context.body = await commands.unlinkTicket(
			actor,
			part(context, 'number'),
			part(context, 'ticket')
		);
	});
}
