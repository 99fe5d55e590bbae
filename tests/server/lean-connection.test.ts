import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Socket } from 'socket.io';
import { afterEach, expect, it, vi } from 'vitest';
import { prepareTrimming, trimConnection } from '#server/sockets/lean-connection.ts';
import { startSocketServer, type SocketServer } from '../support/socket-server.ts';

let server: SocketServer | undefined;
afterEach(async () => {
	await server?.stop();
	server = undefined;
});

async function trimming(): Promise<{ server: SocketServer; requests: WeakRef<object>[] }> {
	const requests: WeakRef<object>[] = [];
	server = await startSocketServer();
	prepareTrimming(server.io);
	server.main.on('connection', (socket: Socket) => {
		requests.push(new WeakRef(socket.request));
		trimConnection(socket);
	});
	return { server, requests };
}

function collectGarbage(): void {
	setFlagsFromString('--expose-gc');
	const collect: unknown = runInNewContext('gc');
	if (typeof collect === 'function') collect();
}

it('an open connection keeps nothing of its handshake request', async () => {
	const { server, requests } = await trimming();
	const { client } = await server.join();
	await vi.waitFor(() => {
		collectGarbage();
		expect(requests.map((request) => request.deref())).toEqual([undefined]);
	}, 5_000);
	expect(client.connected).toBe(true);
});

it('a trimmed connection still talks and closes, from either end', async () => {
	const { server } = await trimming();
	const { client: first, socket } = await server.join();
	expect(socket.handshake).toMatchObject({ headers: {}, auth: {}, address: '127.0.0.1' });
	socket.on('ask', (answer: (text: string) => void) => answer('yes'));
	expect(await first.emitWithAck('ask')).toBe('yes');
	const reasons: string[] = [];
	socket.on('disconnect', (reason) => reasons.push(reason));
	first.disconnect();
	await vi.waitFor(() => expect(reasons).toEqual(['client namespace disconnect']), 20_000);

	const { client: second, socket: other } = await server.join();
	const back = new Promise<void>((resolve) => second.once('connect', resolve));
	other.conn.close(true);
	await back;
	const gone = new Promise((resolve) => second.once('disconnect', resolve));
	[...server.main.sockets.values()].forEach((each) => each.disconnect(true));
	expect(await gone).toBe('io server disconnect');
});
