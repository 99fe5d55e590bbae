import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Batch, LiveState, Snapshot } from '#lib/domain/live.ts';
import { judge } from '#lib/domain/live.ts';
import { applyChanges } from '#lib/domain/window.ts';
import type { Person } from '#server/portal.ts';
import { DAY } from '../../support/clock.ts';
import type { Screen } from '../../support/screen.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let number: string;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	number = (await world.make.aTicket({ by: client })).number;
	await world.tick();
});
afterAll(() => world.close());

/** So many events, each seen by everybody. */
async function happen(count: number): Promise<number> {
	for (let done = 0; done < count; done++) {
		const { priority } = await world.queries.ticket(manager, number);
		await world.commands.updateTicket(manager, number, {
			priority: priority === 'low' ? 'high' : 'low'
		});
	}
	await world.host.sockets.settled();
	return world.seq();
}

/** The browser's whole rule. */
function follow(snapshot: Snapshot, batches: readonly Batch[]): LiveState {
	let { state } = snapshot;
	let cursor = { epoch: snapshot.epoch, seq: snapshot.seq };
	for (const batch of batches) {
		const verdict = judge(cursor, batch);
		if (verdict === 'resync') throw new Error(`lost something before ${batch.after}`);
		if (verdict === 'ignore') continue;
		state = applyChanges(state, batch.changes).state;
		cursor = { epoch: batch.epoch, seq: batch.seq };
	}
	return state;
}

const resets = (screen: Screen) =>
	screen.told<{ reason: string }>('reset').map(({ reason }) => reason);

describe('who comes back', () => {
	it('gets everything missed as one batch, in whatever audience', async () => {
		for (const [person, audience] of [
			[null, 'public'],
			[manager, 'staff'],
			[client, `client:${client.id}`]
		] as const) {
			const token = person === null ? {} : { token: await world.tokenOf(person) };
			const before = await world.snapshot(audience);
			const seq = await happen(25);
			const cursor = { epoch: before.epoch, after: before.seq };
			const screen = world.screen({ ...token, cursor });
			await screen.reached(seq);
			expect(resets(screen)).toEqual([]);
			expect(screen.batches).toHaveLength(1);
			expect(follow(before, screen.batches)).toEqual((await world.snapshot(audience)).state);
		}
	});

	it('gets what is live without a seam behind what was missed', async () => {
		const before = await world.snapshot('public');
		await happen(10);
		const writing = happen(60);
		const screens = [];
		for (let at = 0; at < 10; at++) {
			const cursor = { epoch: before.epoch, after: before.seq };
			screens.push(await world.screen({ cursor }).ready());
		}
		const seq = await writing;
		const { state } = await world.snapshot('public');
		for (const screen of screens) {
			await screen.reached(seq);
			expect(follow(before, screen.batches)).toEqual(state);
		}
	});

	it('up to date gets nothing but the greeting', async () => {
		const { epoch, seq } = await world.snapshot('public');
		await world.host.sockets.settled();
		const screen = await world.screen({ cursor: { epoch, after: seq } }).ready();
		const later = await happen(1);
		await screen.reached(later);
		expect(screen.said[1]).toMatchObject({ event: 'batch', payload: { after: seq, seq: later } });
	});

	it('after a restart gets everything missed, from before and after it', async () => {
		const before = await world.snapshot('public');
		await happen(5);
		await world.restart();
		await happen(5);
		const screen = world.screen({ cursor: { epoch: before.epoch, after: before.seq } });
		await screen.reached(await world.seq());
		expect(follow(before, screen.batches)).toEqual((await world.snapshot('public')).state);
	});
});

