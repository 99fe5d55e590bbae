import {
	judge,
	type Batch,
	type LiveKind,
	type LiveState,
	type Snapshot
} from '#lib/domain/live.ts';
import { applyChanges, lacksTickets } from '#lib/domain/window.ts';
import { Announced } from './announced.ts';
import type { Clock } from './clock.svelte.ts';
import { PresenceFeed } from './presence.svelte.ts';
import { ChangedRows, RecentBatches } from './recent.ts';
import { Recovery, type RecoveryOptions } from './recovery.ts';
import type {
	Cursor,
	Hello,
	OpenTransport,
	Report,
	Reset,
	Transport,
	TransportEvents
} from './transport.ts';
import { Truth, type LinkState } from './truth.svelte.ts';

/** A link that said nothing for so long is taken for dead: pulses come every five seconds. */
const DEAD_MS = 12_000;

/** After a jump of the clock, or on waking, a link silent for so long is not waited for. */
const DOUBTFUL_MS = 6_000;

/** A window that stays low because the counters disagree must not hammer the server. */
const LOW_PAUSE_MS = 5_000;

export interface FeedOptions extends RecoveryOptions {
	readonly open: OpenTransport;
	/** The time that ages are reckoned by, in milliseconds: nobody sets it. */
	readonly now: () => number;
	/** The server's time now, in milliseconds. */
	readonly serverNow: () => number;
	/** Told the server's time with each `hello`. */
	readonly adjust: (serverNow: number) => void;
	/** Who we are to the server has changed: the page has to be loaded anew. */
	readonly identityChanged: () => void;
	/** What a television is told of itself. */
	readonly told?: Pick<TransportEvents, 'screen' | 'command'>;
}

/** Who follows the raw stream beside the state: an open ticket, for instance. */
export interface Follower {
	/** A batch was applied to the state. */
	batch(batch: Batch): void;
	/** The state was replaced; what lay between is unknown. */
	replaced(cursor: Cursor): void;
}

/**
 * The live state of one audience: starts from a snapshot, applies batches in order, and takes a
 * new snapshot when it cannot. Recovery is start-up; there is no third way.
 */
export class LiveFeed {
	/** Who else has the ticket of this page open. */
	readonly presence = new PresenceFeed((looking) => this.#transport?.look(looking));
	#options: FeedOptions;
	#state = $state.raw<LiveState | null>(null);
	#cursor = $state.raw<Cursor | null>(null);
	#truth = new Truth();
	#recovering = $state(false);
	#build = $state<string | null>(null);
	#audience: Snapshot['audience'] | null = null;
	#transport: Transport | null = null;
	#connected = false;
	#heardAt = 0;
	#announced = new Announced();
	/** The window ran low, and no newer one was taken since. */
	#low = false;
	#lowAt = -Infinity;
	#bare = $state(false);
	#wanting = 0;
	#queue: Batch[] = [];
	#recent = new RecentBatches();
	#changed = new ChangedRows();
	#followers = new Set<Follower>();
	#recovery: Recovery;

	constructor(options: FeedOptions) {
		this.#options = options;
		this.#recovery = new Recovery(
			options,
			(snapshot) => this.#announced.isOfHistory(snapshot),
			(snapshot) => this.#recovered(snapshot)
		);
	}

	/** The state, null before a snapshot was adopted. */
	get state(): LiveState | null {
		return this.#state;
	}

	/** The state came without its tickets: the page it came with shows none, or only the first. */
	get bare(): boolean {
		return this.#bare;
	}

	get cursor(): Cursor | null {
		return this.#cursor;
	}

	/** The server's time up to which the state is known to be true. */
	get dataAt(): number | null {
		return this.#truth.dataAt;
	}

	/** How old the state is at the last tick of a clock, in milliseconds. */
	age(clock: Pick<Clock, 'ticked' | 'now'>): number {
		return this.#truth.age(clock);
	}

	/** The build the server said it runs, null before the first `hello`. */
	get serverBuild(): string | null {
		return this.#build;
	}

