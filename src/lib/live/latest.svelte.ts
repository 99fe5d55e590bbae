import { ticketOf, withBatch, type LatestChange, type LatestChanges } from '#lib/domain/latest.ts';
import type { Batch } from '#lib/domain/live.ts';
import { isFull, type AnyTicket } from '#lib/domain/ticket.ts';
import type { LiveFeed } from './feed.svelte.ts';
import type { Cursor } from './transport.ts';

/**
 * What happened last, carried on by the application's one stream; never more lines than it began
 * with room for. When something may be missing it asks the page to load the lines again.
 */
export class LatestFeed {
	#feed: LiveFeed;
	#most: number;
	#reload: () => void;
	#items: readonly LatestChange[];
	#subjects: ReadonlyMap<string, string>;
	#cursor: Cursor;
	/** The window before the latest batch: a ticket that is closed leaves with its subject. */
	#before: readonly AnyTicket[] = [];

	constructor(feed: LiveFeed, loaded: LatestChanges, most: number, reload: () => void) {
		this.#feed = feed;
		this.#most = most;
		this.#reload = reload;
		this.#items = $state.raw(loaded.items);
		this.#subjects = $state.raw(new Map(Object.entries(loaded.subjects)));
		this.#cursor = { epoch: loaded.epoch, seq: loaded.seq };
	}

	/** The newest first. */
	get items(): readonly LatestChange[] {
		return this.#items;
	}

	/** What a ticket is about, as far as that is known. */
	subject(number: string): string | undefined {
		return this.#subjects.get(number);
	}

	/** Follows the stream from where the lines were read; returns how to stop. */
	start(): () => void {
		this.#before = this.#feed.state?.tickets ?? [];
		const stop = this.#feed.follow({
			batch: (batch) => this.#apply(batch),
			replaced: ({ epoch, seq }) => {
				if (epoch !== this.#cursor.epoch || seq > this.#cursor.seq) this.#reload();
			}
		});
		this.#catchUp();
		return stop;
	}

	/** Takes lines the page has loaded anew. */
	adopt(loaded: LatestChanges): void {
		if (loaded.epoch === this.#cursor.epoch && loaded.seq < this.#cursor.seq) return;
		this.#items = loaded.items;
		this.#subjects = new Map(Object.entries(loaded.subjects));
		this.#cursor = { epoch: loaded.epoch, seq: loaded.seq };
		this.#catchUp();
	}

	#catchUp(): void {
		const missed = this.#feed.since(this.#cursor);
		if (missed === null) this.#reload();
		else for (const batch of missed) this.#apply(batch);
	}

	#apply(batch: Batch): void {
		if (batch.epoch !== this.#cursor.epoch || batch.seq <= this.#cursor.seq) return;
		this.#cursor = { epoch: batch.epoch, seq: batch.seq };
		const items = withBatch(this.#items, batch.changes, this.#most);
		if (items !== this.#items) this.#subjects = this.#subjectsOf(items);
		this.#items = items;
		this.#before = this.#feed.state?.tickets ?? [];
	}

	/** Subjects of just the tickets that are spoken of, so that they never pile up. */
	#subjectsOf(items: readonly LatestChange[]): ReadonlyMap<string, string> {
		const numbers = new Set(items.flatMap((line) => ticketOf(line) ?? []));
		const subjects = new Map([...this.#subjects].filter(([number]) => numbers.has(number)));
		for (const ticket of [...this.#before, ...(this.#feed.state?.tickets ?? [])])
			if (isFull(ticket) && numbers.has(ticket.number)) subjects.set(ticket.number, ticket.subject);
		return subjects;
	}
}
