import type { Socket } from 'socket.io';

/** Packets a socket may send in a minute, answers to pings included. */
const PACKETS_A_MINUTE = 100;
const MINUTE_MS = 60_000;

interface Counted {
	since: number;
	packets: number;
}

const counts = new WeakMap<object, Counted>();

/**
 * Closes a connection that floods. The listener is one function for all sockets, and nothing
 * is counted for those that only listen.
 */
export function limitInbound(socket: Pick<Socket, 'conn'>): void {
	socket.conn.on('packet', countPacket);
}

function countPacket(this: object): void {
	const now = performance.now();
	const counted = counts.get(this);
	if (!counted || now - counted.since > MINUTE_MS) {
		counts.set(this, { since: now, packets: 1 });
		return;
	}
	counted.packets++;
	if (counted.packets > PACKETS_A_MINUTE && 'close' in this && typeof this.close === 'function')
		this.close(true);
}