describe('who cannot be brought up to date in steps is told so', () => {
	const reset = async (cursor: { epoch: string; after: number }) => {
		const screen = world.screen({ cursor });
		await screen.heard('reset');
		expect(screen.batches).toEqual([]);
		return resets(screen);
	};

	it('of another epoch', async () => {
		const { seq } = await world.snapshot('public');
		expect(await reset({ epoch: 'another-history', after: seq })).toEqual(['epoch']);
	});

	it('ahead of the server', async () => {
		const { epoch, seq } = await world.snapshot('public');
		expect(await reset({ epoch, after: seq + 1_000 })).toEqual(['too_far']);
	});

	it('ahead of a server whose stream never comes to rest', async () => {
		const { epoch, seq } = await world.snapshot('public');
		const { tailer } = world.host.sockets;
		let restless = true;
		const wakes = (async () => {
			for (; restless; await new Promise(setImmediate)) tailer.wake();
		})();
		try {
			const screen = await world.screen({ cursor: { epoch, after: seq + 1_000 } }).ready();
			expect(resets(screen)).toEqual(['too_far']);
		} finally {
			restless = false;
			await wakes;
		}
	});

	it('with a place, but in no history that it names', async () => {
		const { seq } = await world.snapshot('public');
		const screen = world.screen({ cursor: { after: seq } });
		await screen.heard('reset');
		expect(resets(screen)).toEqual(['epoch']);
	});

	it('behind what was pruned', async () => {
		const { epoch, seq } = await world.snapshot('public');
		await happen(3);
		world.clock.advance(31 * DAY);
		await world.core.clockJob.prune();
		await happen(1);
		// What the process itself remembers would still be whole.
		await world.restart();
		expect(await reset({ epoch, after: seq })).toEqual(['too_far']);
	});

	it('further behind than is remembered', async () => {
		const { epoch, seq } = await world.snapshot('public');
		await world.database.write(async (tx) => {
			for (let made = 0; made < 2_100; made++)
				await tx.run(`INSERT INTO events (at, type, payload) VALUES ($1, $2, $3)`, [
					world.clock.now(),
					'figures.turned',
					'{"actor":null}'
				]);
		});
		await world.restart();
		expect(await reset({ epoch, after: seq })).toEqual(['too_far']);
	});
});

describe('the stream', () => {
	it('says every event once and in order to a screen that stays', async () => {
		const screen = await world.screen({ token: await world.tokenOf(manager) }).ready();
		await screen.reached(await happen(1));
		const from = await world.seq();
		await Promise.all(
			Array.from({ length: 40 }, async () => {
				const ticket = await world.make.aTicket({ by: client });
				await world.make.aReply(ticket, manager);
			})
		);
		await world.host.sockets.settled();
		await screen.reached(await world.seq());
		const batches = screen.batches.filter(({ seq }) => seq > from);
		for (const [at, batch] of batches.slice(1).entries())
			expect(batch.after).toBe(batches[at]?.seq);
		const comments = batches.flatMap(({ changes }) =>
			changes.filter(({ kind }) => kind === 'comment').map(({ id }) => id)
		);
		expect(new Set(comments).size).toBe(40);
		expect(comments).toHaveLength(40);
	});

	it('tells a silent screen that nothing was missed', async () => {
		const screen = await world.screen().ready();
		await until(() => screen.told('pulse').length > 0, 'a pulse', 12_000);
		await world.host.sockets.settled();
		const cursor = Math.max(...screen.told<{ seq: number }>('hello').map(({ seq }) => seq));
		expect(screen.told<number>('pulse').at(-1)).toBeLessThanOrEqual(cursor);
	});

	it('finds what another process wrote', async () => {
		const screen = await world.screen().ready();
		const { openDatabase } = await import('#server/database/open.ts');
		const { createPortal } = await import('#server/create-portal.ts');
		const { readConfig } = await import('#server/config.ts');
		const database = await openDatabase(world.databaseUrl);
		const tool = createPortal({
			database,
			config: readConfig({}),
			secret: 'x'.repeat(32),
			build: 'tool',
			now: world.clock.now,
			failed: () => undefined
		});
		const before = await world.snapshot('public');
		await tool.portal.commands.updateTicket(manager, number, { status: 'resolved' });
		const seq = (await world.events()).at(-1)?.seq ?? 0;
		expect(seq).toBeGreaterThan(before.seq);
		await screen.reached(seq);
		// The state that requests are answered with has moved on too.
		const { body } = await world.call('GET', '/api/v1/live');
		expect(body['seq']).toBe(seq);
		await tool.close();
	});
});
