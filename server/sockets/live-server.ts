import { randomUUID } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { isOwnOrigin, type CallerReader } from '#server/host/caller.ts';
import { corkFlushes, corkUpgrade } from './corked-flush.ts';
import { limitInbound } from './inbound-limit.ts';
import { prepareTrimming } from './lean-connection.ts';
import { createPreparedFrameAdapter, type FanOutReport } from './prepared-frame-adapter.ts';
import type { ClientToServer, ServerToClient, SocketData } from './protocol.ts';

export type LiveServer = Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
export type LiveSocket = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** Largest message the server takes in; it expects none. */
const LARGEST_INBOUND = 64 * 1024;

/**
 * Milliseconds between heartbeats, each answered by the client. Pulses and batches keep the link
 * open meanwhile, and clients watch for those; heartbeats only find the dead ones among them.
 */
const PING_MS = 60_000;

/** Socket.io as the live stream needs it: websockets alone, lean ones, from our own pages. */
export function createLiveServer(
	http: HttpServer,
	caller: CallerReader,
	onFanOut?: (report: FanOutReport) => void
): LiveServer {
	const io: LiveServer = new Server(http, {
		path: '/socket.io',
		transports: ['websocket'],
		serveClient: false,
		// Setting this at all switches prepared frames off for everyone.
		perMessageDeflate: false,
		maxHttpBufferSize: LARGEST_INBOUND,
		pingInterval: PING_MS,
		adapter: createPreparedFrameAdapter(onFanOut ? { onFanOut } : {}),
		// `cors` does not bind websockets: a foreign page is turned away here.
		allowRequest: (request, answer) => {
			const { origin } = request.headers;
			const foreign = origin !== undefined && !isOwnOrigin(origin, caller(request));
			if (!foreign) corkUpgrade(request.socket);
			answer(foreign ? 'foreign origin' : null, !foreign);
		}
	});
	prepareTrimming(io);
	corkFlushes(io);
	limitInbound(io);
	// Its own way to random names costs a call of the system for each.
	io.engine.generateId = () => randomUUID();
	return io;
}
