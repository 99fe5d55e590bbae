import { describe, expect, it } from 'vitest';
import { batch, put, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

const before = snapshot(100, stateOf([ticket(1), ticket(2)]), 'old');
const restored = snapshot(80, stateOf([ticket(1)]), 'new');

/** A feed of the old history that is greeted with the new one: a backup was put back meanwhile. */
function greeted({ promised }: { promised: boolean }): Stage {
	const stage = new Stage(before);
	stage.hello(100, 'old');
	stage.server.closed();
	stage.server.hello({
		epoch: 'new',
		seq: 80,
		now: new Date(stage.time).toISOString(),
		build: 'b1',
		audience: 'public',
		...(promised ? { snapshot: true as const } : {})
	});
	return stage;
}

describe('after a backup was put back', () => {
	it('a snapshot of the old history that the server sends is not taken, and one is fetched', async () => {
		const stage = greeted({ promised: true });
		stage.server.snapshot(before);
		expect(stage.feed.link(stage.time)).toBe('recovering');
		stage.ring();
		await stage.answer(restored);
		expect(stage.feed.cursor).toEqual({ epoch: 'new', seq: 80 });
		expect(stage.feed.link(stage.time)).toBe('live');
	});

	it('a snapshot of the old history that a node answers is not taken, and asked for again a little later', async () => {
		const stage = greeted({ promised: false });
		await stage.answer(before);
		expect(stage.fetches).toHaveLength(0);
		expect(stage.timers.map(({ ms }) => ms)).toEqual([250]);
		stage.ring();
		await stage.answer(before);
		expect(stage.timers.map(({ ms }) => ms)).toEqual([500]);
		expect(stage.feed.link(stage.time)).toBe('recovering');
		stage.ring();
		await stage.answer(restored);
		expect(stage.numbers()).toEqual(['BC-1']);
		expect(stage.feed.link(stage.time)).toBe('live');
	});

	it('a page of the old history never counts as live', async () => {
		const stage = greeted({ promised: false });
		await stage.answer(restored);
		stage.feed.adopt(before);
		expect(stage.feed.link(stage.time)).toBe('recovering');
		stage.pass(9);
		stage.server.pulse(80);
		expect(stage.feed.link(stage.time)).toBe('late');
		await stage.answer(restored);
		expect(stage.numbers()).toEqual(['BC-1']);
		expect(stage.feed.link(stage.time)).toBe('live');
	});

	it('a page of the old history that was opened while there was no link is seen by the greeting', () => {
		const stage = new Stage(restored);
		stage.hello(80, 'new');
		stage.server.closed();
		stage.feed.adopt(before);
		expect(stage.fetches).toHaveLength(0);
		stage.hello(80, 'new');
		expect(stage.fetches).toHaveLength(1);
	});

	it('a late batch of the old history is nothing that could be missing', async () => {
		const stage = greeted({ promised: false });
		await stage.answer(restored);
		stage.pass(9);
		stage.server.batch(batch(100, 101, [put(ticket(3))], 'old'));
		await stage.answer(restored);
		expect(stage.numbers()).toEqual(['BC-1']);
		expect(stage.feed.link(stage.time)).toBe('live');
	});
});
