import type { Batch, Change, LiveState, Snapshot } from '#lib/domain/live.ts';
import { NO_TOTALS } from '#lib/domain/figures.ts';
import type { PublicTicket, TicketStatus } from '#lib/domain/ticket.ts';
import type { Looking } from '#lib/domain/presence.ts';
import { LiveFeed } from '#lib/live/feed.svelte.ts';
import type { Cursor, Transport, TransportEvents } from '#lib/live/transport.ts';

/** A ticket as the public sees it. */
export function ticket(
	id: number,
	status: TicketStatus = 'new'
): PublicTicket & { readonly service: string } {
	return {
		number: `BC-${id}`,
		service: 'mail',
		priority: 'normal',
		status,
		createdAt: new Date(id * 60_000).toISOString(),
		updatedAt: new Date(id * 60_000).toISOString(),
		resolvedAt: null,
		sla: { response: 'running', resolution: 'running' }
	};
}

/** State with these tickets, all of them open. */
export function stateOf(tickets: readonly PublicTicket[], open = tickets.length): LiveState {
	return {
		tickets,
		totals: { ...NO_TOTALS, open, new: open },
		incidents: [],
		services: [],
		maintenances: [],
		news: [],
		kpis: [],
		shifts: []
	};
}

/** A snapshot of these tickets at a point of the stream. */
export function snapshot(seq: number, state: LiveState, epoch = 'one'): Snapshot {
	return { epoch, seq, now: new Date(0).toISOString(), audience: 'public', state };
}

/** A batch that brings a ticket. */
export function batch(
	after: number,
	seq: number,
	changes: readonly Change[],
	epoch = 'one'
): Batch {
	return { epoch, after, seq, changes };
}

/** The change that puts a ticket. */
export function put(value: PublicTicket): Change {
	return { op: 'put', kind: 'ticket', id: value.number, value };
}

interface Pending {
	readonly resolve: (snapshot: Snapshot) => void;
	readonly reject: (error: Error) => void;
}

/** A feed whose connection, clock, timers and fetches are all played by the test. */
export class Stage {
	time = 1_000_000;
	opened = 0;
	drops = 0;
	reconnects = 0;
	closed = false;
	identityChanges = 0;
	/** What the page said of itself. */
	readonly said: Looking[] = [];
	readonly fetches: Pending[] = [];
	readonly timers: { readonly ms: number; readonly then: () => void }[] = [];
	readonly feed: LiveFeed;
	#events: TransportEvents | null = null;
	#cursor: () => Cursor | null = () => null;

	constructor(first: Snapshot) {
		this.feed = new LiveFeed({
			open: (events, cursor) => {
				this.opened += 1;
				this.#events = events;
				this.#cursor = cursor;
				return this.#transport();
			},
			now: () => this.time,
			serverNow: () => this.time,
			adjust: () => undefined,
			identityChanged: () => (this.identityChanges += 1),
			snapshot: () =>
				new Promise<Snapshot>((resolve, reject) => this.fetches.push({ resolve, reject })),
			later: (ms, then) => {
				const timer = { ms, then };
				this.timers.push(timer);
				return () => void this.timers.splice(this.timers.indexOf(timer), 1);
			},
			random: () => 0.5
		});
		this.feed.adopt(first);
		this.feed.start();
	}

	/** What the server would hear at the next connection. */
	get handshake(): Cursor | null {
		return this.#cursor();
	}

	get server(): TransportEvents {
		if (!this.#events) throw new Error('The feed has opened no connection');
		return this.#events;
	}

	hello(seq: number, epoch = 'one', audience: Snapshot['audience'] = 'public'): void {
		const now = new Date(this.time).toISOString();
		this.server.hello({ epoch, seq, now, build: 'b1', audience });
	}

	/** Answers the oldest fetch and lets the feed digest it. */
	async answer(with_: Snapshot): Promise<void> {
		this.#oldest().resolve(with_);
		await settled();
	}

	/** Fails the oldest fetch. */
	async fail(): Promise<void> {
		this.#oldest().reject(new Error('out of reach'));
		await settled();
	}

	/** Lets the next timer ring. */
	ring(): void {
		const timer = this.timers.shift();
		if (!timer) throw new Error('No timer is set');
		timer.then();
	}

	/** Lets so many seconds pass, the watchdog looking each time. */
	pass(seconds: number): void {
		for (let second = 0; second < seconds; second += 1) {
			this.time += 1_000;
			this.feed.watch();
		}
	}

	numbers(): string[] {
		return (this.feed.state?.tickets ?? []).map(({ number }) => number);
	}

	#oldest(): Pending {
		const pending = this.fetches.shift();
		if (!pending) throw new Error('Nothing was fetched');
		return pending;
	}

	#transport(): Transport {
		return {
			reconnectNow: () => void (this.reconnects += 1),
			look: (looking) => void this.said.push(looking),
			report: () => undefined,
			drop: () => void (this.drops += 1),
			close: () => void (this.closed = true)
		};
	}
}

async function settled(): Promise<void> {
	for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}
