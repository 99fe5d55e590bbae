import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Snapshot } from '#lib/domain/live.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	await world.make.aTicket();
});
afterAll(() => world.close());

async function sentTo(options: Parameters<World['screen']>[0]): Promise<Snapshot | undefined> {
	const screen = await world.screen({ ...options, snapshot: true }).ready();
	expect(screen.told('hello')[0]).toMatchObject({ snapshot: true });
	await screen.heard('snapshot');
	expect(screen.said.map(({ event }) => event)).toEqual(['hello', 'snapshot']);
	return screen.told<Snapshot>('snapshot')[0];
}

it('a screen without a cursor is sent what it would have fetched', async () => {
	const { now: _now, ...fetched } = await world.snapshot('public');
	expect(await sentTo({})).toMatchObject(fetched);
});

it('each is sent the snapshot of its own audience', async () => {
	const client = await world.make.aClient();
	const manager = await world.make.aManager();
	for (const person of [client, manager]) {
		const sent = await sentTo({ token: await world.tokenOf(person) });
		expect(sent?.audience).toBe(person === manager ? 'staff' : `client:${person.id}`);
		const { now: _now, ...fetched } = await world.snapshot(sent?.audience ?? 'public');
		expect(sent).toMatchObject(fetched);
	}
});

it('a screen of another epoch, or ahead of the server, is sent one', async () => {
	const { epoch, seq } = await world.snapshot('public');
	for (const cursor of [
		{ epoch: 'another', after: seq },
		{ epoch, after: seq + 1_000 }
	]) {
		expect((await sentTo({ cursor }))?.seq).toBe(seq);
	}
});

it('a screen that can be resumed is sent what it missed instead', async () => {
	const { epoch, seq } = await world.snapshot('public');
	await world.make.aTicket();
	const screen = world.screen({ cursor: { epoch, after: seq }, snapshot: true });
	await screen.heard('batch');
	expect(screen.told('snapshot')).toEqual([]);
	expect(screen.told('hello')[0]).not.toHaveProperty('snapshot');
});

it('nobody is sent one who did not ask', async () => {
	const screen = world.screen({ cursor: { epoch: 'another', after: 1 } });
	await screen.heard('reset');
	await world.make.aTicket();
	await screen.heard('batch');
	// What others change, and pulses, come to everybody.
	const heard = screen.said.map(({ event }) => event);
	expect(heard.filter((event) => event !== 'batch' && event !== 'pulse')).toEqual([
		'hello',
		'reset'
	]);
	expect(heard.slice(0, 2)).toEqual(['hello', 'reset']);
});
