import type { Database, ReadTransaction } from '#server/database/database.ts';
import { EVENT_COLUMNS, storedEvent, type EventRow, type StoredEvent } from './event.ts';

/** How many of the latest events stay in memory for those who come back. */
const REMEMBERED = 2_000;

/** Events read at once; a batch never grows beyond it. */
const READ_AT_ONCE = 500;

/** Milliseconds between polls: what a lost wake costs at most. */
const POLL_MS = 1_000;

/** Milliseconds for one look at the database: nobody waits longer for one that says nothing. */
const LOOK_MS = 3_000;

/** Receives every event once, in order. */
export type EventSink = (events: readonly StoredEvent[]) => void;

export interface TailerOptions {
	readonly database: Pick<Database, 'read' | 'onCommit'>;
	readonly deliver: EventSink;
	/** Called after each successful look at the database, whether it found events or not. */
	readonly looked?: () => void;
	readonly failed?: (error: unknown) => void;
	/** The database holds another history now, a restored backup: everything begins anew. */
	readonly replaced?: () => void;
}

/**
 * The only reader that follows the table of events to its end, and so the only source of what
 * is emitted. Woken after commits; polls in any case, so that a lost wake costs a second and
 * never an event.
 */
export class Tailer {
	readonly #options: TailerOptions;
	#epoch = '';
	#remembered: StoredEvent[] = [];
	#seq = 0;
	#woken = false;
	/** Looked at with each poll only: a restored backup may take a second to be noticed. */
	#doubtsEpoch = false;
	#stopped = false;
	#failing = false;
	/** A look has been under way for longer than anybody waits. */
	#hanging = false;
	#awaiting: (() => void)[] = [];
	#running: Promise<void> | null = null;
	#poll: NodeJS.Timeout | null = null;
	#unlisten: (() => void) | null = null;

	constructor(options: TailerOptions) {
		this.#options = options;
	}

	/** Identity of this history of events; a restored backup has another. */
	get epoch(): string {
		return this.#epoch;
	}

	/** Number of the last event delivered. */
	get seq(): number {
		return this.#seq;
	}

	/** Whether something was committed that was not read yet. */
	get behind(): boolean {
		return !this.#stopped && (this.#woken || this.#running !== null);
	}

	/** Whether the last look at the database succeeded. */
	get following(): boolean {
		return !this.#stopped && !this.#failing;
	}

	/**
	 * Resolves when everything committed before the call was read, or could not be; unlike
	 * `settled`, without waiting for what is committed meanwhile.
	 */
	caughtUp(): Promise<void> {
		return this.behind ? this.look() : Promise.resolve();
	}

