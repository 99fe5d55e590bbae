import type { Server } from 'socket.io';
import {
	isEngineConnection,
	rawSocketOf,
	type EngineConnection,
	type EnginePacket
} from './engine-internals.ts';

/** Why a connection was closed. */
export interface SlowReader {
	readonly waitingBytes: number;
	readonly waitingMs: number;
}

export interface SlowReaderOptions {
	/** Most that may be held for one connection. */
	readonly maxWaitingBytes?: number;
	/** Longest that a byte may wait. */
	readonly maxWaitingMs?: number;
	readonly everyMs?: number;
	readonly now?: () => number;
	readonly onClose?: (reader: SlowReader) => void;
}

export interface SlowReaderWatch {
	/** Looks at every connection now; the watch does so by itself once a second. */
	sweep(): void;
	stop(): void;
}

/** What is remembered of a connection that has bytes waiting. */
interface Waiting {
	since: number;
	/** Once so many bytes have left the process, all that waited at `since` is gone. */
	goal: number;
	counted: readonly EnginePacket[];
	countedLength: number;
	countedBytes: number;
}

/**
 * Closes connections whose other end does not read: a stalled television would otherwise grow the
 * server's memory with every batch. `bufferedAmount` does not show it, most of it waits in
 * engine.io's buffer. Closed at engine level, so that the client comes back and resumes.
 */
export function watchSlowReaders(io: Server, options: SlowReaderOptions = {}): SlowReaderWatch {
	const maxBytes = options.maxWaitingBytes ?? 1024 * 1024;
	const maxMs = options.maxWaitingMs ?? 15_000;
	const now = options.now ?? (() => performance.now());
	const connections = new Set<EngineConnection>();
	const waiting = new Map<EngineConnection, Waiting>();

	const remember = (connection: unknown): void => {
		if (isEngineConnection(connection)) connections.add(connection);
	};

	function sweep(): void {
		const at = now();
		for (const connection of connections) {
			const raw = rawSocketOf(connection);
			if (connection.readyState === 'closed' || raw === null) {
				connections.delete(connection);
				waiting.delete(connection);
				continue;
			}
			const unsent = raw.writableLength;
			if (unsent === 0 && connection.writeBuffer.length === 0) {
				if (waiting.size > 0) waiting.delete(connection);
				continue;
			}
			const entry = waiting.get(connection) ?? newcomer(at, raw.bytesWritten ?? 0);
			waiting.set(connection, entry);
			const written = raw.bytesWritten ?? 0;
			if (written - unsent >= entry.goal && entry.since !== at) {
				entry.since = at;
				entry.goal = written;
			}
			const waitingBytes = unsent + bufferedBytes(entry, connection.writeBuffer);
			const waitingMs = at - entry.since;
			if (waitingBytes <= maxBytes && waitingMs <= maxMs) continue;
			connections.delete(connection);
			waiting.delete(connection);
			shed(connection);
			options.onClose?.({ waitingBytes, waitingMs });
		}
	}

	io.engine.on('connection', remember);
	const timer = setInterval(sweep, options.everyMs ?? 1_000);
	timer.unref();
	return {
		sweep,
		stop() {
			clearInterval(timer);
			io.engine.off('connection', remember);
			connections.clear();
			waiting.clear();
		}
	};
}

function newcomer(since: number, goal: number): Waiting {
	return { since, goal, counted: [], countedLength: 0, countedBytes: 0 };
}

/** Bytes in engine.io's buffer, counting only what was added since the last look. */
function bufferedBytes(entry: Waiting, buffer: readonly EnginePacket[]): number {
	if (entry.counted !== buffer || buffer.length < entry.countedLength) {
		entry.counted = buffer;
		entry.countedLength = 0;
		entry.countedBytes = 0;
	}
	for (; entry.countedLength < buffer.length; entry.countedLength += 1) {
		const packet = buffer[entry.countedLength];
		if (packet !== undefined) entry.countedBytes += packetBytes(packet);
	}
	return entry.countedBytes;
}

function packetBytes({ data, options }: EnginePacket): number {
	const frames = options?.wsPreEncodedFrame;
	if (frames !== undefined) return frames.reduce((sum, frame) => sum + frame.byteLength, 0);
	if (typeof data === 'string') return Buffer.byteLength(data);
	return ArrayBuffer.isView(data) ? data.byteLength : 0;
}

function shed(connection: EngineConnection): void {
	const websocket = connection.transport.socket;
	connection.close(true);
	// The close frame waits behind what is not being read; ws would hold all of it for 30 s more.
	websocket?.terminate();
}
