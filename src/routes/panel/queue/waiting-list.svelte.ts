/** A row to be drawn. */
export interface Row<T> {
	readonly key: string;
	readonly item: T;
	/** It no longer belongs here; it keeps its place while the list is held. */
	readonly gone: boolean;
}

/**
 * A live list to work from. What is new waits until it is asked for; while the list is held
 * (a pointer or the keyboard is on it) no row moves, and one that has left stays, greyed.
 */
export class WaitingList<T> {
	#items: () => readonly T[];
	#key: (item: T) => string;
	#newest: (key: string) => T | undefined;
	/** Keys that may be shown; null before the page has come alive. */
	#admitted = $state.raw<ReadonlySet<string> | null>(null);
	#held = $state.raw<readonly Row<T>[] | null>(null);
	#free = $derived.by(() => this.#settled());
	#rows = $derived.by(() => (this.#held === null ? this.#free : this.#inPlace(this.#held)));
	#fresh = $derived.by(() => this.#countFresh());

	/** `newest` finds an item that has left the list in the form it has now. */
	constructor(
		items: () => readonly T[],
		key: (item: T) => string,
		newest: (key: string) => T | undefined
	) {
		this.#items = items;
		this.#key = key;
		this.#newest = newest;
	}

	get rows(): readonly Row<T>[] {
		return this.#rows;
	}

	/** How many wait to be shown. */
	get fresh(): number {
		return this.#fresh;
	}

	/** Shows everything there is, in its order. */
	admit(): void {
		this.#admitted = new Set(this.#items().map(this.#key));
		if (this.#held !== null) this.#held = this.#settled();
	}

	/** The list was read anew: what is in it now need not wait, though a held one stays as it is. */
	takeIn(): void {
		this.#admitted = new Set(this.#items().map(this.#key));
	}

	hold(): void {
		this.#held ??= this.#free;
	}

	release(): void {
		this.#held = null;
	}

	#settled(): readonly Row<T>[] {
		const items = this.#items();
		const known = this.#known(items);
		// Nothing can move in an empty list: the first to come are shown at once.
		return (known.length > 0 ? known : items).map((item) => ({
			key: this.#key(item),
			item,
			gone: false
		}));
	}

	#known(items: readonly T[]): readonly T[] {
		const admitted = this.#admitted;
		return admitted === null ? items : items.filter((item) => admitted.has(this.#key(item)));
	}

	#inPlace(held: readonly Row<T>[]): readonly Row<T>[] {
		if (held.length === 0) return this.#free;
		const now = new Map(this.#items().map((item) => [this.#key(item), item]));
		return held.map(({ key, item }) => {
			const current = now.get(key);
			return { key, item: current ?? this.#newest(key) ?? item, gone: current === undefined };
		});
	}

	#countFresh(): number {
		const drawn = new Set(this.#rows.map(({ key }) => key));
		return this.#items().filter((item) => !drawn.has(this.#key(item))).length;
	}
}