	/** Resolves when a look at the database that began after the call is over, or could not be. */
	look(): Promise<void> {
		if (this.#stopped || this.#hanging) return Promise.resolve();
		return new Promise((resolve) => {
			this.#awaiting.push(resolve);
			this.wake();
		});
	}

	/**
	 * The events after a cursor, or null when they are no longer all at hand or the cursor is
	 * ahead of what was ever delivered.
	 */
	since(after: number): readonly StoredEvent[] | null {
		if (after > this.#seq) return null;
		if (after === this.#seq) return [];
		const [oldest] = this.#remembered;
		if (!oldest || oldest.seq > after + 1) {
			// Numbers may have gaps, so only the very first event of all may stand behind one.
			return null;
		}
		let from = this.#remembered.length;
		while (from > 0 && (this.#remembered[from - 1]?.seq ?? 0) > after) from--;
		return this.#remembered.slice(from);
	}

	/** Finds the end of the table, remembers what is before it, and follows from there. */
	async start(): Promise<void> {
		await this.#begin();
		this.#unlisten = this.#options.database.onCommit(() => this.wake());
		this.#schedule();
	}

	async #begin(): Promise<void> {
		await this.#options.database.read(async (tx) => {
			const epoch = await readEpoch(tx);
			const rows = await tx.all<EventRow>(
				`SELECT ${EVENT_COLUMNS} FROM events ORDER BY seq DESC LIMIT ${REMEMBERED}`
			);
			this.#epoch = epoch;
			this.#remembered = rows.reverse().map(storedEvent);
			this.#seq = this.#remembered.at(-1)?.seq ?? 0;
		});
	}

	/** Looks for new events now, or right after the look that is under way. */
	wake(): void {
		this.#woken = true;
		if (this.#stopped || this.#running) return;
		this.#running = this.#follow();
	}

	/** Stops following; resolves when the last delivery is over. */
	async stop(): Promise<void> {
		this.#stopped = true;
		this.#unlisten?.();
		if (this.#poll) clearTimeout(this.#poll);
		await this.#running;
		this.#letGo();
	}

	/** Resolves when everything committed before the call was delivered. */
	async settled(): Promise<void> {
		this.wake();
		while (this.#running) await this.#running;
	}

	#schedule(): void {
		if (this.#stopped) return;
		this.#poll = setTimeout(() => {
			this.#doubtsEpoch = true;
			this.wake();
			this.#schedule();
		}, POLL_MS);
	}

	async #follow(): Promise<void> {
		try {
			while (this.#woken && !this.#stopped) await this.#look();
		} catch (error) {
			this.#options.failed?.(error);
			// Whoever asked meanwhile is told as well that it could not be, not kept until the next poll.
			this.#letGo();
		} finally {
			// In the same turn as the last question whether anybody woke it: whoever does so right
			// after must not be taken for one whom a look under way will serve.
			this.#running = null;
		}
	}

	async #look(): Promise<void> {
		this.#woken = false;
		const awaiting = this.#awaiting.splice(0);
		const hanging = setTimeout(() => {
			this.#hanging = true;
			this.#failing = true;
			this.#letGo(awaiting);
			this.#letGo();
		}, LOOK_MS);
		try {
			if (this.#doubtsEpoch) await this.#noticeReplacement();
			while (await this.#readOn());
			this.#failing = false;
			this.#options.looked?.();
		} catch (error) {
			// Before anybody goes on: who waited must not take what is kept for all there is.
			this.#failing = true;
			throw error;
		} finally {
			clearTimeout(hanging);
			this.#hanging = false;
			this.#letGo(awaiting);
		}
	}

	#letGo(awaiting = this.#awaiting): void {
		for (const resolve of awaiting.splice(0)) resolve();
	}

	/** Numbers of another history mean nothing: neither what is remembered nor how far we are. */
	async #noticeReplacement(): Promise<void> {
		const epoch = await this.#options.database.read(readEpoch);
		if (epoch !== this.#epoch) {
			await this.#begin();
			if (!this.#stopped) this.#options.replaced?.();
		}
		this.#doubtsEpoch = false;
	}

	/** Delivers the next events; true when there may be more. */
	async #readOn(): Promise<boolean> {
		const rows = await this.#options.database.read((tx: ReadTransaction) =>
			tx.all<EventRow>(
				`SELECT ${EVENT_COLUMNS} FROM events WHERE seq > $1 ORDER BY seq LIMIT ${READ_AT_ONCE}`,
				[this.#seq]
			)
		);
		const last = rows.at(-1);
		if (!last || this.#stopped) return false;
		const events = rows.map(storedEvent);
		this.#seq = last.seq;
		this.#remembered.push(...events);
		if (this.#remembered.length > REMEMBERED * 1.5)
			this.#remembered = this.#remembered.slice(-REMEMBERED);
		this.#options.deliver(events);
		return rows.length === READ_AT_ONCE;
	}
}

async function readEpoch(tx: ReadTransaction): Promise<string> {
	const meta = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'epoch'`);
	if (!meta) throw new Error('the database has no epoch: it was not migrated');
	return meta.value;
}
