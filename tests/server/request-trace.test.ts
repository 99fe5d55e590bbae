import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { traceRequests, requestIdOf } from '#server/host/request-trace.ts';
import { createLog } from '#server/log.ts';
import { until } from '../support/until.ts';

interface Line {
	readonly level: number;
	readonly requestId: string;
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

const lines: Line[] = [];
const heard: (string | undefined)[] = [];
const servers: Server[] = [];
const addresses: string[] = [];

/** Answers with the status that the query asks for. */
async function start(trustProxy: number): Promise<string> {
	const log = createLog(
		'debug',
		new Writable({
			write(chunk, _encoding, done) {
				lines.push(JSON.parse(String(chunk)));
				done();
			}
		})
	);
	const server = createServer(
		traceRequests(
			(request, response) => {
				heard.push(requestIdOf(request));
				response.writeHead(Number(request.url?.split('status=')[1] ?? 200)).end();
			},
			{ log, trustProxy }
		)
	);
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return `http://127.0.0.1:${port}`;
}

beforeAll(async () => {
	addresses.push(await start(0), await start(1));
});
afterAll(() => Promise.all(servers.map((server) => new Promise((done) => server.close(done)))));

/** Asks, and resolves with the answer's id and the line that was written of it. */
async function ask(path: string, init: RequestInit = {}, proxied = false) {
	const before = lines.length;
	const answer = await fetch(`${addresses[proxied ? 1 : 0] ?? ''}${path}`, init);
	await answer.arrayBuffer();
	await until(() => lines.length > before, 'a line of the log');
	return { id: answer.headers.get('x-request-id') ?? '', line: lines.at(-1) };
}

it('each request has an id of its own, told to the caller, to the portal and in the log', async () => {
	const one = await ask('/api/v1/live');
	const other = await ask('/api/v1/live');
	expect(one.id).toMatch(/^[0-9a-f]{16}$/);
	expect(one.id).not.toBe(other.id);
	expect(heard.slice(-2)).toEqual([one.id, other.id]);
	expect(one.line).toMatchObject({ requestId: one.id, method: 'GET', path: '/api/v1/live' });
});

it('only a proxy that is trusted may name a request, and only by a name', async () => {
	const given = { headers: { 'X-Request-Id': 'edge-7f3a.2210' } };
	expect((await ask('/', given)).id).not.toBe('edge-7f3a.2210');
	expect((await ask('/', given, true)).id).toBe('edge-7f3a.2210');
	for (const bad of ['short', 'with "quotes" and more', 'x'.repeat(65)])
		expect((await ask('/', { headers: { 'X-Request-Id': bad } }, true)).id).toMatch(
			/^[0-9a-f]{16}$/
		);
});

it('changes and failures are told at once, what is only read when one asks for it', async () => {
	const [debug, info] = [20, 30];
	expect((await ask('/queue')).line?.level).toBe(debug);
	expect((await ask('/queue?status=404')).line?.level).toBe(debug);
	expect((await ask('/queue', { method: 'POST' })).line?.level).toBe(info);
	expect((await ask('/queue?status=503')).line).toMatchObject({ level: info, status: 503 });
});

it('neither a query nor a one-time link gets into the log', async () => {
	await ask('/reset/3pWbq7Zr9Lk2Xv0aTfYh5Q?token=secret&q=Иванов');
	expect(lines.at(-1)?.path).toBe('/reset/…');
	expect(JSON.stringify(lines)).not.toMatch(/secret|3pWbq7Zr9Lk2Xv0aTfYh5Q|Иванов/);
});
