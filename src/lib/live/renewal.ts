/** A name that a page's data are loaded anew by. */
export type Loaded = `app:${string}`;

/** Least time between two loads; it grows with each further one that is wanted right behind it. */
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 4_000;

/** While the server is away it is asked again after this, up to five times as long. */
const AGAIN_MS = 1_000;

/** A load that takes longer hangs on a link that is dead, or has failed. */
const PATIENCE_MS = 30_000;

export interface RenewalOptions {
	/** The page that is on its way: settles when it has come or was given up. Null when there is none. */
	readonly underWay: () => Promise<unknown> | null;
	/** Which page stands here now. */
	readonly place: () => string;
	/** Whether the server would answer with a page. */
	readonly answers: () => Promise<boolean>;
	/** Loads what goes by these names anew; false when the server was not there after all. */
	readonly load: (names: readonly Loaded[]) => Promise<boolean>;
	/** Runs something later. */
	readonly later: (ms: number, then: () => void) => void;
	readonly random: () => number;
}

/**
 * What stream, timers and forms want to have loaded anew. Kit drops a click whose page is on its
 * way when anything is loaded anew meanwhile, and puts an error page in the place of a page whose
 * data cannot be had: so this waits for both, for as long as it takes. However many ask, one load
 * at most is under way.
 */
export class Renewal {
	readonly #options: RenewalOptions;
	/** Each name with the page that wanted it: another one has been loaded with all its data. */
	readonly #wanted = new Map<Loaded, string>();
	#running = false;
	/** The last page that was waited for: Kit keeps naming one that was given up. */
	#awaited: Promise<unknown> | null = null;

	constructor(options: RenewalOptions) {
		this.#options = options;
	}

	/** Something has changed of what goes by this name. */
	ask(name: Loaded): void {
		this.#wanted.set(name, this.#options.place());
		if (!this.#running) void this.#run();
	}

	async #run(): Promise<void> {
		this.#running = true;
		// All that ask in this very moment are one.
		await Promise.resolve();
		for (let pause = FIRST_PAUSE_MS; this.#wanted.size > 0;) {
			await this.#arrival();
			this.#leaveBehind();
			if (this.#wanted.size === 0) break;
			if (!(await this.#options.answers())) {
				await this.#wait(AGAIN_MS * (1 + 4 * this.#options.random()));
				continue;
			}
			// Somebody may have clicked while the server was asked.
			if (this.#underWay()) continue;
			const loading = [...this.#wanted];
			this.#wanted.clear();
			if (!(await this.#load(loading.map(([name]) => name))))
				for (const [name, place] of loading) this.#wanted.set(name, place);
			await this.#wait(pause);
			pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
		}
		this.#running = false;
	}

	#load(names: readonly Loaded[]): Promise<boolean> {
		return Promise.race([
			this.#options.load(names).catch(() => true),
			this.#wait(PATIENCE_MS).then(() => false)
		]);
	}

	/** Resolves when no page is on its way. */
	async #arrival(): Promise<void> {
		for (let page = this.#underWay(); page; page = this.#underWay()) {
			this.#awaited = page;
			await page.catch(() => undefined);
		}
	}

	#underWay(): Promise<unknown> | null {
		const page = this.#options.underWay();
		return page === this.#awaited ? null : page;
	}

	#leaveBehind(): void {
		const here = this.#options.place();
		for (const [name, place] of this.#wanted) if (place !== here) this.#wanted.delete(name);
	}

	#wait(ms: number): Promise<void> {
		return new Promise((resolve) => this.#options.later(ms, resolve));
	}
}
