import type { Clock } from './clock.svelte.ts';

/** Data older than this are no longer shown as live: with the tick of the clock, within ten seconds. */
export const LATE_MS = 9_000;

/** What the lamp shows. */
export type LinkState = 'waiting' | 'live' | 'recovering' | 'late';

/** One moment by both clocks: ages are reckoned by the one, times shown by the other. */
interface Moment {
	readonly at: number;
	readonly serverTime: number;
}

/** How long ago what is shown was last known to be true. */
export class Truth {
	#proven = $state.raw<Moment | null>(null);
	#snapshotAt = $state<number | null>(null);
	#adoptedAt = Infinity;

	/** The server's time up to which the state is known to be true. */
	get dataAt(): number | null {
		return this.#proven?.serverTime ?? this.#snapshotAt;
	}

	/** A snapshot was taken that was read then, by the server's time. */
	taken(snapshotAt: number): void {
		this.#snapshotAt = snapshotAt;
	}

	/** It is the one that a page came with. */
	adopted(at: number): void {
		this.#adoptedAt = at;
	}

	/** The server has shown that nothing is missing. */
	proven(at: number, serverTime: number): void {
		this.#proven = { at, serverTime };
	}

	/** How old the state is at the last tick of a clock, in milliseconds. */
	age({ ticked, now }: Pick<Clock, 'ticked' | 'now'>): number {
		if (this.#proven) return Math.max(0, ticked - this.#proven.at);
		// A page may have lain in the browser's memory for long before it was shown.
		return Math.max(0, ticked - this.#adoptedAt, now - (this.#snapshotAt ?? now));
	}

	/** What the lamp shows at a tick of the steady time. */
	link(ticked: number, recovering: boolean): LinkState {
		if (this.#proven === null) return ticked - this.#adoptedAt >= LATE_MS ? 'late' : 'waiting';
		if (ticked - this.#proven.at >= LATE_MS) return 'late';
		return recovering ? 'recovering' : 'live';
	}
}
