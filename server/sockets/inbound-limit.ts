import type { Server } from 'socket.io';
import { isEngineConnection } from './engine-internals.ts';

/** Packets that a connection may send in a minute, answers to pings included; control frames as many. */
const PACKETS_A_MINUTE = 100;
const MINUTE_MS = 60_000;

interface Counted {
	since: number;
	packets: number;
}

const counts = new WeakMap<object, Counted>();

/**
 * Closes connections that flood, from their first byte on: before they are let in as well. The
 * listeners are the same functions for all, and nothing is counted for those that only listen.
 */
export function limitInbound(io: Server): void {
	io.engine.on('connection', (connection: unknown) => {
		if (!isEngineConnection(connection)) return;
		connection.on?.('packet', closeFlooding);
		// The library answers each of them with a frame of its own, however many come.
		connection.transport.socket?.on?.('ping', terminateFlooding);
		connection.transport.socket?.on?.('pong', terminateFlooding);
	});
}

function closeFlooding(this: object): void {
	if (isTooMuch(this) && 'close' in this && typeof this.close === 'function') this.close(true);
}

function terminateFlooding(this: object): void {
	if (isTooMuch(this) && 'terminate' in this && typeof this.terminate === 'function')
		this.terminate();
}

/** The first packet, with which everybody asks to be let in, is free. */
function isTooMuch(connection: object): boolean {
	const now = performance.now();
	const counted = counts.get(connection);
	if (!counted) {
		counts.set(connection, { since: now, packets: 0 });
		return false;
	}
	if (now - counted.since > MINUTE_MS) Object.assign(counted, { since: now, packets: 0 });
	counted.packets++;
	return counted.packets > PACKETS_A_MINUTE;
}
