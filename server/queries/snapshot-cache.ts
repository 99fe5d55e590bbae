import type { Audience } from '#lib/domain/audience.ts';
import { listedTotal, type LiveState, type Snapshot } from '#lib/domain/live.ts';
import { WINDOW_SIZE } from '#lib/domain/urgency.ts';
import { applyChanges } from '#lib/domain/window.ts';
import type { Database } from '#server/database/database.ts';
import type { StoredEvent } from '#server/events/event.ts';
import { presentAll } from '#server/presenters/present.ts';
import { iso } from '#server/records/ticket-record.ts';
import { presentSnapshot, readCursor, readLiveRecords, type LiveRecords } from './live.ts';

/** Audiences whose state is kept; clients beyond them are read anew. */
const KEPT = 100;

/** The stream of events as far as this process has followed it. */
export interface FollowedStream {
	readonly epoch: string;
	/** Number of the last event that was read. */
	readonly seq: number;
	/** Whether something was committed that was not read yet. */
	readonly behind: boolean;
	/** Whether the last look at the database succeeded: else nobody knows what is missing. */
	readonly following: boolean;
	/** Resolves when everything committed before the call was read, or could not be. */
	caughtUp(): Promise<void>;
	/** The events after a cursor, or null when they are not all at hand. */
	since(after: number): readonly StoredEvent[] | null;
}

/** What an audience sees at one point of the stream. */
interface Kept {
	readonly epoch: string;
	readonly seq: number;
	readonly state: LiveState;
	/** The answer but for its last brace: the time of answering is written behind it. */
	text?: string;
}

/**
 * State is a function of the events, so the portal is a screen of its own: what an audience saw
 * once is kept, and the next who asks gets it with the changes since then applied, by the very
 * rule that browsers follow. The database is read when there is nothing to go on from. However
 * many ask at one point of the stream, its text is written once for each audience.
 */
export class SnapshotCache {
	readonly #database: Database;
	readonly #now: () => number;
	#stream: FollowedStream | null = null;
	readonly #kept = new Map<Audience, Kept>();
	#reading: { readonly commits: number; readonly records: Promise<LiveRecords> } | null = null;
	#commits = 0;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** Goes by this stream from now on. */
	follow(stream: FollowedStream): void {
		this.#stream = stream;
	}

	/** To be called after each commit: what was read before may be old. */
	moved(): void {
		this.#commits++;
	}

	async snapshot(audience: Audience): Promise<Snapshot> {
		const { epoch, seq, state } = await this.#current(audience);
		return { epoch, seq, now: iso(this.#now()), audience, state };
	}

	async json(audience: Audience): Promise<string> {
		const current = await this.#current(audience);
		const { epoch, seq, state } = current;
		current.text ??= JSON.stringify({ epoch, seq, audience, state }).slice(0, -1);
		return `${current.text},"now":"${iso(this.#now())}"}`;
	}

	/** How far the stream was followed, whatever was committed before the call included. */
	async cursor(): Promise<Pick<Snapshot, 'epoch' | 'seq'>> {
		const stream = this.#stream;
		if (stream?.behind) await stream.caughtUp();
		if (!stream?.following) return this.#database.read(readCursor);
		return { epoch: stream.epoch, seq: stream.seq };
	}

	async #current(audience: Audience): Promise<Kept> {
		const stream = this.#stream;
		if (stream?.behind) await stream.caughtUp();
		const kept = this.#kept.get(audience);
		const followed = stream?.following ? { epoch: stream.epoch, seq: stream.seq } : null;
		const current =
			(stream?.following && kept && wentOn(kept, stream, audience)) ||
			(await this.#read(audience, followed, kept));
		this.#keep(audience, current);
		return current;
	}

	/**
	 * Reads the database, once for all that ask between two commits. `followed` is how far this
	 * process has followed the stream, null when it does not know.
	 */
	async #read(
		audience: Audience,
		followed: Pick<FollowedStream, 'epoch' | 'seq'> | null,
		kept: Kept | undefined
	): Promise<Kept> {
		const commits = this.#commits;
		if (this.#reading?.commits !== commits) {
			const records = readLiveRecords(this.#database);
			const reading = { commits, records };
			this.#reading = reading;
			records.catch(() => {
				if (this.#reading === reading) this.#reading = null;
			});
		}
		const records = await this.#reading.records;
		if (followed && (records.epoch !== followed.epoch || records.seq < followed.seq)) {
			// Another process has committed or restored a backup meanwhile, which no commit of this one
			// tells of.
			if (this.#commits === commits) this.moved();
			return this.#read(audience, null, kept);
		}
		if (kept?.epoch === records.epoch && kept.seq === records.seq) return kept;
		const { epoch, state } = presentSnapshot(records, audience, this.#now());
		return { epoch, seq: records.seq, state };
	}

	#keep(audience: Audience, current: Kept): void {
		const newer = this.#kept.get(audience);
		if (newer?.epoch === current.epoch && newer.seq > current.seq) return;
		// Asked for last, forgotten last.
		this.#kept.delete(audience);
		this.#kept.set(audience, current);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > KEPT && oldest !== undefined) this.#kept.delete(oldest);
	}
}

/** What was kept, with the changes since then; null when there is no way from there. */
function wentOn(kept: Kept, stream: FollowedStream, audience: Audience): Kept | null {
	const { epoch, seq } = stream;
	if (kept.epoch !== epoch) return null;
	if (kept.seq >= seq) return kept;
	const events = stream.since(kept.seq);
	if (!events) return null;
	const changes = presentAll(events, audience);
	const { state } = applyChanges(kept.state, changes);
	// A window that was cut knows nothing of what moves up when a ticket leaves it.
	const whole = Math.min(WINDOW_SIZE, listedTotal(state.totals));
	return state.tickets.length < whole ? null : { epoch, seq, state };
}
