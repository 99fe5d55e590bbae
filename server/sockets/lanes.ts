import { rawSocketOf, type EngineConnection, type EngineTransport } from './engine-internals.ts';
import type { RawSocket } from './engine-internals.ts';

/** A socket.io socket as the fan-out sees it. */
export interface FanOutSocket {
	readonly client: {
		readonly conn: EngineConnection;
		writeToEngine(packets: readonly unknown[], options: object): void;
	};
}

/**
 * The way to each recipient, found beforehand. Kept as columns: at 5,000 sockets the walk from a
 * socket to its TCP socket, seven objects spread over the heap, costs a quarter of the write.
 */
export interface Lanes {
	readonly sockets: readonly FanOutSocket[];
	readonly transports: readonly EngineTransport[];
	/** Null where only the ordinary path leads to the socket. */
	readonly raws: readonly (RawSocket | null)[];
}

export function lanesTo(sockets: readonly FanOutSocket[]): Lanes {
	const connections = sockets.map((socket) => socket.client.conn);
	return {
		sockets,
		transports: connections.map((connection) => connection.transport),
		raws: connections.map((connection) => {
			const { name, perMessageDeflate } = connection.transport;
			return name === 'websocket' && !perMessageDeflate ? rawSocketOf(connection) : null;
		})
	};
}

/**
 * Whether a whole frame may be written to the TCP socket now, without overtaking anything.
 *
 * A writable transport has nothing on its way and engine.io's buffer behind it is empty, for that
 * is flushed at the same moment. A transport replaced by an upgrade is discarded. Bytes waiting in
 * the TCP socket mean a slow reader: on the ordinary path what it is owed stays countable.
 */
export function isClear(transport: EngineTransport, raw: RawSocket): boolean {
	return (
		transport.writable &&
		transport.readyState === 'open' &&
		!transport.discarded &&
		raw.writable &&
		raw.writableLength === 0
	);
}

/**
 * The TCP socket, when whatever was sent earlier has gone there already: engine.io holds back
 * nothing, and `ws` hands over at once what it gets. Null when only the ordinary path is right.
 */
export function rawSocketBehind(connection: EngineConnection): RawSocket | null {
	const { name, readyState, perMessageDeflate } = connection.transport;
	if (name !== 'websocket' || readyState !== 'open' || perMessageDeflate) return null;
	const raw = connection.writeBuffer.length === 0 ? rawSocketOf(connection) : null;
	return raw?.writable ? raw : null;
}
