import { describe, expect, it } from 'vitest';
import { batch, put, snapshot, Stage, stateOf, ticket } from './scripted-transport.ts';

function stage(): Stage {
	return new Stage(snapshot(10, stateOf([ticket(1), ticket(2)])));
}

describe('a live feed', () => {
	it('tells the server where it stands at each connection', () => {
		const it = stage();
		expect(it.handshake).toEqual({ epoch: 'one', seq: 10 });
		it.hello(10);
		it.server.batch(batch(10, 11, [put(ticket(3))]));
		expect(it.handshake).toEqual({ epoch: 'one', seq: 11 });
	});

	it('applies what follows its cursor', () => {
		const it = stage();
		it.hello(10);
		it.server.batch(batch(10, 12, [put(ticket(3))]));
		expect(it.numbers()).toEqual(['BC-1', 'BC-2', 'BC-3']);
		expect(it.feed.cursor?.seq).toBe(12);
	});

	it('ignores what it has already had, doubled or late', () => {
		const it = stage();
		it.hello(10);
		it.server.batch(batch(10, 11, [put(ticket(3))]));
		const after = it.feed.state;
		it.server.batch(batch(10, 11, [put(ticket(3))]));
		it.server.batch(batch(8, 9, [put(ticket(9))]));
		expect(it.feed.state).toBe(after);
		expect(it.fetches).toHaveLength(0);
	});

	it('takes a new snapshot when a batch was lost, and applies what came meanwhile', async () => {
		const it = stage();
		it.hello(10);
		it.server.batch(batch(11, 12, [put(ticket(4))]));
		expect(it.fetches).toHaveLength(1);
		expect(it.feed.link(it.time)).toBe('recovering');
		it.server.batch(batch(12, 13, [put(ticket(5))]));
		it.server.batch(batch(13, 14, [put(ticket(6))]));
		await it.answer(snapshot(13, stateOf([3, 4, 5].map((id) => ticket(id)))));
		expect(it.numbers()).toEqual(['BC-3', 'BC-4', 'BC-5', 'BC-6']);
		expect(it.feed.cursor?.seq).toBe(14);
		expect(it.feed.link(it.time)).toBe('live');
	});

	it('fetches once, however many reasons there are', () => {
		const it = stage();
		it.hello(10);
		it.server.batch(batch(11, 12, []));
		it.server.batch(batch(15, 16, []));
		it.server.pulse(20);
		expect(it.fetches).toHaveLength(1);
	});

	it('fetches again when a reset came while a snapshot was on its way', async () => {
		const it = stage();
		it.hello(10);
		it.server.pulse(12);
		it.server.reset({ epoch: 'two', seq: 3, reason: 'epoch' });
		await it.answer(snapshot(12, stateOf([ticket(1)])));
		expect(it.fetches).toHaveLength(1);
		await it.answer(snapshot(3, stateOf([ticket(7)]), 'two'));
		expect(it.feed.cursor).toEqual({ epoch: 'two', seq: 3 });
		expect(it.numbers()).toEqual(['BC-7']);
	});

	it('starts anew when the epoch has changed', async () => {
		const it = stage();
		it.hello(5, 'two');
		it.server.batch(batch(4, 5, [put(ticket(8))], 'two'));
		await it.answer(snapshot(5, stateOf([ticket(8)]), 'two'));
		expect(it.feed.cursor).toEqual({ epoch: 'two', seq: 5 });
		expect(it.numbers()).toEqual(['BC-8']);
	});

	it('starts anew when the server stands behind it', () => {
		const it = stage();
		it.hello(7);
		expect(it.fetches).toHaveLength(1);
	});

	it('notices by a pulse that something was missed', () => {
		const it = stage();
		it.hello(10);
		it.server.pulse(10);
		expect(it.fetches).toHaveLength(0);
		it.server.pulse(11);
		expect(it.fetches).toHaveLength(1);
	});

	it('goes on trying with growing, jittered waits while the snapshot cannot be had', async () => {
		const it = stage();
		it.hello(10);
		it.server.pulse(11);
		await it.fail();
		expect(it.timers.map(({ ms }) => ms)).toEqual([250]);
		it.ring();
		await it.fail();
		expect(it.timers.map(({ ms }) => ms)).toEqual([500]);
		it.ring();
		await it.answer(snapshot(11, stateOf([ticket(3)])));
		expect(it.numbers()).toEqual(['BC-3']);
	});

	it('asks for a new window when its own runs low, and not more often than every five seconds', () => {
		const many = Array.from({ length: 301 }, (_, index) => ticket(index + 1));
		const it = new Stage(snapshot(10, stateOf(many, 900)));
		it.hello(10);
		const drop = (id: number) => ({ op: 'drop', kind: 'ticket', id: `BC-${id}` }) as const;
		it.server.batch(batch(10, 11, [drop(1), drop(2)]));
		expect(it.fetches).toHaveLength(1);
	});

	it('asks again for a window that ran low in the pause, as soon as the pause is over', async () => {
		const many = Array.from({ length: 310 }, (_, index) => ticket(index + 1));
		const it = new Stage(snapshot(10, stateOf(many, 900)));
		it.hello(10);
		const drops = (from: number, to: number) =>
			many
				.slice(from, to)
				.map(({ number }) => ({ op: 'drop', kind: 'ticket', id: number }) as const);
		it.server.batch(batch(10, 11, drops(0, 50)));
		await it.answer(snapshot(11, stateOf(many, 900)));
		it.pass(2);
		it.server.batch(batch(11, 12, drops(0, 305)));
		expect(it.fetches).toHaveLength(0);
		it.pass(5);
		it.server.pulse(12);
		expect(it.fetches).toHaveLength(1);
		await it.answer(snapshot(12, stateOf(many, 900)));
		it.pass(5);
		it.server.pulse(12);
		expect(it.fetches).toHaveLength(0);
	});

	it('never counts as fresh what it knows to be behind', () => {
		const it = stage();
		it.hello(12);
		it.time += 11_000;
		expect(it.feed.link(it.time)).toBe('late');
		it.server.batch(batch(10, 12, []));
		expect(it.feed.link(it.time)).toBe('live');
	});

	it('does not count as fresh what a node answers that lags behind what was announced', async () => {
		const it = stage();
		it.hello(10);
		it.pass(5);
		it.server.pulse(20);
		await it.answer(snapshot(15, stateOf([ticket(3)])));
		it.pass(4);
		expect(it.feed.link(it.time)).toBe('late');
		it.server.pulse(20);
		await it.answer(snapshot(20, stateOf([ticket(4)])));
		expect(it.feed.link(it.time)).toBe('live');
	});
});

