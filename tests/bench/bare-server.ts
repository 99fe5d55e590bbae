import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import { textFrame } from '#server/sockets/text-frame.ts';
import { BACKLOG, batchText, memory, paced, usage, type LiveServer } from './live-server.ts';
import { clock, serve } from './processes.ts';

/**
 * The least that can be done with Node: `ws`, and one prepared frame written to every TCP socket in
 * one go. What the portal adds is measured against it.
 */
const screens = new Set<Socket>();
const http = createServer((_request, response) => response.end('ok'));
let snapshot: Buffer | null = null;
let seq = 0;

const websockets = new WebSocketServer({
	server: http,
	perMessageDeflate: false,
	clientTracking: false
});
websockets.on('connection', (websocket, request) => {
	const tcp = request.socket;
	screens.add(tcp);
	if (snapshot !== null) tcp.write(snapshot);
	websocket.on('error', () => tcp.destroy());
	websocket.on('close', () => screens.delete(tcp));
});

const server: LiveServer = {
	async listen({ snapshotBytes }) {
		snapshot = snapshotBytes > 0 ? textFrame('x'.repeat(snapshotBytes)) : null;
		await new Promise<void>((resolve) =>
			http.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve)
		);
		return { port: (http.address() as AddressInfo).port };
	},
	publish: ({ frameBytes, ...pace }) =>
		paced(pace, () => {
			seq += 1;
			const called = clock();
			const frame = textFrame(batchText(seq, frameBytes));
			for (const tcp of screens) tcp.write(frame);
			return { seq, called, committed: called, emitted: called };
		}),
	usage,
	memory
};

serve(server);
