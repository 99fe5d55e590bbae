import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Screen } from '../support/screen.ts';
import { startServerProcess } from '../support/server-process.ts';

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
