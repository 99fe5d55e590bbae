import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import { WINDOW_SIZE } from '#lib/domain/urgency.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeEach(async () => {
	world = await createWorld();
	await world.startHost();
});
afterEach(() => world.close());

/** Reads of the database that asking for the state takes. */
async function readsOf(ask: () => Promise<unknown>): Promise<number> {
	const { database } = world;
	const read = database.read.bind(database);
	let reads = 0;
	Object.assign(database, {
		read: (work: Parameters<typeof read>[0]) => {
			reads++;
			return read(work);
		}
	});
	try {
		await ask();
	} finally {
		Object.assign(database, { read });
	}
	return reads;
}

it('the answer is what the database has, after every command and for every audience', async () => {
	const clients = [await world.make.aClient(), await world.make.aClient()];
	const work = await RandomWork.begin(world, { seed: 5, crowd: 20, clients });
	await work.fill(30);
	const audiences: Audience[] = [
		'public',
		'staff',
		...clients.map(({ id }) => `client:${id}` as const)
	];
	for (let step = 0; step < 120; step++) {
		await work.step();
		for (const audience of audiences) {
			const { now: _now, ...answered } = await world.answered(audience);
			const { now: _then, ...stored } = await world.snapshot(audience);
			expect(answered, `${audience} after ${step} commands`).toEqual(stored);
		}
	}
});

it('a write is in the answer as soon as it is acknowledged', async () => {
	await world.answered('public');
	for (let count = 1; count <= 20; count++) {
		const ticket = await world.make.aTicket();
		const { state } = await world.answered('public');
		expect(state.tickets.map(({ number }) => number)).toContain(ticket.number);
		expect(state.totals.open).toBe(count);
	}
});

it('what was asked for before is answered without the database', async () => {
	const manager = await world.make.aManager();
	const { number } = await world.make.aTicket();
	await world.answered('public');
	await world.commands.updateTicket(manager, number, { status: 'in_progress' });
	await world.host.sockets.settled();
	// The tailer's own look once a second may fall into one of them.
	const reads = [];
	for (let ask = 0; ask < 3; ask++) reads.push(await readsOf(() => world.answered('public')));
	expect(Math.min(...reads)).toBe(0);
	expect((await world.answered('public')).state.totals.in_progress).toBe(1);
});

it('a window that was cut is filled up again from the database', async () => {
	const manager = await world.make.aManager();
	const tickets = [];
	for (let count = 0; count < WINDOW_SIZE + 2; count++) tickets.push(await world.make.aTicket());
	await world.answered('public');
	const [first] = (await world.answered('public')).state.tickets;
	await world.commands.updateTicket(manager, first?.number ?? '', { status: 'cancelled' });
	const { state } = await world.answered('public');
	expect(state.tickets).toHaveLength(WINDOW_SIZE);
	expect(state).toEqual((await world.snapshot('public')).state);
});

it('a portal that lost sight of the stream asks the database', async () => {
	await world.answered('public');
	await world.host.sockets.tailer.stop();
	const { number } = await world.make.aTicket();
	const { state } = await world.answered('public');
	expect(state.tickets.map((ticket) => ticket.number)).toEqual([number]);
});

it('whoever reads after asking where the stream stands finds all that came up to there', async () => {
	for (let count = 1; count <= 20; count++) {
		await world.make.aTicket();
		const cursor = await world.queries.cursor();
		const { epoch, seq } = await world.snapshot('public');
		// What was acknowledged before is not told a second time; nothing is left out.
		expect(cursor).toEqual({ epoch, seq });
	}
	await world.host.sockets.tailer.stop();
	await world.make.aTicket();
	const { epoch, seq } = await world.snapshot('public');
	expect(await world.queries.cursor()).toEqual({ epoch, seq });
});
