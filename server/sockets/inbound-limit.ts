import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';
import { cutOff, isEngineConnection, type EngineWebSocket } from './engine-internals.ts';

/** Messages that a connection may send in a minute, answers to heartbeats included. */
const MESSAGES_A_MINUTE = 100;
/** Control frames: browsers send none by themselves, and each asks for a frame in answer. */
const CONTROL_FRAMES_A_MINUTE = 20;
const MINUTE_MS = 60_000;

interface Counted {
	since: number;
	frames: number;
}

const messages = new WeakMap<object, Counted>();
const controlFrames = new WeakMap<object, Counted>();

/**
 * Cuts off connections that flood: before they are let in too, and while they are being closed, when
 * engine.io looks at nothing they say and still takes it apart. The pieces of a message that is not
 * finished are counted by `ws`. The listeners are the same functions for all, and nothing is counted
 * for those that only listen.
 */
export function limitInbound(io: Server): void {
	// A connection may otherwise move on to a second websocket, on which nobody counts.
	io.engine.use(
		({ url = '' }: IncomingMessage, _response: unknown, next: (refused?: Error) => void) => {
			const moves = new URLSearchParams(url.slice(url.indexOf('?') + 1)).has('sid');
			next(moves ? new Error('a connection stays on its websocket') : undefined);
		}
	);
	io.engine.on('connection', (connection: unknown) => {
		if (!isEngineConnection(connection)) return;
		const { socket } = connection.transport;
		socket?.on?.('message', limitMessages);
		// The library answers each of them with a frame of its own, however many come.
		socket?.on?.('ping', limitControlFrames);
		socket?.on?.('pong', limitControlFrames);
	});
}

function limitMessages(this: EngineWebSocket): void {
	if (isTooMuch(messages, this, MESSAGES_A_MINUTE)) cutOff(this);
}

function limitControlFrames(this: EngineWebSocket): void {
	if (isTooMuch(controlFrames, this, CONTROL_FRAMES_A_MINUTE)) cutOff(this);
}

/** The first one is free: with a message everybody asks to be let in. */
function isTooMuch(counts: WeakMap<object, Counted>, socket: object, most: number): boolean {
	const now = performance.now();
	const counted = counts.get(socket);
	if (!counted) {
		counts.set(socket, { since: now, frames: 0 });
		return false;
	}
	if (now - counted.since > MINUTE_MS) Object.assign(counted, { since: now, frames: 0 });
	counted.frames++;
	return counted.frames > most;
}
