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

it('a pulse that comes before it does not have one fetched', () => {
	const stage = new Stage(snapshot(5, stateOf([ticket(1)])));
	stage.server.hello({ ...greeting, seq: 3_000 });
	stage.server.pulse(3_000);
	expect(stage.fetches).toHaveLength(0);
	stage.server.snapshot(snapshot(3_000, stateOf([ticket(2)])));
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

const greeting = {
	epoch: 'one',
	seq: 10,
	now: new Date(0).toISOString(),
	build: 'b1',
	audience: 'public',
	snapshot: true
} as const;

it('a greeting that comes twice loses nothing of what came in between', () => {
	const stage = new Stage(snapshot(5, stateOf([ticket(1)])));
	stage.server.hello(greeting);
	stage.server.batch(batch(10, 11, [put(ticket(3))]));
	stage.server.hello(greeting);
	stage.server.snapshot(snapshot(10, stateOf([ticket(2)])));
	// The next batch does not follow on 11, as when only this client was told of 11.
	stage.server.batch(batch(10, 12, [put(ticket(4))]));
	expect(stage.numbers()).toEqual(['BC-2', 'BC-3', 'BC-4']);
});

it('a snapshot that comes a second time takes nothing back', async () => {
	const stage = new Stage(snapshot(5, stateOf([ticket(1)])));
	const sent = snapshot(10, stateOf([ticket(2)]));
	stage.server.hello(greeting);
	stage.server.snapshot(sent);
	stage.server.batch(batch(10, 11, [put(ticket(3))]));
	stage.server.hello(greeting);
	stage.server.snapshot(sent);
	expect(stage.numbers()).toEqual(['BC-2', 'BC-3']);
	stage.ring();
	await stage.answer(snapshot(11, stateOf([ticket(2), ticket(3)])));
	stage.server.batch(batch(10, 12, [put(ticket(4))]));
	expect(stage.numbers()).toEqual(['BC-2', 'BC-3', 'BC-4']);
	expect(stage.feed.link(stage.time)).toBe('live');
});

it('a snapshot of the connection before is not taken for the one that was promised', () => {
	const stage = new Stage(snapshot(5, stateOf([ticket(1)])));
	stage.server.hello(greeting);
	stage.server.closed();
	stage.server.hello({ ...greeting, seq: 12 });
	stage.server.snapshot(snapshot(10, stateOf([ticket(2)])));
	expect(stage.numbers()).toEqual(['BC-1']);
	stage.server.snapshot(snapshot(12, stateOf([ticket(2), ticket(3)])));
	expect(stage.numbers()).toEqual(['BC-2', 'BC-3']);
});
