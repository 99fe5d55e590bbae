import type { ReadTransaction } from './database.ts';

/** A connection that only reads. */
export interface Reader {
	readonly tx: ReadTransaction;
	begin(): Promise<void>;
	end(): Promise<void>;
	close(): Promise<void>;
}

/** A few lasting readers, each used by one caller at a time; callers wait in order. */
export class ReaderPool {
	readonly #readers: readonly Reader[];
	readonly #idle: Reader[];
	readonly #waiting: ((reader: Reader) => void)[] = [];

	private constructor(readers: readonly Reader[]) {
		this.#readers = readers;
		this.#idle = [...readers];
	}

	/** Opens `size` readers. */
	static async open(size: number, open: () => Promise<Reader>): Promise<ReaderPool> {
		const readers: Reader[] = [];
		for (let made = 0; made < size; made++) readers.push(await open());
		return new ReaderPool(readers);
	}

	/** Everything `work` reads is read at one moment. */
	async use<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> {
		const reader = await this.#take();
		try {
			await reader.begin();
			try {
				return await work(reader.tx);
			} finally {
				await reader.end();
			}
		} finally {
			this.#give(reader);
		}
	}

	/** Waits for those at work, then closes every connection. */
	async close(): Promise<void> {
		for (const reader of this.#readers) {
			const busy = !this.#idle.includes(reader);
			if (busy) await new Promise<void>((resolve) => this.#waiting.push(() => resolve()));
		}
		for (const reader of this.#readers) await reader.close();
	}

	#take(): Promise<Reader> {
		const idle = this.#idle.pop();
		return idle
			? Promise.resolve(idle)
			: new Promise((resolve) => {
					this.#waiting.push(resolve);
				});
	}

	#give(reader: Reader): void {
		const next = this.#waiting.shift();
		if (next) next(reader);
		else this.#idle.push(reader);
	}
}
