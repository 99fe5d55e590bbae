import { expect, it } from 'vitest';
import { batch, put, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

/** A feed at seq 5 whose server was restored meanwhile and says that it sends a snapshot. */
function announced(): Stage {
	const stage = new Stage(snapshot(5, stateOf([ticket(1)])));
	const now = new Date(stage.time).toISOString();
	stage.server.hello({
		epoch: 'two',
		seq: 9,
		now,
		build: 'b1',
		audience: 'public',
		snapshot: true
	});
	return stage;
}

const restored = snapshot(9, stateOf([ticket(2)]), 'two');

it('a snapshot that the server sends is adopted, and none is fetched', () => {
	const stage = announced();
	expect(stage.fetches).toHaveLength(0);
	expect(stage.feed.link(stage.time)).not.toBe('live');
	stage.server.snapshot(restored);
	expect(stage.numbers()).toEqual(['BC-2']);
	expect(stage.fetches).toHaveLength(0);
	expect(stage.feed.link(stage.time)).toBe('live');
	expect(stage.handshake).toEqual({ epoch: 'two', seq: 9 });
});

it('batches that overtake it are applied to it', () => {
	const stage = announced();
	stage.server.batch(batch(9, 10, [put(ticket(3))], 'two'));
	stage.server.snapshot(restored);
	expect(stage.numbers()).toEqual(['BC-2', 'BC-3']);
	expect(stage.feed.cursor?.seq).toBe(10);
});

it('when it does not come, one is fetched', async () => {
	const stage = announced();
	stage.ring();
	expect(stage.fetches).toHaveLength(1);
	await stage.answer(restored);
	expect(stage.numbers()).toEqual(['BC-2']);
	stage.server.snapshot(snapshot(9, stateOf([ticket(7)]), 'two'));
	expect(stage.numbers()).toEqual(['BC-2']);
});

it('a server that cannot send it after all says so, and one is fetched', async () => {
	const stage = announced();
	stage.server.reset({ epoch: 'two', seq: 9, reason: 'epoch' });
	expect(stage.fetches).toHaveLength(1);
	await stage.answer(restored);
	expect(stage.numbers()).toEqual(['BC-2']);
});

it('a connection lost before it came begins anew with the next', () => {
	const stage = announced();
	stage.server.closed();
	const now = new Date(stage.time).toISOString();
	const hello = { epoch: 'two', seq: 9, now, build: 'b1', audience: 'public' } as const;
	stage.server.hello({ ...hello, snapshot: true });
	stage.server.snapshot(restored);
	expect(stage.numbers()).toEqual(['BC-2']);
	expect(stage.timers).toHaveLength(0);
	expect(stage.fetches).toHaveLength(0);
});
