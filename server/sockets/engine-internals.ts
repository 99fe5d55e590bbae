/**
 * The private parts of socket.io 4.8.4, engine.io 6.6.12 and ws 8.23.0 that the live stream leans
 * on, told in one place. The three are pinned in package.json; `prepared-frame-adapter.test.ts`
 * fails when an upgrade moves any of them. Everything optional here is checked where it is used, so
 * that a moved part costs speed, never a message.
 */

/** A packet as engine.io holds it until its transport can take it. */
export interface EnginePacket {
	readonly type: string;
	readonly data?: unknown;
	readonly options?: { readonly wsPreEncodedFrame?: readonly Uint8Array[] };
}

/** The TCP socket under a websocket. */
export interface RawSocket {
	/** Neither ended nor destroyed. */
	readonly writable: boolean;
	readonly writableLength: number;
	/** Bytes handed to the system and bytes that wait for it, since the socket was opened. */
	readonly bytesWritten: number | undefined;
	write(chunk: Uint8Array): boolean;
	cork(): void;
	uncork(): void;
}

export interface EngineWebSocket {
	readonly _socket?: RawSocket | null;
	/** Control frames, which never become packets of engine.io. */
	on?(frame: 'ping' | 'pong', listener: () => void): unknown;
	terminate(): void;
}

export interface EngineTransport {
	readonly name: string;
	readonly readyState: string;
	/** Nothing it was given is still on its way to the TCP socket. */
	readonly writable: boolean;
	/** Replaced by an upgrade. */
	readonly discarded: boolean;
	readonly perMessageDeflate?: unknown;
	readonly socket?: EngineWebSocket;
}

export interface EngineConnection {
	readonly readyState: string;
	readonly writeBuffer: readonly EnginePacket[];
	readonly transport: EngineTransport;
	on?(event: 'packet', listener: () => void): unknown;
	close(discard?: boolean): unknown;
}

/** The TCP socket of a connection, whatever its state; null for one that is not a websocket. */
export function rawSocketOf(connection: EngineConnection): RawSocket | null {
	return connection.transport.socket?._socket ?? null;
}

/** Whether a value has what `EngineConnection` promises. */
export function isEngineConnection(value: unknown): value is EngineConnection {
	return (
		typeof value === 'object' &&
		value !== null &&
		'readyState' in value &&
		'transport' in value &&
		'close' in value &&
		'writeBuffer' in value &&
		Array.isArray(value.writeBuffer)
	);
}
