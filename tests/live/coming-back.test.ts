import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import type * as client from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Transport } from '#lib/live/transport.ts';
import { until } from '../support/until.ts';

const made = vi.hoisted(() => ({ address: '', sockets: [] as client.Socket[] }));

vi.mock('socket.io-client', async (original) => {
	const real = await original<typeof client>();
	return {
		...real,
		// A page is its own address.
		io: (options: Parameters<typeof real.io>[1]) => {
			const socket = real.io(made.address, { ...options, forceNew: true });
			made.sockets.push(socket);
			return socket;
		}
	};
});
const { openSocket } = await import('#lib/live/socket.ts');

let http: HttpServer;
let io: Server;
let transport: Transport;
/** Are handshakes taken? */
let open: boolean;
/** Does the server fall silent right after the handshake? */
let silent: boolean;
const realSetTimeout = globalThis.setTimeout;
const realClearTimeout = globalThis.clearTimeout;
const seen = { opened: 0, closed: 0 };

beforeEach(async () => {
	open = true;
	silent = false;
	Object.assign(seen, { opened: 0, closed: 0 });
	http = createServer();
	io = new Server(http, {
		transports: ['websocket'],
		allowRequest: (_request, answer) => answer(null, open)
	});
	io.use((_socket, next) => {
		if (!silent) next();
	});
	io.on('connection', () => (seen.opened += 1));
	await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
	made.address = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
	const nothing = () => undefined;
	transport = openSocket(
		{
			hello: nothing,
			snapshot: nothing,
			batch: nothing,
			reset: nothing,
			pulse: nothing,
			bye: nothing,
			unauthorized: nothing,
			presence: nothing,
			screen: nothing,
			command: nothing,
			closed: () => (seen.closed += 1)
		},
		() => null
	);
	await until(() => seen.opened === 1, 'the first connection');
});
afterEach(async () => {
	vi.restoreAllMocks();
	transport.close();
	await io.close();
});

describe('a screen comes back by itself', () => {
	it('after the server has disconnected it, though the library would not', async () => {
		vi.spyOn(Math, 'random').mockReturnValue(0);
		io.disconnectSockets();
		await until(() => seen.closed === 1, 'the end of the connection');
		await until(() => seen.opened === 2, 'the next connection');
	});

	it('after the server has closed its connection', async () => {
		breakOff();
		await until(() => seen.opened === 2, 'the next connection');
	});

	it('after it was refused at the handshake', async () => {
		open = false;
		breakOff();
		let refused = 0;
		made.sockets.at(-1)?.on('connect_error', () => (refused += 1));
		await until(() => refused > 0, 'a refusal');
		open = true;
		await until(() => seen.opened === 2, 'the next connection');
	});
});

/** Notes how long the page means to wait, with the luck of the draw given; waits only if told to. */
function noteWaits(luck: number, { patient }: { patient: boolean }): number[] {
	const waits: number[] = [];
	vi.spyOn(Math, 'random').mockReturnValue(luck);
	vi.spyOn(globalThis, 'setTimeout').mockImplementation((then: () => void, ms = 0) => {
		const isWait = String(then).includes('socket.connect()');
		if (isWait) waits.push(ms);
		return realSetTimeout(then, isWait && !patient ? 0 : ms);
	});
	return waits;
}
const breakOff = () => {
	for (const socket of io.sockets.sockets.values()) socket.conn.close();
};

it('no screen waits longer than thirty seconds for its next try, however long the server is away', async () => {
	const waits = noteWaits(1, { patient: false });
	open = false;
	breakOff();
	await until(() => waits.length >= 8, 'eight attempts');
	open = true;
	await until(() => seen.opened === 2, 'the next connection');
	expect(waits.slice(0, 8)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
	// Once it is back it begins anew.
	waits.length = 0;
	breakOff();
	await until(() => waits.length === 1, 'the first attempt');
	expect(waits).toEqual([1_000]);
});

it('a wait is drawn from nothing up to its longest, so that no two screens agree', async () => {
	const waits = noteWaits(0.25, { patient: true });
	breakOff();
	await until(() => waits.length === 1, 'the first attempt');
	expect(waits).toEqual([250]);
});

/** Notes the patience with servers that fall silent after the handshake, and has it end when told to. */
function notePatience() {
	const patience: { readonly ms: number; readonly end: () => void; over: boolean }[] = [];
	const timers = new Map<unknown, (typeof patience)[number]>();
	vi.spyOn(globalThis, 'setTimeout').mockImplementation((then: () => void, ms = 0) => {
		const timer = realSetTimeout(then, ms);
		if (!String(then).includes('engine.close()')) return timer;
		const one = { ms, end: then, over: false };
		patience.push(one);
		timers.set(timer, one);
		return timer;
	});
	vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
		const one = timers.get(timer);
		if (one) one.over = true;
		realClearTimeout(timer);
	});
	return patience;
}

describe('a link that dies after the handshake and before the greeting', () => {
	it('is given up after twenty seconds, and another one is tried', async () => {
		const patience = notePatience();
		silent = true;
		breakOff();
		await until(() => patience.length === 1, 'a handshake');
		expect(patience[0]).toMatchObject({ ms: 20_000, over: false });
		silent = false;
		patience[0]?.end();
		await until(() => seen.opened === 2, 'the next connection');
	});

	it('is not given up once it was greeted', async () => {
		const patience = notePatience();
		breakOff();
		await until(() => seen.opened === 2, 'the next connection');
		await until(() => patience[0]?.over, 'the end of its patience');
	});

	it('has no say in the attempt that takes its place', async () => {
		const patience = notePatience();
		silent = true;
		breakOff();
		await until(() => patience.length === 1, 'a handshake');
		transport.reconnectNow();
		expect(patience[0]?.over).toBe(true);
	});

	it('is forgotten when the stream is ended for good', async () => {
		const patience = notePatience();
		silent = true;
		breakOff();
		await until(() => patience.length === 1, 'a handshake');
		transport.close();
		expect(patience[0]?.over).toBe(true);
	});
});
