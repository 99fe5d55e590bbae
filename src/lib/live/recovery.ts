import type { Snapshot } from '#lib/domain/live.ts';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** A snapshot that was announced and does not come within so long is fetched after all. */
const EXPECTED_WITHIN_MS = 5_000;

export interface RecoveryOptions {
	/** Fetches `GET /api/v1/live`; rejects when it cannot be had now. */
	readonly snapshot: () => Promise<Snapshot>;
	/** Calls back later; returns how to call it off. */
	readonly later: (ms: number, then: () => void) => () => void;
	readonly random: () => number;
}

/** Fetches a new snapshot once, however many ask, and for as long as it takes. */
export class Recovery {
	#options: RecoveryOptions;
	#believes: (snapshot: Snapshot) => boolean;
	#done: (snapshot: Snapshot) => void;
	#running = false;
	#expecting = false;
	#outdated = false;
	#attempt = 0;
	#run = 0;
	#cancel: () => void = () => undefined;

	/** What is not believed is fetched once more, a little later, as if it could not be had. */
	constructor(
		options: RecoveryOptions,
		believes: (snapshot: Snapshot) => boolean,
		done: (snapshot: Snapshot) => void
	) {
		this.#options = options;
		this.#believes = believes;
		this.#done = done;
	}

	/** Fetches, unless that is being done already. */
	start(): void {
		if (this.#running && !this.#expecting) return;
		this.#begin(false);
		this.#fetch(this.#run);
	}

	/** A snapshot comes over the connection: it is fetched only if it does not. */
	expect(): void {
		this.#begin(true);
		this.#cancel = this.#options.later(EXPECTED_WITHIN_MS, () => {
			this.#cancel = () => undefined;
			this.start();
		});
	}

	/** The snapshot that was expected has come. */
	came(snapshot: Snapshot): void {
		if (!this.#expecting) return;
		this.stop();
		this.#done(snapshot);
	}

	#begin(expecting: boolean): void {
		this.stop();
		this.#running = true;
		this.#expecting = expecting;
		this.#attempt = 0;
	}

	/** What is being fetched was read before something that must be in it: fetch once more. */
	invalidate(): void {
		this.#outdated = true;
	}

	stop(): void {
		this.#running = false;
		this.#expecting = false;
		this.#run += 1;
		this.#cancel();
		this.#cancel = () => undefined;
	}

	#fetch(run: number): void {
		this.#outdated = false;
		this.#options.snapshot().then(
			(snapshot) => {
				if (run !== this.#run) return;
				if (this.#outdated) return this.#fetch(run);
				if (!this.#believes(snapshot)) return this.#fetchLater(run);
				this.#running = false;
				this.#done(snapshot);
			},
			() => {
				if (run === this.#run) this.#fetchLater(run);
			}
		);
	}

	#fetchLater(run: number): void {
		// Full jitter: after an outage everybody asks, but not at the same moment.
		const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#attempt++);
		this.#cancel = this.#options.later(this.#options.random() * most, () => this.#fetch(run));
	}
}
