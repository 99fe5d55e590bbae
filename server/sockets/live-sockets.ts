import type { Server as HttpServer } from 'node:http';
import type { Audience } from '#lib/domain/audience.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { browserName } from '#lib/domain/screen.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { Tailer } from '#server/events/tailer.ts';
import type { Database } from '#server/database/database.ts';
import { corkGreeting } from './corked-flush.ts';
import { FanOut, roomOf, type Outlet } from './fan-out.ts';
import type { Fleet } from './fleet.ts';
import { dismissExpired, roomOfPerson, roomOfSession, sayGoodbye } from './goodbyes.ts';
import { trimConnection } from './lean-connection.ts';
import { createLiveServer, type LiveSocket } from './live-server.ts';
import { fanOutOf, type FanOutReport } from './prepared-frame-adapter.ts';
import { prepareMessage } from './prepared-message.ts';
import { Presence, type PresentSocket } from './presence.ts';
import type { Hello, SocketData } from './protocol.ts';
import { createRecognise, type RecogniseOptions } from './recognise.ts';
import { followScreen, tellScreens } from './screens.ts';
import { watchSlowReaders } from './slow-readers.ts';
import { SnapshotMessages } from './snapshot-messages.ts';
import { startOf } from './start-of.ts';
import { UnheardNaming } from './unheard-naming.ts';

export interface LiveSocketsOptions extends Pick<
	RecogniseOptions,
	'caller' | 'session' | 'screen'
> {
	readonly http: HttpServer;
	readonly database: Database;
	readonly build: string;
	readonly now: () => number;
	readonly fleet: Fleet;
	/** What `GET /api/v1/live` answers. */
	readonly liveJson: (audience: Audience) => Promise<string>;
	/** May one of the staff see this ticket? */
	readonly mayLook: (viewer: NonNullable<Viewer>, number: string) => Promise<boolean>;
	readonly failed: (error: unknown) => void;
	readonly onFanOut?: (report: FanOutReport) => void;
	/** Told of the events that go out to the sockets now. */
	readonly onEmit?: (events: readonly StoredEvent[]) => void;
}

/** Whose sockets there are: a client's are all clients' to whoever counts. */
export type SocketAudience = 'public' | 'client' | 'staff' | 'screen';

export interface LiveSockets {
	readonly tailer: Tailer;
	/** Open connections, whether they have said yet whose they are or not. */
	count(): number;
	/** Live sockets of each kind, for metrics. */
	byAudience(): Readonly<Record<SocketAudience, number>>;
	/** Resolves when everything committed before the call is on its way to the sockets. */
	settled(): Promise<void>;
	/** Begins to follow the stream. */
	start(): Promise<void>;
	/** Stops following and closes every socket at engine level, so that clients come back. */
	stop(): Promise<void>;
}

/** Milliseconds between looks at silent rooms and expired sessions. */
const CARE_MS = 1_000;

