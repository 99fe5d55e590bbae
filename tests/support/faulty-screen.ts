import { io } from 'socket.io-client';
import type { LiveState, Snapshot } from '#lib/domain/live.ts';
import { LiveFeed } from '#lib/live/feed.svelte.ts';
import type { OpenTransport, TransportEvents } from '#lib/live/transport.ts';
import type { Chance } from './random.ts';

/** How much goes wrong. */
export interface Faults {
	/** Share of messages that come twice. */
	readonly doubled: number;
	/** Share of messages held up, together with all behind them, and for how long at most. */
	readonly lagged: number;
	readonly lagMs: number;
	/** Share of broken connections that take with them what was under way. */
	readonly lost: number;
}

type Message = { [K in keyof TransportEvents]: [K, ...Parameters<TransportEvents[K]>] }[
	'hello' | 'snapshot' | 'batch' | 'reset' | 'pulse'];

/** Waits of the feed are shortened by so much: the test has not got all day. */
const HASTE = 10;

/**
 * The browser's own feed behind a network that drops, delays and repeats. What was under way
 * when a connection broke may still arrive after the next one has begun.
 */
export class FaultyScreen {
	readonly #url: string;
	readonly #token: string | null;
	readonly #chance: Chance;
	readonly #faults: Faults;
	#feed: LiveFeed;
	#drop: () => void = () => undefined;
	#sleep: (ms: number) => void = () => undefined;
	#underWay = 0;
	#timers = new Set<ReturnType<typeof setTimeout>>();
	/** A page that was rendered a while ago and is opened only now. */
	#oldPage: Snapshot | null = null;
	/** True when the feed was told that it is somebody else. */
	leftAlone = false;
	batches = 0;
	snapshots = 0;

	constructor(url: string, token: string | null, chance: Chance, faults: Faults) {
		this.#url = url;
		this.#token = token;
		this.#chance = chance;
		this.#faults = faults;
		this.#feed = this.#newFeed();
	}

	get state(): LiveState | null {
		return this.#feed.state;
	}

	get quiet(): boolean {
		return this.#underWay === 0;
	}

	/** Opens the page: a snapshot, then the stream behind it. */
	async open(): Promise<void> {
		const page = this.#oldPage ?? (await this.#snapshot());
		this.#oldPage = null;
		this.#feed.adopt(page);
		this.#feed.start();
	}

	/** The connection breaks. */
	drop(): void {
		this.#drop();
	}

	/** The machine sleeps: long enough, and the server no longer remembers all it missed. */
	sleep(ms: number): void {
		this.#sleep(ms);
	}

	/** The page is loaded anew, now and then from an old copy of itself. */
	async reload(): Promise<void> {
		if (this.#chance.happens(0.3)) {
			const kept = await this.#snapshot().catch(() => null);
			await this.#wait(this.#chance.below(200));
			this.#oldPage = kept;
		}
		this.#feed.stop();
		this.#feed = this.#newFeed();
		await this.open();
	}

	close(): void {
		this.#feed.stop();
		for (const timer of this.#timers) clearTimeout(timer);
	}

	#newFeed(): LiveFeed {
		return new LiveFeed({
			open: this.#transport,
			now: Date.now,
			serverNow: Date.now,
			adjust: () => undefined,
			identityChanged: () => (this.leftAlone = true),
			snapshot: () => this.#snapshot(),
			later: (ms, then) => this.#later(ms / HASTE, then),
			random: () => this.#chance.next()
		});
	}

