import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Api } from '../../support/api.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let staff: Api;
let client: Api;
let number: string;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	staff = await world.api(await world.make.aManager());
	const owner = await world.make.aClient();
	client = await world.api(owner);
	const { slug } = await world.make.aService({ slug: 'mail' });
	number = (await world.make.aTicket({ by: owner, service: slug })).number;
});
afterAll(() => world.close());

const TICKET = { subject: 'Почта', description: 'Не приходит', service: 'mail' };

describe('a query', () => {
	it.each([
		'sort=password',
		'sort=urgency;drop table users',
		'limit=0',
		'limit=-1',
		'limit=1e9',
		'limit=201',
		'limit=x',
		'limit=10&limit=20',
		'status=open',
		'status=new&status=closed',
		'status[]=new',
		'status[$ne]=new',
		'status=new,',
		'q=a&q=b',
		'cursor=x',
		'cursor=W10',
		'cursor=WyJhIl0',
		'__proto__=x',
		'__proto__[role]=admin',
		'constructor=x',
		'role=admin',
		'requester=1',
		'requester=a@b@c',
		'requester=a@b&requester=c@d',
		'requesterId=1',
		'overdue=yes',
		'createdFrom=2026-03-01',
		'createdTo=yesterday',
		`q=${'x'.repeat(201)}`
	])('that is not of the allowed is refused: ?%s', async (query) => {
		const { status, body, headers } = await staff.get(`/api/v1/tickets?${query}`);
		// An empty place in a list is no fault.
		expect([query, status]).toEqual([query, query === 'status=new,' ? 200 : 400]);
		if (status !== 400) return;
		expect(headers.get('content-type')).toContain('application/problem+json');
		expect(body).toMatchObject({ code: 'invalid_input', status: 400 });
	});

	it('may leave empty what it does not ask for', async () => {
		const names = ['status', 'priority', 'service', 'assignee', 'q', 'externalId', 'sort'];
		const empty = [...names, 'limit', 'cursor'].map((name) => `${name}=`).join('&');
		const asked = await staff.get(`/api/v1/tickets?${empty}`);
		expect(asked.status).toBe(200);
		expect(asked.body['items']).toEqual((await staff.get('/api/v1/tickets')).body['items']);
		expect((await staff.get('/api/v1/kpis?from=&to=')).status).toBe(200);
	});

	it.each([
		'/api/v1/events?after=-1',
		'/api/v1/events?after=x',
		'/api/v1/incidents?limit=101',
		'/api/v1/incidents?cursor=WzFd'
	])('%s is refused', async (path) => {
		expect((await staff.get(path)).status).toBe(400);
	});

	it.each([
		['fractions', [1.5, 2.5, 3.5], 400],
		['what no number holds', [1e300, 1e300, 1e300], 400],
		['more than a column holds', [2 ** 40, 2 ** 50, 2 ** 50], 200]
	])('with a forged cursor of %s is no fault of ours', async (_name, key, status) => {
		const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
		expect((await staff.get(`/api/v1/tickets?cursor=${cursor}`)).status).toBe(status);
		const shorter = Buffer.from(JSON.stringify(key.slice(1))).toString('base64url');
		expect((await staff.get(`/api/v1/incidents?cursor=${shorter}`)).status).toBe(status);
	});

	it('looks for signs as signs, not as patterns', async () => {
		for (const q of ['%', '_', '\\', "'", '"', ';--', '777%'])
			expect((await staff.get(`/api/v1/tickets?q=${encodeURIComponent(q)}`)).body['total']).toBe(0);
	});

	it('finds a ticket by its number however it is typed', async () => {
		for (const q of [number, number.toLowerCase(), number.slice(3)])
			expect((await staff.get(`/api/v1/tickets?q=${q}`)).body['total']).toBe(1);
	});

	it('pages through everything once, in each order', async () => {
		for (let made = 0; made < 12; made++) {
			world.clock.advance(made % 3 ? 0 : 1_000);
			await world.make.aTicket({ service: 'mail' });
		}
		for (const sort of ['urgency', 'newest', 'oldest', 'updated']) {
			const seen: string[] = [];
			let cursor = '';
			do {
				const { body } = await staff.get(
					`/api/v1/tickets?sort=${sort}&limit=5${cursor && `&cursor=${cursor}`}`
				);
				const items = Array.isArray(body['items']) ? body['items'] : [];
				seen.push(...items.map((item: { number: string }) => item.number));
				cursor = typeof body['nextCursor'] === 'string' ? body['nextCursor'] : '';
				expect(body['total']).toBe(13);
			} while (cursor);
			expect(seen).toHaveLength(13);
			expect(new Set(seen).size).toBe(13);
		}
	});
});

