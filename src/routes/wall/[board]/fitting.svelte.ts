/**
 * How many rows of a height (rem) fit into a measured box; until it was measured, what usually
 * does. For lists that are never scrolled, because nobody is there to scroll.
 */
export class Fitting {
	height = $state(0);
	readonly #rowRem: number;
	readonly #usual: number;

	constructor(rowRem: number, usual: number) {
		this.#rowRem = rowRem;
		this.#usual = usual;
	}

	get rows(): number {
		if (this.height === 0) return this.#usual;
		const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
		return Math.max(1, Math.floor((this.height + 1) / (rem * this.#rowRem)));
	}
}
