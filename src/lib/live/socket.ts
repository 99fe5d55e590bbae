import { io } from 'socket.io-client';
import type { Batch, Snapshot } from '#lib/domain/live.ts';
import type { OwnScreen, ScreenCommand } from '#lib/domain/screen.ts';
import type { PresenceView } from '#lib/domain/presence.ts';
import type { Cursor, Hello, OpenTransport, Reset } from './transport.ts';

/**
 * Waits between attempts, drawn from nothing up to these: full jitter, so that a thousand screens
 * do not come back at once. The library's own waits lose their jitter where they are cut off.
 */
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

/**
 * A link that may have died right after it was opened is given up so much later, and not after the
 * library's eighty seconds. No sooner, or in a storm of thousands nobody would ever get in.
 */
const GREETED_WITHIN_MS = 20_000;

/** Attempts that count as made when the server itself has ended a connection. */
const SENT_AWAY = 2;

/** The live stream over socket.io: websocket only, one connection for the whole application. */
export const openSocket: OpenTransport = (events, cursor, token = () => null) => {
	const socket = io({
		path: '/socket.io',
		transports: ['websocket'],
		reconnection: false,
		timeout: 10_000,
		auth: (give) => give(handshake(cursor(), token()))
	});
	let again: ReturnType<typeof setTimeout> | undefined;
	let giveUp: ReturnType<typeof setTimeout> | undefined;
	let attempts = 0;

	socket.io.on('open', () => {
		clearTimeout(giveUp);
		giveUp = setTimeout(() => socket.io.engine.close(), GREETED_WITHIN_MS);
	});
	socket.on('connect', () => {
		clearTimeout(giveUp);
		attempts = 0;
	});
	socket.on('hello', (hello: Hello) => events.hello(hello));
	socket.on('snapshot', (snapshot: Snapshot) => events.snapshot(snapshot));
	socket.on('batch', (batch: Batch) => events.batch(batch));
	socket.on('reset', (reset: Reset) => events.reset(reset));
	socket.on('pulse', (seq: number) => events.pulse(seq));
	socket.on('presence', (presence: PresenceView) => events.presence(presence));
	socket.on('screen', (screen: OwnScreen) => events.screen(screen));
	socket.on('command', (command: ScreenCommand) => events.command(command));
	socket.on('bye', () => events.bye());
	socket.on('disconnect', (reason) => {
		clearTimeout(giveUp);
		events.closed();
		if (reason === 'io server disconnect') attempts = SENT_AWAY;
		if (reason !== 'io client disconnect') connectLater();
	});
	socket.on('connect_error', (error) => {
		clearTimeout(giveUp);
		if (error.message === 'unauthorized') events.unauthorized();
		else connectLater();
	});

	function connectLater(): void {
		clearTimeout(again);
		const longest = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
		attempts += 1;
		again = setTimeout(() => socket.connect(), Math.random() * longest);
	}

	return {
		reconnectNow() {
			clearTimeout(again);
			clearTimeout(giveUp);
			socket.disconnect();
			socket.connect();
		},
		look(looking) {
			if (socket.connected) socket.emit('looking', looking);
		},
		report(report) {
			if (socket.connected) socket.emit('report', report);
		},
		drop() {
			// While it is still connecting, the attempt's own time limits end it.
			if (socket.connected) socket.io.engine.close();
		},
		close() {
			clearTimeout(again);
			clearTimeout(giveUp);
			socket.removeAllListeners();
			socket.disconnect();
		}
	};
};

/** A snapshot over the socket spares a request when thousands come back at once. */
function handshake(cursor: Cursor | null, token: string | null): Handshake {
	return {
		snapshot: true,
		...(cursor ? { epoch: cursor.epoch, after: cursor.seq } : {}),
		...(token === null ? {} : { token })
	};
}

interface Handshake {
	readonly snapshot: true;
	readonly epoch?: string;
	readonly after?: number;
	readonly token?: string;
}
