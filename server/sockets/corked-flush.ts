import type { Socket as TcpSocket } from 'node:net';
import type { Server } from 'socket.io';
import { isEngineConnection, rawSocketOf, type RawSocket } from './engine-internals.ts';

/**
 * Lets what engine.io flushes together leave together: one call of the system instead of two for
 * each message. Every newcomer is told several things at once, and in a storm there are thousands.
 */
export function corkFlushes(io: Server): void {
	// A flush begins and ends within one call; there is never more than one.
	let corked: RawSocket | null = null;
	io.engine.on('flush', (connection: unknown, packets: readonly unknown[]) => {
		if (packets.length < 2 || !isEngineConnection(connection)) return;
		corked = rawSocketOf(connection);
		corked?.cork();
	});
	io.engine.on('drain', () => {
		corked?.uncork();
		corked = null;
	});
}

/**
 * Lets the answer to an upgrade and engine.io's first packet leave together. To be called when the
 * handshake is accepted: what refuses it destroys the socket at once, corked words and all.
 */
export function corkUpgrade(tcp: TcpSocket): void {
	tcp.cork();
	// engine.io says its first word a few promises later, all before the next tick.
	process.nextTick(() => tcp.uncork());
}

/** Lets all that a newcomer is told at once leave together. To be called right before `next()`. */
export function corkGreeting(connection: unknown): void {
	const raw = isEngineConnection(connection) ? rawSocketOf(connection) : null;
	raw?.cork();
	// socket.io greets on the next tick, and the connection handlers run within it.
	process.nextTick(() => process.nextTick(() => raw?.uncork()));
}
