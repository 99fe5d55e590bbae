import { DomainError, isDomainError } from '#lib/domain/errors.ts';

/** Milliseconds. */
interface Patience {
	/** How long one waits while nobody's work gets done. */
	readonly stuck: number;
	/** How long one waits at most, however much gets done. */
	readonly longest: number;
}

/**
 * Lets so many work at the same time; the others wait, first come, first served. A crowd is
 * waited out as long as it moves; a database that answers nobody is told as such soon.
 */
export class Turns {
	#free: number;
	readonly #patience: Patience;
	readonly #waiting = new Set<() => void>();
	#lastDone = performance.now();

	constructor(atOnce: number, patience: Patience) {
		this.#free = atOnce;
		this.#patience = patience;
	}

	/** Runs the work once its turn has come. Throws `unavailable` when that takes too long. */
	async take<T>(work: () => Promise<T>): Promise<T> {
		if (this.#free > 0) this.#free--;
		else await this.#wait();
		try {
			const result = await work();
			this.#lastDone = performance.now();
			return result;
		} catch (error) {
			// A refusal by the rules is work done; one for want of an answer is not.
			if (!isDomainError(error) || error.code !== 'unavailable') this.#lastDone = performance.now();
			throw error;
		} finally {
			this.#passOn();
		}
	}

	/** Has anybody got something done since a moment of `performance.now()`? */
	movedSince(moment: number): boolean {
		return this.#lastDone > moment;
	}

	#wait(): Promise<void> {
		const { stuck, longest } = this.#patience;
		const since = performance.now();
		return new Promise((resolve, reject) => {
			const turn = () => {
				clearTimeout(late);
				resolve();
			};
			const lookAgain = () => {
				const now = performance.now();
				const left = Math.min(Math.max(since, this.#lastDone) + stuck - now, since + longest - now);
				if (left > 0) {
					late = setTimeout(lookAgain, left);
					return;
				}
				this.#waiting.delete(turn);
				reject(new DomainError('unavailable', { retryAfter: 2, message: 'no turn in time' }));
			};
			let late = setTimeout(lookAgain, stuck);
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
