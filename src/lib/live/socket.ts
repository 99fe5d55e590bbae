import { io } from 'socket.io-client';
import type { Batch, Snapshot } from '#lib/domain/live.ts';
import type { OwnScreen, ScreenCommand } from '#lib/domain/screen.ts';
import type { PresenceView } from '#lib/domain/presence.ts';
import type { Cursor, Hello, OpenTransport, Reset } from './transport.ts';

/** Waits between attempts: full jitter, so that a thousand screens do not come back at once. */
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 30_000;

/** The live stream over socket.io: websocket only, one connection for the whole application. */
export const openSocket: OpenTransport = (events, cursor, token = () => null) => {
	const socket = io({
		path: '/socket.io',
		transports: ['websocket'],
		reconnectionDelay: FIRST_DELAY_MS,
		reconnectionDelayMax: LONGEST_DELAY_MS,
		randomizationFactor: 1,
		timeout: 10_000,
		auth: (give) => give(handshake(cursor(), token()))
	});
	let again: ReturnType<typeof setTimeout> | undefined;

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
		events.closed();
		// The library comes back by itself from everything but this.
		if (reason === 'io server disconnect') connectLater();
	});
	socket.on('connect_error', (error) => {
		if (error.message === 'unauthorized') events.unauthorized();
		// Refused at the handshake, for instance while the server shuts down: it would stay down.
		else if (!socket.active) connectLater();
	});

	function connectLater(): void {
		clearTimeout(again);
		again = setTimeout(() => socket.connect(), FIRST_DELAY_MS + Math.random() * 4_500);
	}

	return {
		reconnectNow() {
			clearTimeout(again);
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
			// While it is still connecting, the attempt's own time limit ends it.
			if (socket.connected) socket.io.engine.close();
		},
		close() {
			clearTimeout(again);
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
