/** A screen that keeps up says so now and then; one whose stream moves, more often. */
const MOVING_MS = 15_000;
const STILL_MS = 180_000;

/**
 * When a television says how it fares without being asked. A report is ten times a pulse, and a
 * hundred televisions that say the same four times a minute cost more than all they are told.
 */
export class ReportPace {
	#saidAt = -Infinity;
	#seq: number | null = null;

	/** Is it time? `seq` is how far the screen is, `now` in milliseconds. */
	isDue(seq: number, now: number): boolean {
		return now - this.#saidAt >= (seq === this.#seq ? STILL_MS : MOVING_MS);
	}

	said(seq: number, now: number): void {
		this.#seq = seq;
		this.#saidAt = now;
	}
}
