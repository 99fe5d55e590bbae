import type { Whispers } from '#server/database/database.ts';

/** A database between nodes that may be made to lose what they whisper. */
export class Wire {
	readonly #listeners = new Set<(text: string) => void>();
	readonly told: string[] = [];
	cut = false;

	/** How one node whispers, and hears all of them. */
	whispers(): Whispers {
		return {
			tell: (text) => {
				if (this.cut) return;
				this.told.push(text);
				for (const listener of this.#listeners) listener(text);
			},
			listen: (listener) => {
				this.#listeners.add(listener);
				return () => this.#listeners.delete(listener);
			}
		};
	}
}
