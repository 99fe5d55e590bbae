import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Screen } from '../support/screen.ts';
import { startServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';

let directory: string;
beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'portal-shutdown-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const start = () =>
	startServerProcess({
		databaseUrl: `sqlite:${join(directory, 'portal.sqlite')}`,
		secret: 'a secret of at least thirty-two bytes'
	});

it('a deploy ends the process with 0 at once, and its screens so that they come back', async () => {
	const server = await start();
	const screens = await Promise.all(
		Array.from({ length: 20 }, () => new Screen(server.address, {}).ready())
	);
	// Connections that are kept open for the next request hold nothing up.
	await Promise.all(Array.from({ length: 5 }, () => fetch(`${server.address}/api/v1/live`)));
	const since = performance.now();
	expect(await server.terminate()).toBe(0);
	expect(performance.now() - since).toBeLessThan(10_000);
	for (const screen of screens) {
		await screen.closed();
		// After a goodbye by the server itself a client would stay away.
		expect(screen.ended).not.toBe('io server disconnect');
		expect(screen.told('bye')).toEqual([]);
	}
});

it('a deploy takes in nothing new, and answers what was under way', async () => {
	const server = await start();
	const body = JSON.stringify({ email: 'nobody@bazis.example', password: 'wrong' });
	const tcp = connect(server.port, '127.0.0.1');
	let answer = '';
	tcp.on('data', (chunk: Buffer) => (answer += chunk.toString()));
	const ended = new Promise((resolve) => tcp.once('close', resolve));
	tcp.write(
		'POST /api/v1/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n' +
			`Content-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`
	);
	// The server has the request in its hands, and waits for its body.
	await until(() => answer.includes('100 Continue'), 'the request to be taken in');
	const since = performance.now();
	const end = server.terminate();
	await until(
		() =>
			fetch(server.address, { signal: AbortSignal.timeout(2_000) }).then(
				() => false,
				() => true
			),
		'a server that takes in nothing new'
	);
	tcp.write(body);
	await ended;
	expect(answer).toMatch(/HTTP\/1\.1 401 /);
	expect(answer).toContain('wrong_credentials');
	expect(await end).toBe(0);
	// Nor is the answered connection kept open for a next request.
	expect(performance.now() - since).toBeLessThan(4_500);
});
