import type { Snapshot } from '#lib/domain/live.ts';
import type { Cursor } from './transport.ts';

/** What the server has told of the stream itself, against which all that it sends is held. */
export class Announced {
	/** The newest it has told of in that history: a node that lags takes nothing back. */
	#newest = 0;
	/** Where the stream stood when the connection was greeted, and in which history. */
	#greeted: Cursor | null = null;

	/** The history it was greeted with, null before that. */
	get epoch(): string | null {
		return this.#greeted?.epoch ?? null;
	}

	greeted({ epoch, seq }: Cursor): void {
		this.#greeted = { epoch, seq };
		this.#newest = seq;
	}

	newest(seq: number): void {
		this.#newest = seq;
	}

	/** Another connection takes nothing over from this one. */
	forget(): void {
		this.#newest = 0;
		this.#greeted = null;
	}

	/**
	 * Where a backup was put back, a node may answer with the old history for a moment after another
	 * one has greeted with the new: what it tells is not true any more.
	 */
	isOfHistory({ epoch }: Pick<Cursor, 'epoch'>): boolean {
		return this.#greeted === null || epoch === this.#greeted.epoch;
	}

	/** Nothing that was announced is missing there. */
	isReached(cursor: Cursor | null): boolean {
		return cursor !== null && this.isOfHistory(cursor) && cursor.seq >= this.#newest;
	}

	/** One from before the greeting, or before what is shown, is a late copy: it would take back. */
	isLate({ epoch, seq }: Pick<Snapshot, 'epoch' | 'seq'>, shown: Cursor | null): boolean {
		return [shown, this.#greeted].some((known) => known?.epoch === epoch && seq < known.seq);
	}
}