describe('the watchdog of a feed', () => {
	it('shows a silent link as late within ten seconds and gives it up after twelve', () => {
		const it = stage();
		it.hello(10);
		it.pass(8);
		expect(it.feed.link(it.time)).toBe('live');
		it.pass(1);
		expect(it.feed.link(it.time)).toBe('late');
		expect(it.drops).toBe(0);
		it.pass(3);
		expect(it.drops).toBe(1);
	});

	it('is content as long as there are pulses', () => {
		const it = stage();
		it.hello(10);
		for (let beat = 0; beat < 20; beat += 1) {
			it.pass(5);
			it.server.pulse(10);
		}
		expect(it.drops).toBe(0);
		expect(it.feed.link(it.time)).toBe('live');
	});

	it('tells since when the data stand still', () => {
		const it = stage();
		it.hello(10);
		const heard = it.time;
		it.pass(47);
		expect(it.feed.dataAt).toBe(heard);
	});

	it('tries at once on waking, unless it has just heard something', () => {
		const it = stage();
		it.hello(10);
		it.feed.probe();
		expect(it.reconnects).toBe(0);
		it.time += 60_000;
		it.feed.probe();
		expect(it.reconnects).toBe(1);
	});

	it('says that it is late when no connection ever came about', () => {
		const it = stage();
		expect(it.feed.link(it.time)).toBe('waiting');
		it.pass(10);
		expect(it.feed.link(it.time)).toBe('late');
	});
});