/** Attaches the live stream to a server. */
export function createLiveSockets(options: LiveSocketsOptions): LiveSockets {
	const { now, build } = options;
	const io = createLiveServer(options.http, options.caller, options.onFanOut);
	const slowReaders = watchSlowReaders(io);
	const snapshots = new SnapshotMessages(options.liveJson);
	const presence = new Presence(options.database.whispers);
	const unheard = new UnheardNaming();

	const outlet: Outlet = {
		send: (room, except, batch) => {
			io.to(room)
				.except([...except])
				.emit('batch', batch);
		},
		pulse: (room, seq) => {
			io.to(room).emit('pulse', seq);
		},
		isInhabited: (room) => (io.sockets.adapter.rooms.get(room)?.size ?? 0) > 0,
		drain: () => fanOutOf(io.sockets).drain()
	};
	const fanOut = new FanOut(outlet, () => tailer.epoch);
	let lookedAt = performance.now();
	const tailer = new Tailer({
		database: options.database,
		deliver: (events) => {
			snapshots.moved();
			for (const event of events) {
				sayGoodbye(io, event);
				tellScreens(io, event, unheard);
			}
			options.onEmit?.(events);
			fanOut.push(events);
		},
		looked: () => {
			lookedAt = performance.now();
		},
		failed: options.failed,
		// Whoever comes back is looked at anew: sessions of the old history may not be of this one.
		replaced: () => {
			snapshots.moved();
			fanOut.startAt(tailer.seq);
			for (const socket of io.sockets.sockets.values()) socket.conn.close();
		}
	});

	const recognise = createRecognise({ ...options, tailer, fanOut });
	io.use((socket, next) => {
		recognise(socket).then(
			(known) => {
				if (known) corkGreeting(socket.conn);
				next(known ? undefined : new Error('unauthorized'));
			},
			(error: unknown) => {
				options.failed(error);
				next(new Error('unavailable'));
			}
		);
	});

	io.on('connection', (socket) => {
		const { audience, sessionId, userId, checkedAt } = socket.data;
		// The session may have ended between the look at it and this moment.
		const sinceThen = checkedAt.epoch === tailer.epoch ? tailer.since(checkedAt.seq) : null;
		// Too much has happened to say: it comes back and is looked at anew.
		if (sessionId !== null && sinceThen === null) return socket.conn.close();
		const start = startOf(socket.data, tailer, fanOut);
		if (sessionId !== null) void socket.join(roomOfSession(sessionId));
		if (userId !== null) void socket.join(roomOfPerson(userId));
		if (audience !== 'staff' && audience !== 'public') void socket.join(audience);
		const hello: Hello = {
			epoch: tailer.epoch,
			seq: fanOut.seq,
			now: new Date(now()).toISOString(),
			build,
			audience,
			...(start.from === 'snapshot' ? { snapshot: true as const } : {})
		};
		fanOutOf(io.sockets).sendPrepared(socket.id, prepareMessage('hello', JSON.stringify(hello)));
		if (start.from === 'batch' && start.batch) socket.emit('batch', start.batch);
		if (start.from === 'reset') socket.emit('reset', reset(start.reason));
		if (start.from === 'snapshot') void sendSnapshot(socket, start.reason);
		void socket.join(roomOf(audience));
		if (socket.data.screen)
			followScreen(socket, socket.data.screen, {
				fleet: options.fleet,
				unheard,
				browser: browserName(socket.handshake.headers['user-agent'] ?? ''),
				sent: () => fanOut.sentTo(audience),
				failed: options.failed
			});
		if (sessionId !== null)
			for (const event of sinceThen ?? []) {
				sayGoodbye(io, event);
				if (socket.data.screen) tellScreens(io, event, null);
			}
		if (socket.data.staff) followPresence(socket, socket.data.staff);
		trimConnection(socket);
	});

	/** Staff alone are listened to, and told of each other. */
	function followPresence(socket: LiveSocket, viewer: NonNullable<Viewer>): void {
		const present: PresentSocket = {
			id: socket.id,
			person: { name: viewer.name, email: viewer.email },
			mayLook: (number) => options.mayLook(viewer, number),
			tell: (view) => void socket.emit('presence', view)
		};
		socket.on('looking', (message) => {
			presence.hear(present, message).catch(options.failed);
		});
		socket.on('disconnect', () => presence.leave(socket.id));
	}

	function reset(reason: string): { epoch: string; seq: number; reason: string } {
		return { epoch: tailer.epoch, seq: fanOut.seq, reason };
	}

	/** Batches that overtake the snapshot are in it, or are applied to it by the client. */
	async function sendSnapshot(socket: LiveSocket, reason: string): Promise<void> {
		const { audience } = socket.data;
		try {
			const message = snapshots.ready(audience) ?? (await snapshots.of(audience));
			fanOutOf(io.sockets).sendPrepared(socket.id, message);
		} catch (error) {
			options.failed(error);
			socket.emit('reset', reset(reason));
		}
	}

	async function settled(): Promise<void> {
		await tailer.settled();
		await fanOut.settled();
	}

	let care: NodeJS.Timeout | null = null;
	function takeCare(): void {
		// A pulse says «nothing was missed»: only after a look at the database is that known.
		const seen = performance.now();
		if (seen - lookedAt < 2 * CARE_MS + 500) fanOut.pulse(seen);
		dismissExpired(io, now());
	}

	return {
		tailer,
		count: () => io.engine.clientsCount,
		byAudience() {
			const counted = { public: 0, client: 0, staff: 0, screen: 0 };
			for (const { data } of io.sockets.sockets.values()) counted[audienceKind(data)] += 1;
			return counted;
		},
		settled,
		async start() {
			await tailer.start();
			fanOut.startAt(tailer.seq);
			care = setInterval(takeCare, CARE_MS);
		},
		async stop() {
			if (care) clearInterval(care);
			await tailer.stop();
			await fanOut.settled();
			slowReaders.stop();
			presence.stop();
			for (const socket of io.sockets.sockets.values()) socket.conn.close();
			io.engine.close();
		}
	};
}

function audienceKind({ audience, screen }: SocketData): SocketAudience {
	if (screen !== null) return 'screen';
	return audience === 'public' || audience === 'staff' ? audience : 'client';
}
