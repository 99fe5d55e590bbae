import type { Batch } from '#lib/domain/live.ts';
import { withReports, type AnyReport } from '#lib/domain/report.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';
import type { Cursor } from '#lib/live/transport.ts';

/** A page of reports as it was loaded, and where in the stream it was read. */
export interface LoadedReports extends Cursor {
	readonly items: readonly AnyReport[];
	readonly nextCursor: string | null;
	/** Nothing stands before it. */
	readonly first: boolean;
}

/** A page of reports, carried on by the application's one stream. */
export class ReportFeed {
	#feed: LiveFeed;
	#reload: () => void;
	#wanted: (report: AnyReport) => boolean;
	#items: readonly AnyReport[];
	#page: LoadedReports;
	#cursor: Cursor;

	constructor(
		feed: LiveFeed,
		loaded: LoadedReports,
		{ wanted, reload }: { wanted: (report: AnyReport) => boolean; reload: () => void }
	) {
		this.#feed = feed;
		this.#wanted = wanted;
		this.#reload = reload;
		this.#items = $state.raw(loaded.items);
		this.#page = loaded;
		this.#cursor = { epoch: loaded.epoch, seq: loaded.seq };
	}

	/** The newest first. */
	get items(): readonly AnyReport[] {
		return this.#items;
	}

	/** Follows the stream from where the page was read; returns how to stop. */
	start(): () => void {
		const stop = this.#feed.follow({
			batch: (batch) => this.#apply(batch),
			replaced: ({ epoch, seq }) => {
				if (epoch !== this.#cursor.epoch || seq > this.#cursor.seq) this.#reload();
			}
		});
		const missed = this.#feed.since(this.#cursor);
		if (missed === null) this.#reload();
		else for (const batch of missed) this.#apply(batch);
		return stop;
	}

	#apply({ epoch, seq, changes }: Batch): void {
		if (epoch !== this.#cursor.epoch || seq <= this.#cursor.seq) return;
		this.#cursor = { epoch, seq };
		const { first, nextCursor } = this.#page;
		this.#items = withReports(
			{ items: this.#items, first, cut: nextCursor !== null },
			changes,
			this.#wanted
		);
	}
}
