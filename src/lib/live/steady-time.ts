/** Readings are a second apart, or closer: what goes back by less is the clock being trimmed. */
const SET_BACK_MS = 1_000;

/**
 * The time that ages are reckoned by: it goes on with the clock on the wall and never back.
 *
 * The clock alone will not do, since whoever sets it back makes what is old look new, and neither
 * will the browser's monotonic one, which in some stands still while the machine sleeps. So the
 * clock is believed until it falls behind the other. Set forward, it makes everything look old:
 * that is a doubt, and ends with the next word of the server.
 */
export class SteadyTime {
	#clock = Date.now();
	#monotonic = performance.now();
	#setBack = 0;

	now(): number {
		const clock = Date.now();
		const monotonic = performance.now();
		const missing = monotonic - this.#monotonic - (clock - this.#clock);
		if (missing > SET_BACK_MS) this.#setBack += Math.round(missing);
		this.#clock = clock;
		this.#monotonic = monotonic;
		return clock + this.#setBack;
	}
}
