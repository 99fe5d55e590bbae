import { isFull, type FullTicket } from '#lib/domain/ticket.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';
import { followFrom } from '#lib/live/follow-from.ts';
import type { Cursor } from '#lib/live/transport.ts';

/** Rows of a page from the database, kept up to date by the stream while they are looked at. */
export class LivePage {
	#feed: LiveFeed;
	#reload: () => void;
	#dropped: (() => void) | undefined;
	#newer = $state.raw<ReadonlyMap<string, FullTicket>>(new Map());

	/** `dropped` is called when one of the rows leaves the live screens, as closed ones do. */
	constructor(feed: LiveFeed, reload: () => void, dropped?: () => void) {
		this.#dropped = dropped;
		this.#feed = feed;
		this.#reload = reload;
	}

	/** The rows, each in its newest form. */
	over(rows: readonly FullTicket[]): readonly FullTicket[] {
		return rows.map((row) => {
			const newer = this.#newer.get(row.number);
			return newer && newer.updatedAt >= row.updatedAt ? newer : row;
		});
	}

	/** Follows the stream for these rows from where they were read; returns how to stop. */
	follow(numbers: ReadonlySet<string>, readAt: Cursor): () => void {
		this.#newer = new Map();
		return followFrom(this.#feed, readAt, {
			changed: (changes) => {
				for (const change of changes) {
					if (change.kind !== 'ticket' || !numbers.has(String(change.id))) continue;
					if (change.op === 'drop') this.#dropped?.();
					else if (isFull(change.value))
						this.#newer = new Map(this.#newer).set(change.value.number, change.value);
				}
			},
			lost: this.#reload
		});
	}
}
