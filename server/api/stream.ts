import type Router from '@koa/router';
import { z } from 'zod';
import { credentialsWithCode } from '#lib/input/accounts.ts';
import { newPerson } from '#lib/input/schemas.ts';
import type { Portal } from '#server/portal.ts';
import { addressOf, audienceOfCaller, body, permitted, query } from './context.ts';
import { jsonBody } from './json-body.ts';

/** Where in the stream to read on, and how far. */
export const eventQuery = z.strictObject({
	after: z.coerce.number().int().min(0).default(0),
	limit: z.coerce.number().int().min(1).max(500).default(100)
});

/** The state, the stream behind it, and tokens to read them with. */
export function streamRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/live', async (context) => {
		context.type = 'application/json';
		context.body = await queries.liveJson(audienceOfCaller(context));
	});

	router.get('/events', async (context) => {
		const viewer = permitted(context, 'events.read');
		const { after, limit } = query(context, eventQuery);
		context.body = await queries.events(viewer, after, limit);
	});

	router.post('/people', jsonBody, async (context) => {
		const actor = permitted(context, 'user.manage');
		const { person, created } = await commands.createPerson(actor, body(context, newPerson));
		context.status = created ? 201 : 200;
		context.body = { name: person.name, email: person.email, role: person.role };
	});

	router.post('/token', jsonBody, async (context) => {
		const given = body(context, credentialsWithCode);
		const { token, expiresAt } = await commands.signIn('api', given, {
			address: addressOf(context),
			userAgent: context.get('User-Agent')
		});
		context.status = 200;
		context.body = { token, expiresAt };
	});
}