	/** What the lamp shows at a tick of the steady time. */
	link(ticked: number): LinkState {
		return this.#truth.link(ticked, this.#recovering);
	}

	/** When a row last changed by a batch, for the one-second glow. Read it together with `state`. */
	changedAt(kind: LiveKind, id: string | number): number | undefined {
		return this.#cursor === null ? undefined : this.#changed.at(kind, id);
	}

	/** Takes the snapshot a page was rendered with, unless the state is already newer. */
	adopt(snapshot: Snapshot): void {
		const cursor = this.#cursor;
		const known =
			cursor !== null &&
			this.#audience === snapshot.audience &&
			cursor.epoch === snapshot.epoch &&
			cursor.seq >= snapshot.seq;
		if (!known) {
			this.#replace(snapshot);
			this.#truth.adopted(this.#options.now());
			if (this.#connected && !this.#announced.isOfHistory(snapshot)) this.#resync();
			else this.#fill();
		} else if (this.#bare && !lacksTickets(snapshot.state)) {
			if (cursor.seq === snapshot.seq) this.#replace(snapshot);
			else this.#resync();
		}
	}

	/** Has the tickets fetched if the page came without them; returns how to do without. */
	wantTickets(): () => void {
		this.#wanting += 1;
		this.#fill();
		return () => {
			this.#wanting -= 1;
		};
	}

	#fill(): void {
		if (this.#bare && this.#wanting > 0 && !this.#recovering) this.#resync();
	}

	/** Opens the connection. Needs a snapshot; does nothing when it is open already. */
	start(): void {
		if (this.#transport || this.#cursor === null) return;
		this.#heardAt = this.#options.now();
		this.#transport = this.#options.open(
			{
				hello: (hello) => this.#hello(hello),
				snapshot: (snapshot) => this.#sent(snapshot),
				batch: (batch) => this.#batch(batch),
				reset: (reset) => this.#reset(reset),
				pulse: (seq) => this.#pulse(seq),
				bye: () => this.#leave(),
				unauthorized: () => this.#leave(),
				presence: (presence) => this.presence.heard(presence),
				screen: (screen) => this.#options.told?.screen(screen),
				command: (command) => this.#options.told?.command(command),
				closed: () => this.#lost()
			},
			() => this.#cursor
		);
		this.#fill();
	}

	/** Ends the connection for good; another one may be begun, and takes nothing over from it. */
	stop(): void {
		this.#transport?.close();
		this.#transport = null;
		this.#recovery.stop();
		this.#recovering = false;
		this.#queue = [];
		this.#announced.forget();
		this.#lost();
	}

	#lost(): void {
		this.#connected = false;
		this.presence.lost();
	}

