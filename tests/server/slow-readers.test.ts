import { afterEach, expect, it, vi } from 'vitest';
import { rawSocketOf, isEngineConnection } from '#server/sockets/engine-internals.ts';
import { watchSlowReaders, type SlowReader } from '#server/sockets/slow-readers.ts';
import { openRawWebSocket } from '../support/raw-websocket.ts';
import { startSocketServer, type SocketServer } from '../support/socket-server.ts';

const MIB = 1024 * 1024;
const stops: (() => unknown)[] = [];
afterEach(async () => {
	for (const stop of stops.splice(0).reverse()) await stop();
});

async function watched(now?: () => number) {
	const server = await startSocketServer();
	const closed: SlowReader[] = [];
	const watch = watchSlowReaders(server.io, {
		onClose: (reader) => closed.push(reader),
		...(now === undefined ? {} : { now })
	});
	stops.push(() => server.stop(), watch.stop);
	return { server, watch, closed };
}

/** A client that connects like any other and then never reads again. */
async function stalledReader({ port, main }: SocketServer) {
	const known = new Set(main.sockets.keys());
	const raw = await openRawWebSocket(port);
	stops.push(() => raw.tcp.destroy());
	raw.sendText('40');
	await vi.waitFor(() => expect(main.sockets.size).toBe(known.size + 1), 20_000);
	await vi.waitFor(() => expect(raw.received().toString()).toContain('40{"sid"'), 10_000);
	raw.tcp.pause();
	const id = [...main.sockets.keys()].find((each) => !known.has(each)) ?? '';
	return { raw, socket: main.sockets.get(id) };
}

it('a reader that holds more than a mebibyte is closed, the others miss nothing', async () => {
	const { server, watch, closed } = await watched();
	const { client } = await server.join();
	const healthy: number[] = [];
	client.on('n', (n: number) => healthy.push(n));
	const { socket } = await stalledReader(server);
	const left = new Promise((resolve) => socket?.on('disconnect', resolve));
	let sent = 0;
	while (closed.length === 0) {
		server.io.emit('n', sent, 'x'.repeat(100_000));
		sent += 1;
		await server.fanOut().drain();
		await new Promise(setImmediate);
		watch.sweep();
		expect(sent).toBeLessThan(1_000);
	}
	expect(closed[0]?.waitingBytes).toBeGreaterThan(MIB);
	expect(closed[0]?.waitingBytes).toBeLessThan(1.3 * MIB);
	expect(await left).toBe('forced close');
	expect(server.main.sockets.size).toBe(1);
	await vi.waitFor(() => expect(healthy).toHaveLength(sent), 5_000);
});

it('one whose bytes wait too long is closed, however few they are', async () => {
	let time = 0;
	const { server, watch, closed } = await watched(() => time);
	const { socket } = await stalledReader(server);
	const connection: unknown = socket?.conn;
	if (!isEngineConnection(connection)) throw new Error('no connection');
	while (rawSocketOf(connection)?.writableLength === 0) {
		socket?.emit('n', 'x'.repeat(100_000));
		await new Promise(setImmediate);
	}
	watch.sweep();
	time = 14_000;
	watch.sweep();
	expect(closed).toEqual([]);
	time = 15_001;
	watch.sweep();
	expect(closed).toHaveLength(1);
	expect(server.main.sockets.size).toBe(0);
});

it('one that reads slowly but goes on is left alone', async () => {
	let time = 0;
	const { server, watch, closed } = await watched(() => time);
	const { raw, socket } = await stalledReader(server);
	const connection: unknown = socket?.conn;
	if (!isEngineConnection(connection)) throw new Error('no connection');
	for (let round = 0; round < 4; round += 1) {
		while (rawSocketOf(connection)?.writableLength === 0) {
			socket?.emit('n', 'x'.repeat(100_000));
			await new Promise(setImmediate);
		}
		watch.sweep();
		raw.tcp.resume();
		await vi.waitFor(() => expect(rawSocketOf(connection)?.writableLength).toBe(0), 20_000);
		raw.tcp.pause();
		time += 10_000;
	}
	watch.sweep();
	expect(closed).toEqual([]);
	expect(server.main.sockets.size).toBe(1);
});

it('a browser that was shed comes back by itself', async () => {
	const { server, watch, closed } = await watched();
	const { client, socket } = await server.join();
	const back = new Promise<void>((resolve) => client.once('connect', resolve));
	// Not read by this process while it is busy sending in one go.
	for (let index = 0; index < 200; index += 1) socket.emit('n', 'x'.repeat(100_000));
	watch.sweep();
	expect(closed).toHaveLength(1);
	await back;
	expect(server.main.sockets.size).toBe(1);
});

it('a client that pings without reading cannot make the server grow', async () => {
	const { server, watch } = await watched();
	const { raw, socket } = await stalledReader(server);
	const connection: unknown = socket?.conn;
	if (!isEngineConnection(connection)) throw new Error('no connection');
	const payload = Buffer.alloc(125, 'p');
	let held = 0;
	let pings = 0;
	while (!raw.tcp.destroyed && connection.readyState === 'open' && pings < 400_000) {
		for (let index = 0; index < 1_000; index += 1) raw.ping(payload);
		pings += 1_000;
		await new Promise(setImmediate);
		held = Math.max(held, rawSocketOf(connection)?.writableLength ?? 0);
		watch.sweep();
	}
	expect(held).toBeLessThan(MIB);
	expect(connection.readyState).toBe('closed');
});