describe('a body', () => {
	it.each([
		['an array', '[]'],
		['a text', '"x"'],
		['a number', '5'],
		['null', 'null'],
		['half of one', '{"subject":'],
		['nothing', ''],
		['no JSON', 'subject=x']
	])('that is %s is refused', async (_name, body) => {
		const answer = await client.call('POST', '/api/v1/tickets', { body });
		expect(answer.status).toBe(400);
		expect(answer.body['code']).toBe('invalid_input');
	});

	it.each([
		['role', 'admin'],
		['id', 1],
		['status', 'closed'],
		['requesterId', 1],
		['version', 9],
		['constructor', { prototype: { role: 'admin' } }]
	])('with the unknown field %s is refused, and nothing is stored', async (field, value) => {
		const seq = await world.seq();
		const { status, body } = await client.post('/api/v1/tickets', { ...TICKET, [field]: value });
		expect(status).toBe(400);
		expect(body['issues']).toEqual([{ field, code: 'unknown_field' }]);
		expect(await world.seq()).toBe(seq);
	});

	it('with a prototype in it changes no prototype', async () => {
		const text = JSON.stringify(TICKET).replace(/}$/, ',"__proto__":{"isAdmin":true}}');
		await client.call('POST', '/api/v1/tickets', { body: text });
		expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
	});

	it.each([
		[{ subject: ['x'] }, 'subject'],
		[{ subject: { $gt: '' } }, 'subject'],
		[{ service: ['mail'] }, 'service'],
		[{ priority: 'urgent' }, 'priority'],
		[{ priority: ['high'] }, 'priority'],
		[{ subject: 'x'.repeat(201) }, 'subject']
	])('with %j is refused at its field', async (wrong, field) => {
		const { status, body } = await client.post('/api/v1/tickets', { ...TICKET, ...wrong });
		expect(status).toBe(400);
		expect(body['issues']).toMatchObject([{ field }]);
	});

	it('larger than the longest text is refused before it is read', async () => {
		const { status, body } = await client.post('/api/v1/tickets', {
			...TICKET,
			description: 'x'.repeat(1_000_000)
		});
		expect(status).toBe(413);
		expect(body['code']).toBe('too_large');
	});

	it('that says it is compressed and is not is refused', async () => {
		const headers = { 'Content-Encoding': 'gzip' };
		const answer = await client.call('POST', '/api/v1/tickets', { body: 'x', headers });
		expect(answer.status).toBe(400);
		expect(answer.body['code']).toBe('invalid_input');
	});

	it('of another type is no body', async () => {
		for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
			expect(
				(
					await client.call('POST', '/api/v1/tickets', {
						body: JSON.stringify(TICKET),
						headers: { 'Content-Type': type }
					})
				).status
			).toBe(400);
	});

	it('with signs that a database or a page could take for more is kept to the letter', async () => {
		const subject = `<script>alert(1)</script> '; DROP TABLE users; -- \${x} {{y}} “ё” 😀`;
		const { status, body } = await client.post('/api/v1/tickets', {
			...TICKET,
			subject,
			description: `${subject}\n=cmd|' /C calc'!A0`
		});
		expect(status).toBe(201);
		expect(body['subject']).toBe(subject);
		const read = await client.get(`/api/v1/tickets/${String(body['number'])}`);
		expect(read.body['subject']).toBe(subject);
		expect(read.headers.get('content-type')).toContain('application/json');
	});
});

describe('an answer', () => {
	it('to a forbidden move is 422, and to a stale version 409', async () => {
		expect((await staff.patch(`/api/v1/tickets/${number}`, { status: 'closed' })).status).toBe(422);
		const stale = await staff.patch(`/api/v1/tickets/${number}`, {
			status: 'waiting',
			version: 99
		});
		expect(stale.status).toBe(409);
		expect(stale.body).toMatchObject({ code: 'stale_version', stale: { currentVersion: 1 } });
	});

	it('to a method or an address that is not there is a problem, and no page', async () => {
		for (const [method, path, status] of [
			['DELETE', '/api/v1/tickets', 405],
			['PUT', '/api/v1/live', 405],
			['GET', '/api/v1/nothing', 404],
			['GET', '/api/v2/tickets', 404],
			['GET', '/api', 404],
			['GET', '/api/v1/tickets/%E0%A4%A', 404]
		] as const) {
			const answer = await staff.call(method, path);
			expect([path, answer.status]).toEqual([path, status]);
			expect(answer.headers.get('content-type')).toContain('application/problem+json');
			expect(answer.body['code']).toBeTypeOf('string');
		}
	});

	it('to a new ticket names where it is', async () => {
		const { headers, body, status } = await client.post('/api/v1/tickets', TICKET);
		expect(status).toBe(201);
		expect(headers.get('location')).toBe(`/api/v1/tickets/${String(body['number'])}`);
	});
});

describe('a fault of ours', () => {
	it('has an id that is in the log too, and tells nothing of how we are made', async () => {
		await world.database.write(async (tx) => {
			await tx.run(`ALTER TABLE comments RENAME TO comments_away`, []);
		});
		const { status, body, text } = await staff.get(`/api/v1/tickets/${number}/comments`);
		await world.database.write(async (tx) => {
			await tx.run(`ALTER TABLE comments_away RENAME TO comments`, []);
		});
		expect(status).toBe(500);
		expect(body).toMatchObject({ code: 'internal', status: 500 });
		expect(body['id']).toMatch(/^[0-9a-f]{12}$/);
		expect(text).not.toMatch(/SELECT|comments|sqlite|postgres|node_modules|\.ts|\bat /i);
		expect(world.log.filter((line) => line.includes(String(body['id'])))).toHaveLength(1);
		expect((await staff.get(`/api/v1/tickets/${number}/comments`)).status).toBe(200);
	});
});
