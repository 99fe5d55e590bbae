import { IDENTIFY_MS } from '#lib/domain/screen.ts';

/**
 * Screens that were told to show their name while no socket of theirs was here to hear it: between
 * two connections, as after a change of board. They are told when they come, if it is soon enough
 * for whoever stands before them to be waiting still.
 */
export class UnheardNaming {
	readonly #told = new Map<number, number>();
	readonly #steady: () => number;

	/** `steady`: milliseconds that nobody sets. */
	constructor(steady: () => number = () => performance.now()) {
		this.#steady = steady;
	}

	/** Nobody heard that this screen is to show its name. */
	missed(id: number): void {
		const now = this.#steady();
		// Oldest first: those that will not come in time any more must not pile up.
		for (const [screen, at] of this.#told) {
			if (now - at < IDENTIFY_MS) break;
			this.#told.delete(screen);
		}
		this.#told.delete(id);
		this.#told.set(id, now);
	}

	/** True once, for a screen that comes in time to show its name still. */
	takes(id: number): boolean {
		const at = this.#told.get(id);
		this.#told.delete(id);
		return at !== undefined && this.#steady() - at < IDENTIFY_MS;
	}
}
