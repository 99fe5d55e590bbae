import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCallerReader } from '#server/host/caller.ts';
import type { Person } from '#server/portal.ts';
import { apiRoutes } from '../support/routes.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let manager: Person;
let number: string;
let cookie: string;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	manager = await world.make.aManager();
	number = (await world.make.aTicket()).number;
	cookie = `session=${await world.tokenOf(manager, 'web')}`;
});
afterAll(() => world.close());

const patch = (headers: Record<string, string>, body: unknown = { priority: 'high' }) =>
	world.call('PATCH', `/api/v1/tickets/${number}`, {
		body,
		headers: { Cookie: cookie, ...headers }
	});

describe('a change by cookie', () => {
	it('from the portal itself is done', async () => {
		expect((await patch({ Origin: world.url })).status).toBe(200);
		expect((await patch({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
	});

	it.each([
		['https://evil.example'],
		['null'],
		['http://127.0.0.1:1'],
		['http://localhost.evil.example'],
		['https://127.0.0.1'],
		['nonsense']
	])('from %s is refused, whatever its body is', async (Origin) => {
		for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/plain']) {
			const { status, body } = await patch({ Origin, 'Content-Type': type }, '{"priority":"low"}');
			expect(status).toBe(403);
			expect(body['code']).toBe('foreign_origin');
		}
	});

	it('from another site without an Origin is refused by what the browser says of it', async () => {
		for (const site of ['cross-site', 'same-site'])
			expect((await patch({ 'Sec-Fetch-Site': site })).status).toBe(403);
	});

	it('of a program that names no origin is refused: only a token may speak for it', async () => {
		expect((await patch({})).status).toBe(403);
		const token = await world.tokenOf(manager);
		const { status } = await world.call('PATCH', `/api/v1/tickets/${number}`, {
			token,
			body: { priority: 'low' }
		});
		expect(status).toBe(200);
	});

	it('without a content type is refused', async () => {
		const { port } = new URL(world.url);
		const answer = await raw(
			Number(port),
			`POST /api/v1/incidents HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\n` +
				`Origin: https://evil.example\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`
		);
		expect(answer).toMatch(/^HTTP\/1.1 403 /);
	});
});

/** What a server answers to bytes. */
function raw(port: number, request: string): Promise<string> {
	return new Promise((resolve, reject) => {
		const tcp = connect(port, '127.0.0.1', () => tcp.write(request));
		let answer = '';
		tcp.on('data', (chunk: Buffer) => (answer += chunk.toString()));
		tcp.on('end', () => resolve(answer));
		tcp.on('error', reject);
	});
}

it('no GET changes anything', async () => {
	const before = await world.seq();
	const api = await world.api(manager);
	const started = await world.seq();
	for (const { method, path } of apiRoutes(world.portal)) {
		if (method !== 'GET') continue;
		const address = path.replace(':number', number).replace(':slug', 'x').replace(':key', 'x');
		await api.get(`${address}?status=closed`);
		await api.get(address);
	}
	for (const address of ['/healthz', '/readyz', '/metrics']) await api.get(address);
	expect(await world.seq()).toBe(started);
	// The sign-in itself is the one event that came about.
	expect(started).toBe(before + 1);
});

it('every answer forbids sniffing, framing and leaking where one was', async () => {
	for (const path of ['/api/v1/live', '/healthz', '/api/v1/none', '/none']) {
		const { headers } = await world.call('GET', path);
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('x-frame-options')).toBe('DENY');
		expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
		expect(headers.get('strict-transport-security')).toBeNull();
	}
	const { headers } = await world.call('GET', '/api/v1/live');
	expect(headers.get('cache-control')).toBe('no-store');
});

describe('who calls', () => {
	const caller = (trustProxy: number, forwarded: string, origin: string | null = null) =>
		createCallerReader({ trustProxy, origin })({
			headers: {
				host: 'portal.example',
				'x-forwarded-for': forwarded,
				'x-forwarded-proto': 'https',
				'x-forwarded-host': 'other.example'
			},
			socket: { remoteAddress: '::ffff:10.0.0.9' }
			// Of a request nothing else is looked at.
		} as unknown as Parameters<ReturnType<typeof createCallerReader>>[0]);

	it('without proxies is the one at the other end, whatever the headers say', () => {
		expect(caller(0, '203.0.113.7')).toEqual({
			address: '10.0.0.9',
			protocol: 'http',
			host: 'portal.example',
			origin: 'http://portal.example'
		});
	});

	it('behind a proxy is the address that the proxy wrote, not one that was forged', () => {
		expect(caller(1, '1.1.1.1, 203.0.113.7').address).toBe('203.0.113.7');
		expect(caller(2, '1.1.1.1, 203.0.113.7, 10.0.0.8').address).toBe('203.0.113.7');
		expect(caller(1, 'nonsense').address).toBe('10.0.0.9');
		expect(caller(1, '203.0.113.7').protocol).toBe('https');
	});

	it('reaches the portal under its configured origin', () => {
		expect(caller(0, '', 'https://portal.bazis.example').origin).toBe(
			'https://portal.bazis.example'
		);
	});
});

it('forged X-Forwarded-For does not slip past the throttle', async () => {
	const answers = [];
	for (let at = 0; at < 8; at++)
		answers.push(
			await world.call('POST', '/api/v1/token', {
				body: { email: 'nobody@bazis.example', password: 'wrong' },
				headers: { 'X-Forwarded-For': `203.0.113.${at}` }
			})
		);
	expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
});

it('an address that is none, or a method nobody knows, is the fault of whoever sends it', async () => {
	const status = (line: string) =>
		new Promise<string>((resolve, reject) => {
			const tcp = connect(Number(new URL(world.url).port), '127.0.0.1');
			tcp.on('error', reject);
			tcp.once('data', (chunk: Buffer) => {
				resolve(chunk.toString().slice(9, 12));
				tcp.destroy();
			});
			tcp.write(`${line} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
		});
	expect(await status('GET http://[')).toBe('400');
	expect(await status('PROPFIND /api/v1/live')).toBe('405');
	expect(await status('SEARCH /healthz')).toBe('405');
});

describe('a route in capital letters', () => {
	it('is none: nothing gets round the door that knows who calls', async () => {
		const token = await world.tokenOf(manager);
		const routes = apiRoutes(world.portal);
		expect(routes.length).toBeGreaterThan(50);
		for (const { method, path } of routes)
			for (const capital of [path.toUpperCase(), path.replace('/api/v1', '/API/v1')]) {
				const { status, headers } = await world.call(method, capital, { token });
				expect([method, capital, status]).toEqual([method, capital, 404]);
				expect(headers.get('content-type')).toContain('application/problem+json');
			}
	});

	it.each(['/HEALTHZ', '/Readyz', '/METRICS'])('%s is none either', async (path) => {
		expect((await world.call('GET', path)).status).toBe(404);
	});
});
