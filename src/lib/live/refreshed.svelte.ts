/** After a failure the pause grows with each further one, up to this. */
const LONGEST_PAUSE_MS = 60_000;

/** Fetched again so much later than wanted, data are called old. */
const OLD_MS = 20_000;

export interface RefreshedOptions<T> {
	/** Reads the data anew; rejects when they cannot be had. */
	readonly fetch: (signal: AbortSignal) => Promise<T>;
	/** The server's time now, in milliseconds. */
	readonly now: () => number;
	/** The least time between two requests, in milliseconds. */
	readonly pause: number;
	/** Spreads the requests of many screens that hear of the same change. */
	readonly random: () => number;
	/** Runs something later; returns how to call it off. */
	readonly later: (ms: number, then: () => void) => () => void;
}

/**
 * What the stream does not carry and yet changes with it: a chart, for instance. However often
 * it is told that something has changed, one request at most is under way and a pause lies
 * between two; the last change is never left out. A failure keeps what is there and tries again.
 */
export class Refreshed<T> {
	#options: RefreshedOptions<T>;
	#value: T;
	#at: number;
	#outdatedSince = $state<number | null>(null);
	#again = false;
	#failures = 0;
	#flight: AbortController | null = null;
	#cancel: (() => void) | null = null;
	#finishedAt = -Infinity;
	#stopped = false;

	constructor(loaded: T, options: RefreshedOptions<T>) {
		this.#options = options;
		this.#value = $state.raw(loaded);
		this.#at = $state(options.now());
	}

	/** The newest data there are. */
	get value(): T {
		return this.#value;
	}

	/** The server's time at which they were read. */
	get at(): number {
		return this.#at;
	}

	/** They are known to be out of date for long, because newer ones cannot be had. */
	isOld(now: number): boolean {
		const since = this.#outdatedSince;
		return since !== null && now - since > Math.max(OLD_MS, 2 * this.#options.pause);
	}

	/** Something has changed: newer data are wanted. */
	touch(): void {
		if (this.#stopped) return;
		this.#outdatedSince ??= this.#options.now();
		if (this.#flight) this.#again = true;
		else this.#schedule();
	}

	/** Reads at once what did not come with the page: nobody is to look at an empty frame. */
	load(): void {
		if (this.#stopped || this.#flight) return;
		this.#call();
		this.#outdatedSince ??= this.#options.now();
		void this.#fetch();
	}

	/**
	 * Takes data that came with a page; what is under way was asked for another one. The page may
	 * have been read before the change that newer data are owed for: they still are.
	 */
	adopt(loaded: T): void {
		const owed = this.#outdatedSince !== null;
		this.#call();
		this.#value = loaded;
		this.#at = this.#options.now();
		this.#outdatedSince = null;
		this.#failures = 0;
		if (owed) this.touch();
	}

	/** Ends it for good; nothing is under way afterwards. */
	stop(): void {
		this.#stopped = true;
		this.#call();
	}

	/** Calls off what is under way or planned. */
	#call(): void {
		this.#flight?.abort();
		this.#flight = null;
		this.#cancel?.();
		this.#cancel = null;
		this.#again = false;
	}

	#schedule(): void {
		if (this.#cancel) return;
		const { pause, random, now, later } = this.#options;
		const wait = Math.min(pause * 2 ** this.#failures, LONGEST_PAUSE_MS);
		const left = Math.max(0, this.#finishedAt + wait - now());
		// At least a breath, in which more changes of the same moment come together.
		const spread = (0.1 + 0.4 * random()) * pause;
		this.#cancel = later(Math.min(left + spread, LONGEST_PAUSE_MS), () => {
			this.#cancel = null;
			void this.#fetch();
		});
	}

	async #fetch(): Promise<void> {
		const flight = new AbortController();
		this.#flight = flight;
		this.#again = false;
		const startedAt = this.#options.now();
		try {
			const value = await this.#options.fetch(flight.signal);
			if (this.#flight !== flight) return;
			this.#value = value;
			this.#at = startedAt;
			this.#failures = 0;
			this.#outdatedSince = this.#again ? startedAt : null;
		} catch {
			if (this.#flight !== flight) return;
			this.#failures += 1;
			this.#again = true;
		}
		this.#flight = null;
		this.#finishedAt = this.#options.now();
		if (this.#again) this.#schedule();
	}
}

/** How long an answer is waited for. */
const PATIENCE_MS = 15_000;

/** Reads JSON from an address of this site; rejects unless it is answered with it in time. */
export async function fetchJson<T>(address: string, signal: AbortSignal): Promise<T> {
	const answer = await fetch(address, {
		headers: { accept: 'application/json' },
		cache: 'no-store',
		signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
	});
	if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
	return answer.json();
}

/** Runs something later by the browser's own timer; returns how to call it off. */
export function later(ms: number, then: () => void): () => void {
	const timer = setTimeout(then, ms);
	return () => clearTimeout(timer);
}
