/** An item with the group it stands in. */
export interface Placed<T> {
	readonly key: string;
	readonly group: string;
	readonly item: T;
	/** It has left the list since it was held; it stays as it was, so that nothing moves. */
	readonly gone: boolean;
}

interface Place {
	readonly key: string;
	readonly group: string;
}

/**
 * A live list in which nothing moves under the pointer: while it is held, every item keeps its
 * place and only its contents change; what is new waits to be shown.
 */
export class HeldList<T> {
	#items: () => readonly T[];
	#key: (item: T) => string;
	#group: (item: T) => string;
	#held = $state.raw<readonly Placed<T>[] | null>(null);
	#free = $derived.by(() => this.#items().map((item) => this.#place(item)));
	#shown = $derived.by(() => (this.#held === null ? this.#free : this.#inPlace(this.#held)));
	#fresh = $derived.by(() => this.#countFresh());

	constructor(
		items: () => readonly T[],
		key: (item: T) => string,
		group: (item: T) => string = () => ''
	) {
		this.#items = items;
		this.#key = key;
		this.#group = group;
	}

	/** What is to be drawn, in its order. */
	get shown(): readonly Placed<T>[] {
		return this.#shown;
	}

	/** How many items came since the list is held. */
	get fresh(): number {
		return this.#fresh;
	}

	hold(): void {
		this.#held ??= this.#free;
	}

	release(): void {
		this.#held = null;
	}

	#place(item: T): Placed<T> {
		return { key: this.#key(item), group: this.#group(item), item, gone: false };
	}

	#inPlace(held: readonly Placed<T>[]): readonly Placed<T>[] {
		const now = new Map(this.#items().map((item) => [this.#key(item), item]));
		return held.map(({ key, group, item }: Placed<T>) => {
			const current = now.get(key);
			return { key, group, item: current ?? item, gone: current === undefined };
		});
	}

	#countFresh(): number {
		if (this.#held === null) return 0;
		const held = new Set(this.#held.map(({ key }: Place) => key));
		return this.#items().filter((item) => !held.has(this.#key(item))).length;
	}
}
