import { expect, it } from 'vitest';
import type { PageHandler } from '#server/host/host.ts';
import { databaseUnderTest, makeDatabase } from '../../support/test-database.ts';
import { createWorld, type World } from '../../support/world.ts';

/** A page that tells how many tickets are open, and takes its time after it has looked. */
function slowPage(world: () => World, seen: { renders: number }): PageHandler {
	return (_request, response) => {
		seen.renders += 1;
		void (async () => {
			const { state } = await world().queries.live('public');
			for (let turn = 0; turn < 20; turn += 1)
				await new Promise((resolve) => setImmediate(resolve));
			response.setHeader('content-type', 'text/html');
			response.setHeader('cache-control', 'private, no-cache');
			response.writeHead(200);
			response.end(String(state.totals.open));
		})();
	};
}

const WRITES = 30;
const READERS = 12;

it('a page is never older than what was committed before it was asked for', async () => {
	const seen = { renders: 0 };
	await using worlds = await started(seen, 1);
	const [world] = worlds.all;
	if (!world) throw new Error('no world');
	const by = await world.make.aClient();
	let committed = 0;
	let reads = 0;
	const readers = Array.from({ length: READERS }, async () => {
		while (committed < WRITES) {
			const before = committed;
			const { text } = await world.call('GET', '/queue');
			reads += 1;
			expect(Number(text)).toBeGreaterThanOrEqual(before);
		}
	});
	for (let at = 0; at < WRITES; at += 1) {
		await world.make.aTicket({ by });
		committed += 1;
		const { text } = await world.call('GET', '/queue');
		expect(Number(text)).toBeGreaterThanOrEqual(committed);
	}
	await Promise.all(readers);
	expect(reads).toBeGreaterThan(WRITES);
	// Two for a point of the stream at most: one under way, and the one that those after it share.
	expect(seen.renders).toBeLessThan(reads);
});

// SQLite belongs to one process: what the tools of the shell write is found by the next poll.
if (databaseUnderTest() === 'postgres')
	it('nor older than what another node has committed', async () => {
		const seen = { renders: 0 };
		await using worlds = await started(seen, 2);
		const [writing, reading] = worlds.all;
		if (!writing || !reading) throw new Error('no worlds');
		const by = await writing.make.aClient();
		for (let at = 1; at <= 40; at += 1) {
			await writing.make.aTicket({ by });
			expect(Number((await reading.call('GET', '/')).text)).toBe(at);
		}
	});

/** Nodes of one portal, each with the same page. */
async function started(seen: { renders: number }, nodes: number) {
	const at = await makeDatabase(databaseUnderTest());
	const all: World[] = [];
	for (let node = 0; node < nodes; node += 1) {
		const world: World = await createWorld({
			at: node === 0 ? at : { ...at, remove: () => Promise.resolve() },
			pages: () => Promise.resolve(slowPage(() => world, seen))
		});
		await world.startHost();
		all.push(world);
	}
	return {
		all,
		async [Symbol.asyncDispose]() {
			for (const world of all.reverse()) await world.close();
		}
	};
}