	/** Once a second: gives up a link that has gone silent. */
	watch(): void {
		if (!this.#transport || this.#options.now() - this.#heardAt < DEAD_MS) return;
		this.#heardAt = this.#options.now();
		this.#transport.drop();
	}

	/** The network came back, the page woke up or time was lost: do not wait if in doubt. */
	probe(): void {
		if (!this.#transport) return;
		if (this.#connected && this.#options.now() - this.#heardAt < DOUBTFUL_MS) return;
		this.#heardAt = this.#options.now();
		this.#transport.reconnectNow();
	}

	/** Says how this television fares. */
	report(report: Omit<Report, 'seq'>): void {
		this.#transport?.report({ ...report, seq: this.#cursor?.seq ?? 0 });
	}

	/** Follows the stream; returns how to stop. */
	follow(follower: Follower): () => void {
		this.#followers.add(follower);
		return () => this.#followers.delete(follower);
	}

	/** Batches applied after a seq, or null when they are no longer known. */
	since(cursor: Cursor): readonly Batch[] | null {
		const mine = this.#cursor;
		if (!mine || mine.epoch !== cursor.epoch) return null;
		return cursor.seq >= mine.seq ? [] : this.#recent.since(cursor.seq);
	}

	#hello(hello: Hello): void {
		this.#connected = true;
		this.#options.adjust(Date.parse(hello.now));
		this.#build = hello.build;
		if (hello.audience !== this.#audience) return this.#leave();
		this.presence.connected();
		this.#announced.greeted(hello);
		const cursor = this.#cursor;
		if (hello.snapshot) this.#resync('sent');
		else if (!cursor || hello.epoch !== cursor.epoch || hello.seq < cursor.seq) this.#resync();
		this.#heard();
	}

	#pulse(seq: number): void {
		this.#announced.newest(seq);
		if (!this.#isCurrent() && !this.#recovering) this.#resync();
		else this.#widen();
		this.#heard();
	}

	#reset(reset: Reset): void {
		this.#announced.greeted(reset);
		this.#recovery.invalidate();
		this.#resync();
		this.#heard();
	}

	#batch(batch: Batch): void {
		if (this.#announced.isOfHistory(batch)) this.#announced.newest(batch.seq);
		if (this.#recovering) this.#queue.push(batch);
		else this.#judge(batch);
		this.#heard();
	}

	#judge(batch: Batch): void {
		if (!this.#cursor || !this.#state) return;
		const verdict = judge(this.#cursor, batch);
		if (verdict === 'resync') return this.#resync();
		if (verdict === 'ignore') return;
		const { state, low } = applyChanges(this.#state, batch.changes);
		const at = this.#options.now();
		for (const change of batch.changes) this.#changed.mark(change.kind, change.id, at);
		this.#recent.add(batch);
		this.#cursor = { epoch: batch.epoch, seq: batch.seq };
		this.#state = state;
		for (const follower of this.#followers) follower.batch(batch);
		this.#low = low && !this.#bare;
		this.#widen();
	}

	/** Asks for a window that is full again; what runs low during the pause waits for a pulse. */
	#widen(): void {
		const now = this.#options.now();
		if (!this.#low || this.#recovering || now - this.#lowAt < LOW_PAUSE_MS) return;
		this.#lowAt = now;
		this.#resync();
	}

	#sent(snapshot: Snapshot): void {
		if (this.#announced.isLate(snapshot, this.#cursor)) return;
		if (this.#announced.isOfHistory(snapshot)) this.#recovery.came(snapshot);
	}

	/** Nothing that was announced is missing. */
	#isCurrent(): boolean {
		return this.#announced.isReached(this.#cursor);
	}

	/**
	 * Takes a new snapshot: fetched, or sent by the server without being asked. What has queued up
	 * stays: it may be newer than a snapshot on its way, and what only one client sees is in no
	 * chain that would show its loss.
	 */
	#resync(snapshot: 'fetched' | 'sent' = 'fetched'): void {
		this.#queue = this.#queue.filter(({ epoch }) => epoch === this.#announced.epoch);
		this.#recovering = true;
		if (snapshot === 'sent') this.#recovery.expect();
		else this.#recovery.start();
	}

	#recovered(snapshot: Snapshot): void {
		if (snapshot.audience !== this.#audience) return this.#leave();
		this.#recovering = false;
		this.#replace(snapshot);
		const waiting = this.#queue;
		this.#queue = [];
		for (const batch of waiting) {
			if (this.#recovering) this.#queue.push(batch);
			else this.#judge(batch);
		}
		if (this.#connected) this.#heard();
	}

	#replace(snapshot: Snapshot): void {
		this.#audience = snapshot.audience;
		this.#recent.begin(snapshot.seq);
		this.#changed.clear();
		this.#cursor = { epoch: snapshot.epoch, seq: snapshot.seq };
		this.#truth.taken(Date.parse(snapshot.now));
		this.#state = snapshot.state;
		this.#bare = lacksTickets(snapshot.state);
		this.#low = false;
		for (const follower of this.#followers) follower.replaced(this.#cursor);
	}

	/** A sign of life; the data count as current only when nothing announced is missing. */
	#heard(): void {
		this.#heardAt = this.#options.now();
		if (!this.#recovering && this.#isCurrent())
			this.#truth.proven(this.#heardAt, this.#options.serverNow());
	}

	#leave(): void {
		this.stop();
		this.#options.identityChanged();
	}
}
