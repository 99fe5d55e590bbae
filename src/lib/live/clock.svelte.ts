import { SteadyTime } from './steady-time.ts';

/** A timer that woke this much too late slept with the machine, or the clock was set. */
const GAP_MS = 5_000;

/**
 * The server's time in the browser, one tick a second for the whole page.
 *
 * During SSR and hydration it stands at the moment and in the zone the server rendered with, so
 * that both sides write the same text; `start()` sets it going in the viewer's own zone.
 */
export class Clock {
	/** What ages are reckoned by: unlike the server's time it is put right by nobody. */
	readonly steady = new SteadyTime();
	#now = $state(0);
	#ticked = $state(this.steady.now());
	#zone = $state('UTC');
	#offset = 0;
	#listeners = new Set<(gap: boolean) => void>();

	constructor(now: number, zone: string) {
		this.#now = now;
		this.#zone = zone;
	}

	/** The server's time at the last tick, in milliseconds. */
	get now(): number {
		return this.#now;
	}

	/** The steady time at the last tick. */
	get ticked(): number {
		return this.#ticked;
	}

	/** The zone times are shown in. */
	get zone(): string {
		return this.#zone;
	}

	/** The server's time this very moment. */
	exact(): number {
		return this.steady.now() + this.#offset;
	}

	/** Takes the server's time from a message that has just come in. */
	adjust(serverNow: number): void {
		if (Number.isFinite(serverNow)) this.#offset = serverNow - this.steady.now();
	}

	/** Is called at each tick; `gap` tells that time was lost since the last one. */
	onTick(listener: (gap: boolean) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Sets the clock going. A wall keeps the zone of the installation. */
	start({ ownZone = true } = {}): () => void {
		if (ownZone) this.#zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
		let timer: ReturnType<typeof setTimeout>;
		let expected = Date.now();
		const tick = () => {
			const late = Math.abs(Date.now() - expected);
			this.#ticked = this.steady.now();
			this.#now = this.exact();
			for (const listener of this.#listeners) listener(late > GAP_MS);
			// Aligned to the server's full seconds, so that it never drifts away from them.
			const wait = 1000 - (this.exact() % 1000) || 1000;
			expected = Date.now() + wait;
			timer = setTimeout(tick, wait);
		};
		tick();
		return () => clearTimeout(timer);
	}
}
