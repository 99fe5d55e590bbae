import type { Namespace } from 'socket.io';
import { Adapter, type BroadcastOptions, type Room } from 'socket.io-adapter';
import { FanOutJob, type FanOutReport } from './fan-out-job.ts';
import { lanesTo, rawSocketBehind, type FanOutSocket, type Lanes } from './lanes.ts';
import { Pace } from './pace.ts';
import { preparePacket, type PreparedMessage } from './prepared-message.ts';

export type { FanOutReport };

export interface PreparedFrameOptions {
	/** Sockets served at most before the event loop gets its turn. */
	readonly sliceSize?: number;
	readonly onFanOut?: (report: FanOutReport) => void;
}

interface FanOutNamespace {
	readonly name: string;
	readonly sockets: ReadonlyMap<string, FanOutSocket>;
	readonly server: { readonly encoder: { encode(packet: object): readonly unknown[] } };
}

/**
 * socket.io's in-memory adapter, but a broadcast is one buffer for all and is sent in slices.
 *
 * The recipients are those in the room at the moment of the call; each gets broadcasts in the order
 * of the calls, and never before what was emitted to it earlier. A `socket.emit` made while a
 * broadcast is under way may arrive before that broadcast. `onAnyOutgoing` hears no broadcasts.
 */
export class PreparedFrameAdapter extends Adapter {
	declare readonly nsp: FanOutNamespace;
	readonly #pace: Pace;
	readonly #onFanOut: ((report: FanOutReport) => void) | undefined;
	readonly #jobs: FanOutJob[] = [];
	/** By room; forgotten when anyone joins or leaves it. */
	readonly #lanes = new Map<Room, Lanes>();
	/** Left while broadcasts were under way. */
	readonly #gone = new Set<FanOutSocket>();
	#waiting: (() => void)[] = [];
	#sending = false;
	#scheduled = false;

	constructor(namespace: Namespace, options: PreparedFrameOptions = {}) {
		super(namespace);
		this.#pace = new Pace(options.sliceSize);
		this.#onFanOut = options.onFanOut;
		this.on('leave-room', (room: Room) => this.#lanes.delete(room));
		this.on('join-room', (room: Room, id: string) => {
			this.#lanes.delete(room);
			// Its own room comes last: whatever it joined while connecting leads to it only now.
			if (room === id) for (const each of this.sids.get(id) ?? []) this.#lanes.delete(each);
		});
	}

	/** Deliveries called for and not made yet. */
	get pending(): number {
		return this.#jobs.reduce((sum, job) => sum + job.pending, 0);
	}

	/** Resolves when all that was broadcast so far was handed to the sockets. */
	drain(): Promise<void> {
		if (this.#jobs.length === 0) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	override broadcast(packet: { nsp?: string; data?: unknown }, opts: BroadcastOptions): void {
		packet.nsp = this.nsp.name;
		const packets = this.nsp.server.encoder.encode(packet);
		const [text] = packets;
		if (packets.length !== 1 || typeof text !== 'string' || opts.flags?.volatile) {
			this.#flush();
			super.broadcast(packet, opts);
			return;
		}
		const lanes = this.#lanesTo(opts);
		const message = preparePacket(text);
		if (opts.flags?.compress !== undefined) message.options.compress = opts.flags.compress;
		this.#jobs.push(new FanOutJob(lanes, message));
		if (!this.#scheduled && !this.#sending) this.#sendSlice();
	}

	/** Sends a message that was made beforehand to one socket, in its place among the others. */
	sendPrepared(id: string, { packets, options, frame }: PreparedMessage): void {
		const client = this.nsp.sockets.get(id)?.client;
		const raw = client === undefined ? null : rawSocketBehind(client.conn);
		if (raw === null) client?.writeToEngine(packets, options);
		else raw.write(frame);
	}

	override broadcastWithAck(...args: Parameters<Adapter['broadcastWithAck']>): void {
		this.#flush();
		super.broadcastWithAck(...args);
	}

	override delAll(id: string): void {
		const socket = this.#jobs.length > 0 ? this.nsp.sockets.get(id) : undefined;
		if (socket !== undefined) this.#gone.add(socket);
		super.delAll(id);
	}

	override close(): void {
		this.#jobs.length = 0;
		this.#lanes.clear();
		this.#settle();
	}

	#lanesTo(opts: BroadcastOptions): Lanes {
		const [room, ...others] = opts.rooms;
		if (room === undefined || others.length > 0 || (opts.except?.size ?? 0) > 0) {
			return lanesTo(this.#recipients(opts));
		}
		const known = this.#lanes.get(room) ?? lanesTo(this.#recipients(opts));
		this.#lanes.set(room, known);
		return known;
	}

	#recipients(opts: BroadcastOptions): FanOutSocket[] {
		const ids = new Set<string>();
		const rooms = [...opts.rooms].map((room) => this.rooms.get(room) ?? []);
		for (const source of opts.rooms.size > 0 ? rooms : [this.sids.keys()]) {
			for (const id of source) ids.add(id);
		}
		for (const room of opts.except ?? []) {
			for (const id of this.rooms.get(room) ?? []) ids.delete(id);
		}
		return [...ids].flatMap((id) => this.nsp.sockets.get(id) ?? []);
	}

	#sendSlice(): void {
		this.#send(this.#pace.next());
		if (this.#jobs.length === 0) return;
		this.#scheduled = true;
		setImmediate(() => {
			this.#scheduled = false;
			this.#sendSlice();
		});
	}

	/** Sends all at once, so that what takes another way cannot overtake it. */
	#flush(): void {
		if (!this.#sending) this.#send(Infinity);
	}

	#send(limit: number): void {
		let left = limit;
		this.#sending = true;
		try {
			for (let job = this.#jobs[0]; job !== undefined && left > 0; job = this.#jobs[0]) {
				left -= job.deliver(left, this.#gone);
				if (job.pending > 0) continue;
				this.#jobs.shift();
				this.#onFanOut?.(job.report());
			}
		} finally {
			this.#sending = false;
		}
		if (this.#jobs.length === 0) this.#settle();
	}

	#settle(): void {
		this.#gone.clear();
		const waiting = this.#waiting;
		if (waiting.length === 0) return;
		this.#waiting = [];
		for (const resolve of waiting) resolve();
	}
}

/**
 * The adapter for a server's option `adapter`:
 *
 * ```ts
 * const io = new Server(http, {
 * 	adapter: createPreparedFrameAdapter({ onFanOut: (report) => metrics.observe(report) }),
 * 	transports: ['websocket'],
 * 	perMessageDeflate: false, // any other value switches prepared frames off for everyone
 * 	serveClient: false
 * });
 * io.to('public').emit('batch', batch); // one frame, in slices
 * await fanOutOf(io.of('/')).drain(); // before the next batch, and before closing
 * ```
 *
 * Awaiting `drain()` before the next batch is what keeps the queue short: changes committed
 * meanwhile share the next frame, which costs no more than a frame for one of them.
 */
export function createPreparedFrameAdapter(options: PreparedFrameOptions = {}) {
	return class extends PreparedFrameAdapter {
		constructor(namespace: Namespace) {
			super(namespace, options);
		}
	};
}

/** The fan-out behind a namespace of a server made with `createPreparedFrameAdapter`. */
export function fanOutOf(namespace: { readonly adapter: Adapter }): PreparedFrameAdapter {
	if (namespace.adapter instanceof PreparedFrameAdapter) return namespace.adapter;
	throw new TypeError('the server was made without createPreparedFrameAdapter');
}
