/**
 * The private parts of socket.io 4.8.4, engine.io 6.6.12 and ws 8.23.0 that the live stream leans
 * on, told in one place. The three are pinned in package.json; `prepared-frame-adapter.test.ts` and
 * `inbound.test.ts` fail when an upgrade moves any of them. Everything optional here is checked
 * where it is used, so that a moved part costs speed, never a message.
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

/** What takes a connection's bytes apart into frames, all it holds in one go. */
export interface FrameReader {
	/** Whether it goes on to the next frame. */
	_loop: boolean;
}

export interface EngineWebSocket {
	readonly _socket?: RawSocket | null;
	readonly _receiver?: FrameReader | null;
	on?(frame: 'message' | 'ping' | 'pong', listener: (this: EngineWebSocket) => void): unknown;
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
	close(discard?: boolean): unknown;
}

/** The TCP socket of a connection, whatever its state; null for one that is not a websocket. */
export function rawSocketOf(connection: EngineConnection): RawSocket | null {
	return connection.transport.socket?._socket ?? null;
}

/** Cuts a websocket off. What it has sent already and was not looked at stays unlooked at. */
export function cutOff(webSocket: EngineWebSocket): void {
	webSocket.terminate();
	// By itself it would take apart all that came in the same chunk: hundreds of frames of a flood.
	if (webSocket._receiver) webSocket._receiver._loop = false;
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