	async #snapshot(): Promise<Snapshot> {
		const response = await fetch(`${this.#url}/api/v1/live`, {
			headers: this.#token === null ? {} : { Authorization: `Bearer ${this.#token}` }
		});
		if (response.status !== 200) throw new Error(`status ${response.status}`);
		const snapshot: Snapshot = JSON.parse(await response.text());
		this.snapshots++;
		return snapshot;
	}

	readonly #transport: OpenTransport = (events, cursor) => {
		const socket = io(this.#url, {
			path: '/socket.io',
			transports: ['websocket'],
			forceNew: true,
			reconnectionDelay: 10,
			reconnectionDelayMax: 100,
			auth: (give) => {
				const at = cursor();
				give({
					// Half of the connections ask for it, as half of the clients in the world may.
					...(this.#chance.happens(0.5) ? { snapshot: true } : {}),
					...(this.#token === null ? {} : { token: this.#token }),
					...(at === null ? {} : { epoch: at.epoch, after: at.seq })
				});
			}
		});
		let open = true;
		let freeAt = 0;
		/** Messages of a connection that broke and took them with it. */
		let lostUpTo = 0;
		let sent = 0;
		const pipe: { readonly message: Message; readonly place: number; readonly at: number }[] = [];
		const hand = (message: Message, place: number) => {
			if (open && place > lostUpTo) deliver(events, message);
		};
		/** Timers of different lengths do not keep their order; what leaves a pipe does. */
		const drain = () => {
			for (let next = pipe[0]; next && next.at <= performance.now(); next = pipe[0]) {
				pipe.shift();
				hand(next.message, next.place);
				this.#underWay--;
				if (this.#chance.happens(this.#faults.doubled)) again(next.message, next.place);
			}
			const [next] = pipe;
			if (next) this.#later(Math.max(0, next.at - performance.now()), drain);
		};
		/** The same once more, some time after. */
		const again = (message: Message, place: number) => {
			this.#underWay++;
			this.#later(this.#chance.below(this.#faults.lagMs), () => {
				this.#underWay--;
				hand(message, place);
			});
		};
		/** One pipe for each connection: late, but in order. */
		const arrive = (message: Message) => {
			const lag = this.#chance.happens(this.#faults.lagged)
				? this.#chance.below(this.#faults.lagMs)
				: 0;
			freeAt = Math.max(freeAt, performance.now() + lag);
			pipe.push({ message, place: ++sent, at: freeAt });
			this.#underWay++;
			if (pipe.length === 1) this.#later(lag, drain);
		};
		socket.on('hello', (hello) => arrive(['hello', hello]));
		socket.on('snapshot', (snapshot) => {
			this.snapshots++;
			arrive(['snapshot', snapshot]);
		});
		socket.on('reset', (reset) => arrive(['reset', reset]));
		socket.on('pulse', (seq) => arrive(['pulse', seq]));
		socket.on('batch', (batch) => {
			this.batches++;
			arrive(['batch', batch]);
		});
		socket.on('bye', () => events.bye());
		socket.on('disconnect', (reason) => {
			if (this.#chance.happens(this.#faults.lost)) lostUpTo = sent;
			events.closed();
			if (reason === 'io server disconnect') this.#later(20, () => socket.connect());
		});
		socket.on('connect_error', (error) => {
			if (error.message === 'unauthorized') events.unauthorized();
			else if (!socket.active) this.#later(20, () => socket.connect());
		});
		this.#drop = () => {
			if (socket.connected) socket.io.engine.close();
		};
		this.#sleep = (ms) => {
			socket.disconnect();
			this.#later(ms, () => {
				if (open) socket.connect();
			});
		};
		return {
			reconnectNow: () => void socket.disconnect().connect(),
			look: () => undefined,
			report: () => undefined,
			drop: () => this.#drop(),
			close() {
				open = false;
				socket.removeAllListeners();
				socket.disconnect();
			}
		};
	};

	#later(ms: number, then: () => void): () => void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			then();
		}, ms);
		this.#timers.add(timer);
		return () => clearTimeout(timer);
	}

	#wait(ms: number): Promise<void> {
		return new Promise((resolve) => setTimeout(resolve, ms));
	}
}

function deliver(events: TransportEvents, message: Message): void {
	if (message[0] === 'hello') events.hello(message[1]);
	else if (message[0] === 'batch') events.batch(message[1]);
	else if (message[0] === 'snapshot') events.snapshot(message[1]);
	else if (message[0] === 'reset') events.reset(message[1]);
	else events.pulse(message[1]);
}
