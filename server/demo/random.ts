/** A source of chance: numbers from 0 up to 1. */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32), so that a demo is the same each time. */
export function seeded(seed: number): Random {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
	};
}

/** A number between two. */
export function between(random: Random, low: number, high: number): number {
	return low + random() * (high - low);
}

/** One of several, each as likely. */
export function pick<T>(random: Random, items: readonly T[]): T {
	const item = items[Math.floor(random() * items.length)];
	if (item === undefined) throw new Error('nothing to pick from');
	return item;
}

/** One of several, by weight. */
export function pickWeighted<T>(
	random: Random,
	items: readonly T[],
	weight: (item: T) => number
): T {
	const total = items.reduce((sum, item) => sum + weight(item), 0);
	let left = random() * total;
	for (const item of items) {
		left -= weight(item);
		if (left < 0) return item;
	}
	return pick(random, items);
}

/** Durations of people's work: mostly about the median, now and then far longer. */
export function lognormal(random: Random, median: number, sigma: number): number {
	const gauss = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
	return median * Math.exp(sigma * gauss);
}

/** Deals everything once, in random order, before anything comes a second time. */
export class Deck<T> {
	readonly #items: readonly T[];
	readonly #random: Random;
	#left: T[] = [];

	constructor(items: readonly T[], random: Random) {
		this.#items = items;
		this.#random = random;
	}

	/** The next card that suits, or any card when none of the whole deck does. */
	deal(suits: (item: T) => boolean = () => true): T {
		if (!this.#left.some(suits)) {
			const kept = new Set(this.#left);
			this.#left = [...this.#left, ...this.#shuffled().filter((item) => !kept.has(item))];
		}
		const at = Math.max(0, this.#left.findIndex(suits));
		const [item] = this.#left.splice(at, 1);
		if (item === undefined) throw new Error('the deck is empty');
		return item;
	}

	#shuffled(): T[] {
		const items = [...this.#items];
		for (let last = items.length - 1; last > 0; last -= 1) {
			const other = Math.floor(this.#random() * (last + 1));
			const a = items[last];
			const b = items[other];
			if (a !== undefined && b !== undefined) {
				items[last] = b;
				items[other] = a;
			}
		}
		return items;
	}
}
