import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Socket } from 'socket.io';
import type { Socket as ClientSocket } from 'socket.io-client';
import { openRawWebSocket } from '../support/raw-websocket.ts';
import { startSocketServer, type SocketServer } from '../support/socket-server.ts';

const servers: SocketServer[] = [];
async function start(...args: Parameters<typeof startSocketServer>): Promise<SocketServer> {
	const server = await startSocketServer(...args);
	servers.push(server);
	return server;
}
afterEach(async () => {
	for (const server of servers.splice(0)) await server.stop();
});

function collect(client: ClientSocket, event: string): number[] {
	const received: number[] = [];
	client.on(event, (value: number) => received.push(value));
	return received;
}

describe('a broadcast', () => {
	it('is byte for byte what socket.io itself would send', async () => {
		const texts = ['x', 'ё'.repeat(40), 'Заявка BC-1042 '.repeat(40), 'я'.repeat(40_000)];
		const sent: Buffer[] = [];
		for (const stock of [true, false]) {
			const { port, io, main, reports } = await start({ stock });
			const raw = await openRawWebSocket(port);
			raw.sendText('40');
			await vi.waitFor(() => expect(main.sockets.size).toBe(1), 20_000);
			await vi.waitFor(() => expect(raw.received().toString()).toContain('40{"sid"'), 10_000);
			const before = raw.received().length;
			for (const text of texts) io.emit('batch', { text });
			io.emit('end');
			await vi.waitFor(() => expect(raw.received().toString()).toContain('42["end"]'), 10_000);
			sent.push(raw.received().subarray(before));
			if (!stock) expect(reports.some((report) => report.direct === 1)).toBe(true);
			raw.tcp.destroy();
		}
		expect(sent[1]?.equals(sent[0] ?? Buffer.alloc(0))).toBe(true);
	});

	it('reaches those in the room when it was called, and nobody who came later', async () => {
		const { io, fanOut, join } = await start({ sliceSize: 1 });
		const early = await Promise.all(Array.from({ length: 6 }, join));
		const logs = early.map(({ client }) => collect(client, 'n'));
		for (const { socket } of early) await socket.join('room');
		const late = await join();
		const lateLog = collect(late.client, 'n');
		io.to('room').emit('n', 1);
		expect(fanOut().pending).toBe(5);
		await late.socket.join('room');
		io.to('room').emit('n', 2);
		await vi.waitFor(() => {
			for (const log of logs) expect(log).toEqual([1, 2]);
			expect(lateLog).toEqual([2]);
		}, 20_000);
	});

	it('skips sockets that go while it is under way', async () => {
		const { io, fanOut, join, reports } = await start({ sliceSize: 1 });
		const pairs = await Promise.all(Array.from({ length: 4 }, join));
		const logs = pairs.map(({ client }) => collect(client, 'n'));
		io.emit('n', 1);
		pairs[2]?.socket.disconnect(true);
		pairs[3]?.socket.disconnect(false);
		await fanOut().drain();
		expect(reports).toMatchObject([{ recipients: 4, skipped: 2 }]);
		expect(fanOut().pending).toBe(0);
		await vi.waitFor(() => expect(logs).toEqual([[1], [1], [], []]), 20_000);
	});

	it('honours rooms and exceptions, and gives each socket one copy', async () => {
		const { io, join } = await start();
		const pairs = await Promise.all(Array.from({ length: 3 }, join));
		const logs = pairs.map(({ client }) => collect(client, 'n'));
		const [first, second, third] = pairs.map(({ socket }) => socket);
		await first?.join(['a', 'b']);
		await second?.join('b');
		await third?.join(['a', 'muted']);
		io.to(['a', 'b']).except('muted').emit('n', 1);
		io.emit('n', 2);
		await vi.waitFor(() => expect(logs).toEqual([[1, 2], [1, 2], [2]]), 20_000);
	});

	it('keeps its place when the next one goes another way', async () => {
		const { io, join } = await start({ sliceSize: 1 });
		const pairs = await Promise.all(Array.from({ length: 5 }, join));
		const logs = pairs.map(({ client }) => {
			const log: unknown[] = [];
			client.onAny((event: string, _value: unknown, ack?: () => void) => {
				log.push(event);
				ack?.();
			});
			return log;
		});
		io.emit('text', 1);
		io.emit('binary', Buffer.from('abc'));
		io.emit('text', 2);
		const answers: unknown = await io.timeout(5_000).emitWithAck('asked', 0);
		expect(answers).toHaveLength(5);
		for (const log of logs) expect(log).toEqual(['text', 'binary', 'text', 'asked']);
	});

	it('tells what it cost', async () => {
		const { io, fanOut, join, reports } = await start({ sliceSize: 2 });
		await Promise.all(Array.from({ length: 5 }, join));
		io.emit('n', 1);
		await fanOut().drain();
		expect(reports).toMatchObject([{ recipients: 5, direct: 5, ordinary: 0, skipped: 0 }]);
		expect(reports[0]?.finishedAt).toBeGreaterThanOrEqual(reports[0]?.calledAt ?? Infinity);
	});
});