describe('who the feed is to the server', () => {
	it('leaves for a new page when the server takes it for somebody else', () => {
		const it = stage();
		it.hello(10, 'one', 'staff');
		expect(it.identityChanges).toBe(1);
		expect(it.closed).toBe(true);
	});

	it('leaves for a new page when the server says goodbye or no longer believes it', () => {
		const goodbye = stage();
		goodbye.server.bye();
		const disbelieved = stage();
		disbelieved.server.unauthorized();
		expect([goodbye.identityChanges, disbelieved.identityChanges]).toEqual([1, 1]);
	});
});

describe('a feed that is stopped and begun again', () => {
	it('takes in what comes, though a snapshot was under way when it was stopped', async () => {
		const it = stage();
		it.hello(10);
		it.server.pulse(12);
		it.server.batch(batch(12, 13, [put(ticket(3))]));
		it.server.bye();
		it.feed.adopt(snapshot(13, stateOf([ticket(1), ticket(3)])));
		it.feed.start();
		it.hello(13);
		expect(it.feed.link(it.time)).toBe('live');
		it.server.batch(batch(13, 14, [put(ticket(4))]));
		expect(it.numbers()).toEqual(['BC-1', 'BC-3', 'BC-4']);
		await it.answer(snapshot(12, stateOf([ticket(1)])));
		expect(it.numbers()).toEqual(['BC-1', 'BC-3', 'BC-4']);
	});

	it('does not count as connected until it is greeted', () => {
		const it = stage();
		it.hello(10);
		it.feed.stop();
		it.feed.start();
		it.feed.probe();
		expect(it.reconnects).toBe(1);
	});

	it('shows nobody as looking until it is told who looks', () => {
		const it = stage();
		it.hello(10);
		it.feed.presence.look('BC-1');
		it.server.presence({
			ticket: 'BC-1',
			people: [{ name: 'Дмитрий Орлов', email: 'staff@bazis.example', typing: false }]
		});
		expect(it.feed.presence.people).toHaveLength(1);
		it.feed.stop();
		expect(it.feed.presence.people).toEqual([]);
	});

	it('goes on fetching the tickets that its page came without', async () => {
		const it = new Stage(snapshot(10, stateOf([], 2)));
		it.feed.wantTickets();
		it.feed.stop();
		it.feed.start();
		it.hello(10);
		await it.answer(snapshot(10, stateOf([ticket(9)], 2)));
		expect(it.numbers()).toEqual([]);
		await it.answer(snapshot(10, stateOf([ticket(1), ticket(2)])));
		expect(it.numbers()).toEqual(['BC-1', 'BC-2']);
	});
});

describe('a snapshot brought by a page', () => {
	it('is not taken when the stream is already further', () => {
		const it = stage();
		it.hello(10);
		it.server.batch(batch(10, 11, [put(ticket(3))]));
		it.feed.adopt(snapshot(10, stateOf([ticket(1)])));
		expect(it.numbers()).toEqual(['BC-1', 'BC-2', 'BC-3']);
	});

	it('is taken when it is newer', () => {
		const it = stage();
		it.hello(10);
		it.feed.adopt(snapshot(15, stateOf([ticket(9)])));
		expect(it.numbers()).toEqual(['BC-9']);
		expect(it.feed.cursor?.seq).toBe(15);
	});
});

describe('what a feed remembers', () => {
	it('is bounded, whatever comes in months', () => {
		const it = stage();
		it.hello(10);
		for (let seq = 11; seq < 2_000; seq += 1)
			it.server.batch(batch(seq - 1, seq, [put(ticket(seq))]));
		expect(it.feed.since({ epoch: 'one', seq: 1_990 })).toHaveLength(9);
		expect(it.feed.since({ epoch: 'one', seq: 100 })).toBeNull();
		expect(it.feed.changedAt('ticket', 'BC-1999')).toBe(it.time);
		expect(it.feed.changedAt('ticket', 'BC-100')).toBeUndefined();
	});
});
