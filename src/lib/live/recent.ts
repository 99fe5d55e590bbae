import type { Batch } from '#lib/domain/live.ts';

/** How much is remembered: a wall runs for months, and a batch may hold hundreds of changes. */
const MOST_BATCHES = 200;
const MOST_CHANGES = 600;
const MOST_ROWS = 300;

/** The last batches applied to a snapshot, without a gap between them. */
export class RecentBatches {
	#batches: Batch[] = [];
	#changes = 0;
	/**
	 * Everything after this seq is here. Not the place before the first batch: a common one reaches
	 * back behind what was for one client alone, and that may have come with the snapshot.
	 */
	#from = Infinity;

	add(batch: Batch): void {
		this.#batches.push(batch);
		this.#changes += batch.changes.length;
		while (this.#batches.length > MOST_BATCHES || this.#changes > MOST_CHANGES) {
			const oldest = this.#batches.shift();
			if (!oldest) break;
			this.#changes -= oldest.changes.length;
			this.#from = Math.max(this.#from, oldest.seq);
		}
	}

	/** Begins anew behind a snapshot. */
	begin(seq: number): void {
		this.#batches = [];
		this.#changes = 0;
		this.#from = seq;
	}

	/** Everything after a seq, or null when the memory does not reach back so far. */
	since(seq: number): readonly Batch[] | null {
		if (seq < this.#from) return null;
		return this.#batches.filter((batch) => batch.seq > seq);
	}
}

/** When which row last changed; the oldest are forgotten. */
export class ChangedRows {
	#times = new Map<string, number>();

	mark(kind: string, id: string | number, at: number): void {
		const key = `${kind}:${id}`;
		this.#times.delete(key);
		this.#times.set(key, at);
		if (this.#times.size > MOST_ROWS) {
			const oldest = this.#times.keys().next();
			if (!oldest.done) this.#times.delete(oldest.value);
		}
	}

	at(kind: string, id: string | number): number | undefined {
		return this.#times.get(`${kind}:${id}`);
	}

	clear(): void {
		this.#times.clear();
	}
}