/** What each connection was owed and what it got, by socket id. */
class Ledger {
	readonly owed = new Map<string, number[]>();
	readonly got = new Map<string, number[]>();
	readonly dropped = new Set<string>();
	/** For each ordinary message in turn: the number of the first broadcast called after it. */
	readonly #own = new Map<string, number[]>();
	readonly #ownGot = new Map<string, number>();
	readonly overtaken: string[] = [];

	follow(client: ClientSocket): void {
		client.on('n', (n: number) => {
			const id = client.id ?? '';
			append(this.got, id, n);
			const awaited = this.#own.get(id)?.[this.#ownGot.get(id) ?? 0];
			if (awaited !== undefined && awaited <= n) this.overtaken.push(`${id} by ${n}`);
		});
		client.on('own', () => {
			const id = client.id ?? '';
			this.#ownGot.set(id, (this.#ownGot.get(id) ?? 0) + 1);
		});
	}

	emitOwn(socket: Socket, beforeBroadcast: number): void {
		append(this.#own, socket.id, beforeBroadcast);
		socket.emit('own');
	}
}

function append(map: Map<string, number[]>, key: string, value: number): void {
	const list = map.get(key);
	if (list === undefined) map.set(key, [value]);
	else list.push(value);
}

/** Numbers that look random and are the same in every run. */
function dice(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
		return Math.floor((state / 2_147_483_648) * below);
	};
}

describe('2,000 broadcasts among 50 sockets that come and go', () => {
	it('arrive complete and in order, with ordinary messages between them', async () => {
		const { io, main, fanOut, join, reports } = await start({ sliceSize: 16 });
		main.on('connection', (socket) => void socket.join('room'));
		const ledger = new Ledger();
		const clients: ClientSocket[] = [];
		for (let index = 0; index < 50; index += 1) {
			const { client } = await join();
			ledger.follow(client);
			clients.push(client);
		}
		const random = dice(7);
		for (let n = 0; n < 2_000; n += 1) {
			const sockets = [...main.sockets.values()];
			const [own, mover, lost] = [0, 1, 2].map(() => sockets[random(sockets.length)]);
			if (n % 3 === 0 && own !== undefined) ledger.emitOwn(own, n);
			if (n % 40 === 0) {
				// With nothing under way the first slice goes at once, behind these.
				await fanOut().drain();
				for (const socket of sockets) ledger.emitOwn(socket, n);
			}
			for (const id of main.adapter.rooms.get('room') ?? []) append(ledger.owed, id, n);
			io.to('room').emit('n', n);
			if (n % 5 === 0 && mover !== undefined) {
				await (mover.rooms.has('room') ? mover.leave('room') : mover.join('room'));
			}
			if (n % 97 === 0 && lost !== undefined) {
				ledger.dropped.add(lost.id);
				lost.conn.close(true);
			}
			if (n % 4 === 0) await new Promise(setImmediate);
		}
		await vi.waitFor(() => expect(main.sockets.size).toBe(50), 10_000);
		const ended = clients.map((client) => new Promise((resolve) => client.once('end', resolve)));
		io.emit('end');
		await Promise.all(ended);

		expect(ledger.overtaken).toEqual([]);
		expect(ledger.dropped.size).toBeGreaterThan(10);
		for (const [id, owed] of ledger.owed) {
			const got = ledger.got.get(id) ?? [];
			expect(got).toEqual(ledger.dropped.has(id) ? owed.slice(0, got.length) : owed);
		}
		for (const id of ledger.got.keys()) expect(ledger.owed.has(id)).toBe(true);
		expect(reports.filter((report) => report.direct > 0).length).toBeGreaterThan(1_000);
		expect(reports.filter((report) => report.ordinary > 0).length).toBeGreaterThan(20);
	}, 30_000);
});
