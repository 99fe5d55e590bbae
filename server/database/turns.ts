import { DomainError } from '#lib/domain/errors.ts';

/** Lets so many work at the same time; the others wait, first come, first served, but not for long. */
export class Turns {
	#free: number;
	readonly #patienceMs: number;
	readonly #waiting = new Set<() => void>();

	constructor(atOnce: number, patienceMs: number) {
		this.#free = atOnce;
		this.#patienceMs = patienceMs;
	}

	/**
	 * Runs the work once its turn has come, and tells it how many milliseconds that took. Throws
	 * `unavailable` when it takes too long.
	 */
	async take<T>(work: (waitedMs: number) => Promise<T>): Promise<T> {
		const since = performance.now();
		if (this.#free > 0) this.#free--;
		else await this.#wait();
		try {
			return await work(performance.now() - since);
		} finally {
			this.#passOn();
		}
	}

	#wait(): Promise<void> {
		return new Promise((resolve, reject) => {
			const turn = () => {
				clearTimeout(late);
				resolve();
			};
			const late = setTimeout(() => {
				this.#waiting.delete(turn);
				reject(new DomainError('unavailable', { retryAfter: 2, message: 'no turn in time' }));
			}, this.#patienceMs);
			this.#waiting.add(turn);
		});
	}

	/** The turn goes to whoever waits longest, or is free again. */
	#passOn(): void {
		const [next] = this.#waiting;
		if (!next) {
			this.#free++;
			return;
		}
		this.#waiting.delete(next);
		next();
	}
}
