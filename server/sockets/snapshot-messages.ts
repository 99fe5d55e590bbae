import type { Audience } from '#lib/domain/audience.ts';
import { prepareMessage, type PreparedMessage } from './prepared-message.ts';

/** A snapshot tells the time it was written at, so that none is handed out for longer. */
const KEPT_MS = 500;

/** Snapshots as messages, one for all of an audience: thousands may ask within a second. */
export class SnapshotMessages {
	readonly #json: (audience: Audience) => Promise<string>;
	#kept = new Map<Audience, Promise<PreparedMessage>>();
	#ready = new Map<Audience, PreparedMessage>();
	#since = -Infinity;

	/** `json` is what `GET /api/v1/live` answers. */
	constructor(json: (audience: Audience) => Promise<string>) {
		this.#json = json;
	}

	/** Forgets what is older than the state. */
	moved(): void {
		this.#kept = new Map();
		this.#ready = new Map();
	}

	/** The message, if it is at hand this very moment. */
	ready(audience: Audience): PreparedMessage | null {
		this.#age();
		return this.#ready.get(audience) ?? null;
	}

	of(audience: Audience): Promise<PreparedMessage> {
		this.#age();
		const kept = this.#kept.get(audience) ?? this.#prepare(audience);
		this.#kept.set(audience, kept);
		return kept;
	}

	#age(): void {
		const now = performance.now();
		if (now - this.#since <= KEPT_MS) return;
		this.moved();
		this.#since = now;
	}

	async #prepare(audience: Audience): Promise<PreparedMessage> {
		const ready = this.#ready;
		const message = prepareMessage('snapshot', await this.#json(audience));
		ready.set(audience, message);
		return message;
	}
}
