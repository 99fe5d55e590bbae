import { performance } from 'node:perf_hooks';

/** Sockets served in one go while somebody else is waiting for the event loop. */
const SHORTEST = 24;

/** Sockets served in one go otherwise: longer ones save next to nothing and hold up who comes. */
const LONGEST = 64;

/**
 * How many sockets to serve before the event loop gets its turn. Short slices cost a tenth more
 * CPU, long ones make a request wait at each of its steps (a query of the database is several); so
 * slices are short only while the loop has events of others to handle.
 */
export class Pace {
	readonly #longest: number;
	#events = 0;

	constructor(longest: number = LONGEST) {
		this.#longest = longest;
	}

	/** The next slice's size; called once a turn of the event loop. */
	next(): number {
		const { events } = performance.nodeTiming.uvMetricsInfo;
		const alone = events === this.#events;
		this.#events = events;
		return alone ? this.#longest : Math.min(this.#longest, SHORTEST);
	}
}
