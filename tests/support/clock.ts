/** A clock that stands still until it is wound forward. */
export class TestClock {
	#now: number;

	constructor(start: string | number) {
		this.#now = new Date(start).getTime();
	}

	readonly now = (): number => this.#now;

	/** Winds the clock by so many milliseconds; below zero it jumps back. */
	advance(ms: number): void {
		this.#now += ms;
	}

	set(moment: string | number): void {
		this.#now = new Date(moment).getTime();
	}
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
