import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { prepareTrimming, trimConnection } from '#server/sockets/lean-connection.ts';
import { createPreparedFrameAdapter, fanOutOf } from '#server/sockets/prepared-frame-adapter.ts';
import { BACKLOG, memory, paced, usage, type LiveServer } from './live-server.ts';
import { clock, serve } from './processes.ts';

/** socket.io without a portal behind it: what the fan-out alone costs, with our adapter or its own. */
const stock = process.env['BENCH_ADAPTER'] === 'stock';
const sliceSize = Number(process.env['BENCH_SLICE'] ?? 256);
const http = createServer((_request, response) => response.end('ok'));
const io = new Server(http, {
	transports: ['websocket'],
	serveClient: false,
	perMessageDeflate: false,
	...(stock ? {} : { adapter: createPreparedFrameAdapter({ sliceSize }) })
});
if (!stock) prepareTrimming(io);
io.on('connection', (socket) => {
	void socket.join('public');
	socket.emit('hello', { epoch: '0000000000000000', seq });
	if (!stock) trimConnection(socket);
});
let seq = 0;

const server: LiveServer = {
	async listen() {
		await new Promise<void>((resolve) =>
			http.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve)
		);
		return { port: (http.address() as AddressInfo).port };
	},
	async publish({ frameBytes, ...pace }) {
		const changes = await paced(pace, () => {
			seq += 1;
			const called = clock();
			const value = 'x'.repeat(Math.max(0, frameBytes - 80));
			io.to('public').emit('batch', {
				epoch: '0000000000000000',
				after: seq - 1,
				seq,
				changes: value
			});
			return { seq, called, committed: called, emitted: called };
		});
		if (!stock) await fanOutOf(io.of('/')).drain();
		return changes;
	},
	usage,
	memory
};

serve(server);
