import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { API_CALLS } from '#server/api/calls/index.ts';
import type { Answer } from '../support/api.ts';
import { expectAsDescribed } from '../support/described.ts';
import { apiRoutes, nameOf } from '../support/routes.ts';
import { createWorld, type World } from '../support/world.ts';

const operation = z.looseObject({
	operationId: z.string(),
	responses: z.record(z.string(), z.looseObject({ description: z.string() })),
	parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })).optional(),
	requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({})) }).optional(),
	security: z.array(z.record(z.string(), z.array(z.string())))
});
const documentShape = z.looseObject({
	openapi: z.string(),
	servers: z.array(z.looseObject({ url: z.string() })),
	paths: z.record(z.string(), z.record(z.string(), operation)),
	components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) })
});

let world: World;
let answer: Answer;
let document: z.output<typeof documentShape>;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	answer = await world.call('GET', '/api/v1/openapi.json');
	document = documentShape.parse(answer.body);
});
afterAll(() => world.close());

/** `GET /tickets/{number}` as the routers' `GET /tickets/:number`. */
function described(): string[] {
	return Object.entries(document.paths).flatMap(([path, methods]) =>
		Object.keys(methods).map(
			(method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`
		)
	);
}

describe('openapi.json', () => {
	it('describes every route of the API and invents none: server/api/calls has one entry each', () => {
		const routes = apiRoutes(world.portal).map(nameOf).sort();
		expect(Object.keys(API_CALLS).sort()).toEqual(routes);
		expect(described().sort()).toEqual(routes);
	});

	it('is a valid document of OpenAPI 3.1', async () => {
		const { valid, errors } = await new Validator().validate(structuredClone(answer.body));
		expect(errors).toBeUndefined();
		expect(valid).toBe(true);
		expect(document.openapi).toMatch(/^3\.1\./);
	});

	it('refers to nothing that it does not hold', () => {
		const names = [...answer.text.matchAll(/"\$ref":"([^"]+)"/g)].map(
			([, address = '']) => address
		);
		expect(names.length).toBeGreaterThan(20);
		for (const address of new Set(names)) {
			const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(address) ?? [];
			expect(document.components.schemas, address).toHaveProperty(name);
		}
		expect(answer.text).not.toContain('$defs');
	});

	it('names every operation once', () => {
		const ids = Object.values(document.paths).flatMap((methods) =>
			Object.values(methods).map(({ operationId }) => operationId)
		);
		expect(new Set(ids).size).toBe(ids.length);
	});

	it('tells the limits that the input is held to', () => {
		const body = document.paths['/tickets']?.['post']?.requestBody?.content['application/json'];
		expect(body).toMatchObject({
			schema: {
				type: 'object',
				required: ['subject', 'service'],
				additionalProperties: false,
				properties: { subject: { type: 'string', minLength: 1, maxLength: 200 } }
			}
		});
		const names = document.paths['/tickets']?.['get']?.parameters?.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['status', 'q', 'sort', 'limit', 'cursor']));
		expect(document.paths['/tickets/{number}']?.['get']?.parameters).toMatchObject([
			{ name: 'number', in: 'path', required: true }
		]);
	});

	it('tells who has to sign in', () => {
		expect(document.paths['/incidents']?.['get']?.security).toContainEqual({});
		expect(document.paths['/tickets']?.['get']?.security).not.toContainEqual({});
		expect(Object.keys(document.paths['/tickets']?.['post']?.responses ?? {})).toEqual(
			expect.arrayContaining(['200', '201', '400', '401', '403', '409', '503'])
		);
	});

	it('is for everybody, may be kept, and is the same until the next build', async () => {
		expect(answer.status).toBe(200);
		expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
		expect(answer.headers.get('cache-control')).toMatch(/^public, max-age=\d+$/);
		const etag = answer.headers.get('etag') ?? '';
		const again = await world.call('GET', '/api/v1/openapi.json', {
			headers: { 'If-None-Match': etag }
		});
		expect([again.status, again.text.length]).toEqual([304, 0]);
	});

	it('names no address: it is read under any', () => {
		expect(document.servers).toEqual([{ url: '/api/v1' }]);
		expect(answer.text).not.toContain('127.0.0.1');
	});
});

describe('what is answered is what openapi.json says', () => {
	it('of tickets with everything that can happen to one', async () => {
		const { make, commands } = world;
		const [manager, client] = [await make.aManager(), await make.aClient()];
		const ticket = await make.aTicket({ by: client, externalId: undefined });
		await commands.updateTicket(manager, ticket.number, {
			assignee: manager.email,
			status: 'waiting'
		});
		await make.aReply(ticket, manager);
		await make.aNote(ticket, manager);
		await commands.updateTicket(manager, ticket.number, { status: 'resolved' });
		await commands.rateTicket(client, ticket.number, { score: 4, comment: 'Хорошо' });
		for (const person of [manager, client]) {
			const api = await world.api(person);
			for (const [route, address] of [
				['GET /tickets', '/tickets?limit=1'],
				['GET /tickets', `/tickets?status=resolved,closed&q=${ticket.number}`],
				[
					'GET /tickets',
					`/tickets?requester=${client.email}&overdue=1&createdFrom=2026-01-01T00:00:00Z`
				],
				['GET /tickets/:number', `/tickets/${ticket.number}`],
				['GET /tickets/:number/history', `/tickets/${ticket.number}/history`],
				['GET /tickets/:number/comments', `/tickets/${ticket.number}/comments`]
			] as const) {
				const got = await api.get(`/api/v1${address}`);
				expect(got.status).toBe(200);
				expectAsDescribed(route, got);
			}
		}
	});

	it('of the live state, for each audience', async () => {
		const { make } = world;
		const [manager, client] = [await make.aManager(), await make.aClient()];
		await make.aTicket({ by: client });
		await make.anIncident({ by: manager });
		await world.tick();
		for (const person of [null, client, manager])
			expectAsDescribed('GET /live', await (await world.api(person)).get('/api/v1/live'));
	});

	it('of the raw stream and of refusals', async () => {
		const api = await world.api(await world.make.aManager());
		expectAsDescribed('GET /events', await api.get('/api/v1/events?limit=500'));
		expectAsDescribed('GET /events', await api.get('/api/v1/events?limit=none'));
		const ticket = await world.make.aTicket();
		const path = `/api/v1/tickets/${ticket.number}`;
		const stale = await api.patch(path, { version: 99, priority: 'low' });
		const impossible = await api.patch(path, { status: 'closed' });
		expect([stale.status, impossible.status]).toEqual([409, 422]);
		expectAsDescribed('PATCH /tickets/:number', stale);
		expectAsDescribed('PATCH /tickets/:number', impossible);
	});

	it('and a field that nobody described is noticed', async () => {
		const api = await world.api(await world.make.aManager());
		const got = await api.get('/api/v1/services');
		const more = { ...got, text: got.text.replace('"items":', '"surprise":1,"items":') };
		expect(() => expectAsDescribed('GET /services', more)).toThrow();
	});
});
