import type { Server } from 'socket.io';
import { isEngineConnection } from './engine-internals.ts';

/** Packets that a connection may send in a minute, answers to pings included. */
const PACKETS_A_MINUTE = 100;
/** Control frames: browsers send none by themselves, and each asks for a frame in answer. */
const CONTROL_FRAMES_A_MINUTE = 20;
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
	if (isTooMuch(this, PACKETS_A_MINUTE) && 'close' in this && typeof this.close === 'function')
		this.close(true);
}

function terminateFlooding(this: object): void {
	if (
		isTooMuch(this, CONTROL_FRAMES_A_MINUTE) &&
		'terminate' in this &&
		typeof this.terminate === 'function'
	)
		this.terminate();
}

/** The first packet, with which everybody asks to be let in, is free. */
function isTooMuch(connection: object, most: number): boolean {
	const now = performance.now();
	const counted = counts.get(connection);
	if (!counted) {
		counts.set(connection, { since: now, packets: 0 });
		return false;
	}
	if (now - counted.since > MINUTE_MS) Object.assign(counted, { since: now, packets: 0 });
	counted.packets++;
	return counted.packets > most;
}
