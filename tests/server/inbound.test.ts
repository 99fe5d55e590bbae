import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { limitInbound } from '#server/sockets/inbound-limit.ts';
import { openRawWebSocket, type RawWebSocket } from '../support/raw-websocket.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
});
afterAll(() => world.close());

/** The server is there, and whoever behaves is served. */
async function expectService(): Promise<void> {
	const screen = await world.screen().ready();
	const { number } = await world.make.aTicket();
	await until(() => JSON.stringify(screen.said).includes(number), 'the new ticket');
	expect((await world.call('GET', '/healthz')).status).toBe(200);
	screen.close();
	expect(world.faults).toEqual([]);
}

/** A websocket that says what it likes. */
async function rudeSocket(): Promise<WebSocket> {
	const socket = new WebSocket(
		`${world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
	);
	socket.on('error', () => undefined);
	await until(() => socket.readyState === WebSocket.OPEN, 'an open websocket');
	return socket;
}
/** Resolves when the server has read all that was sent before. */
function takenIn(socket: WebSocket): Promise<void> {
	return new Promise((resolve) => {
		socket.once('pong', () => resolve());
		socket.ping();
	});
}
/** One that has been let in: whoever speaks before that is turned away for that alone. */
async function guest(): Promise<WebSocket> {
	const socket = await rudeSocket();
	const greeted = new Promise<void>((resolve) =>
		socket.on('message', (data) => String(data).includes('"hello"') && resolve())
	);
	socket.send('40');
	await greeted;
	return socket;
}
const isClosed = (socket: WebSocket) => socket.readyState === WebSocket.CLOSED;

describe('a client that says what nobody asked for', () => {
	it('is not answered, and hears on', async () => {
		const screen = await world.screen().ready();
		for (const event of [
			'join',
			'subscribe',
			'batch',
			'hello',
			'__proto__',
			'constructor',
			'error'
		])
			screen.socket.emit(event, 'staff', { room: 'staff' }, [['staff']]);
		screen.socket.emit('join', 'staff', () => {
			throw new Error('nobody acknowledges');
		});
		await world.make.aTicket({ subject: 'Тайна заявителя' });
		await screen.heard('batch');
		expect(JSON.stringify(screen.said)).not.toContain('Тайна');
		expect(screen.said.map(({ event }) => event)).not.toContain('error');
		await expectService();
	});

	it('with acknowledgements that are no functions does no harm', async () => {
		const socket = await rudeSocket();
		socket.send('40');
		for (const text of [
			'420["x"]',
			'421["x","not a function"]',
			'43999["never asked"]',
			'4299999999["x"]'
		])
			socket.send(text);
		await expectService();
		socket.terminate();
	});

	it.each([
		['no packet at all', 'garbage'],
		['half a packet', '42["x"'],
		['an unknown kind', '49{}'],
		['an event with a reserved name', '42["disconnect"]'],
		['no array', '42{"a":1}'],
		['another namespace', '40/admin,{}'],
		['a binary event without its parts', '451-["x",{"_placeholder":true,"num":0}]'],
		['a handshake that is no object', '40[1,2,3]'],
		['a handshake with wrong types', '40{"token":5,"after":"x"}'],
		['a handshake with a prototype', '40{"__proto__":{"audience":"staff"},"audience":"staff"}']
	])('in the shape of %s does no harm', async (_name, text) => {
		const socket = await rudeSocket();
		socket.send(text);
		socket.send('40');
		await expectService();
		socket.terminate();
	});

	it('in one message of more than 64 kibibytes is cut off', async () => {
		for (const [length, isCut] of [
			[64 * 1024, false],
			[64 * 1024 + 1, true],
			[1_000_000, true]
		] as const) {
			const socket = await guest();
			socket.send(`42["x","${'x'.repeat(length - '42["x",""]'.length)}"]`);
			if (isCut) await until(() => isClosed(socket), 'the end of the connection');
			else await takenIn(socket);
			expect([length, isClosed(socket)]).toEqual([length, isCut]);
			socket.terminate();
		}
		await expectService();
	});

	it('more than a hundred times in a minute is cut off', async () => {
		const socket = await guest();
		for (let at = 0; at < 100; at++) socket.send('42["x"]');
		await takenIn(socket);
		expect(isClosed(socket)).toBe(false);
		socket.send('42["x"]');
		await until(() => isClosed(socket), 'the end of the connection');
		await expectService();
	});

	it.each([
		['before it is let in', rudeSocket],
		['once it is let in', guest]
	])('with pings that nothing is waited for is cut off, %s', async (_when, open) => {
		const socket = await open();
		const pongs: unknown[] = [];
		socket.on('pong', (data) => pongs.push(data));
		for (let at = 0; at < 5_000 && socket.readyState === WebSocket.OPEN; at++) socket.ping();
		await until(() => isClosed(socket), 'the end of the connection');
		expect(pongs.length).toBeLessThan(25);
		await expectService();
	});

	it.each([
		['pings', (raw: RawWebSocket) => raw.ping(Buffer.alloc(0))],
		['messages', (raw: RawWebSocket) => raw.sendText('42["x"]')]
	])('by the thousand is not looked at once it is cut off: %s', async (_what, send) => {
		const http = createServer();
		const io = new Server(http, { transports: ['websocket'] });
		limitInbound(io);
		let looked = 0;
		const look = () => (looked += 1);
		io.engine.on('connection', ({ transport }: { transport: { socket: WebSocket } }) =>
			transport.socket.on('message', look).on('ping', look)
		);
		await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
		const address = http.address();
		const raw = await openRawWebSocket(typeof address === 'object' ? (address?.port ?? 0) : 0);
		raw.tcp.cork();
		for (let at = 0; at < 2_000; at++) send(raw);
		raw.tcp.uncork();
		await until(() => raw.tcp.destroyed, 'the end of the connection');
		expect(looked).toBeGreaterThan(15);
		expect(looked).toBeLessThan(150);
		await io.close();
	});

	it('may not move to another websocket, on which nobody counts', async () => {
		const first = await openRawWebSocket(Number(new URL(world.url).port));
		const sid = () => /"sid":"([^"]+)"/.exec(first.received().toString())?.[1] ?? '';
		await until(() => sid() !== '', 'its name');
		const again = new WebSocket(
			`${world.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket&sid=${sid()}`
		);
		const refused = await new Promise<unknown>((resolve) => {
			again.on('error', resolve);
			again.on('open', () => resolve('it was let in'));
		});
		expect(String(refused)).toContain('400');
		first.tcp.destroy();
	});

	it('without asking to be let in is cut off for talking', async () => {
		const socket = await rudeSocket();
		for (let at = 0; at < 200; at++) socket.send('3');
		await until(() => isClosed(socket), 'the end of the connection');
		await expectService();
	});

	it('and never reads what it is told holds a mebibyte at most, and is closed', async () => {
		const token = await world.tokenOf(await world.make.aManager());
		const raw = await openRawWebSocket(Number(new URL(world.url).port));
		raw.sendText(`40${JSON.stringify({ token })}`);
		await until(() => raw.received().includes('"hello"'), 'hello');
		raw.tcp.pause();
		const reader = await world.screen({ token }).ready();
		const counted = world.host.sockets.count();
		let told = 0;
		while (world.host.sockets.count() === counted && told < 1_000) {
			await world.make.aTicket({ description: `Подробно ${'ж'.repeat(19_000)}` });
			told += 1;
		}
		// What the system's own buffers take, some megabytes, comes on top.
		expect(told).toBeLessThan(1_000);
		raw.tcp.destroy();
		const { number } = await world.make.aTicket();
		await until(() => JSON.stringify(reader.batches.at(-1)).includes(number), 'the last ticket');
		reader.close();
		expect(world.faults).toEqual([]);
	});

	it('never chooses its audience', async () => {
		const socket = await rudeSocket();
		const heard: string[] = [];
		socket.on('message', (data) => heard.push(String(data)));
		socket.send('40{"audience":"staff","role":"admin","room":"staff","sessionId":"x"}');
		await until(() => heard.some((text) => text.includes('"hello"')), 'hello');
		expect(heard.find((text) => text.includes('"hello"'))).toContain('"audience":"public"');
		socket.terminate();
	});
});

it('long polling is not spoken', async () => {
	const { status } = await world.call('GET', '/socket.io/?EIO=4&transport=polling');
	expect(status).toBe(400);
});

it('three hundred who connect and vanish leave nothing behind', async () => {
	const before = world.host.sockets.count();
	for (let round = 0; round < 3; round++) {
		const sockets = await Promise.all(Array.from({ length: 100 }, () => rudeSocket()));
		for (const socket of sockets) {
			socket.send('40');
			socket.terminate();
		}
	}
	await until(() => world.host.sockets.count() <= before, 'as few as before');
	await expectService();
});
