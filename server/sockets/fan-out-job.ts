import { isClear, type FanOutSocket, type Lanes } from './lanes.ts';
import type { PreparedMessage } from './prepared-message.ts';

/** What one broadcast cost, told when its last recipient was served. Times are `performance.now()`. */
export interface FanOutReport {
	readonly recipients: number;
	/** Written straight to the TCP socket. */
	readonly direct: number;
	/** Handed to engine.io, because something was waiting there already. */
	readonly ordinary: number;
	/** Gone or closing by the time their turn came. */
	readonly skipped: number;
	readonly frameBytes: number;
	readonly calledAt: number;
	readonly finishedAt: number;
}

/** One broadcast on its way. */
export class FanOutJob {
	readonly #lanes: Lanes;
	readonly #message: PreparedMessage;
	readonly #calledAt = performance.now();
	#next = 0;
	#direct = 0;
	#ordinary = 0;
	#skipped = 0;

	constructor(lanes: Lanes, message: PreparedMessage) {
		this.#lanes = lanes;
		this.#message = message;
	}

	/** Recipients that were not served yet. */
	get pending(): number {
		return this.#lanes.sockets.length - this.#next;
	}

	/** Serves so many more at most, but for those that are gone; returns how many. */
	deliver(limit: number, gone: ReadonlySet<FanOutSocket>): number {
		const { sockets, transports, raws } = this.#lanes;
		const { packets, options, frame } = this.#message;
		const from = this.#next;
		const to = Math.min(from + limit, sockets.length);
		while (this.#next < to) {
			const index = this.#next;
			this.#next += 1;
			const socket = sockets[index];
			const transport = transports[index];
			const raw = raws[index] ?? null;
			if (socket === undefined || (gone.size > 0 && gone.has(socket))) {
				this.#skipped += 1;
			} else if (transport !== undefined && raw !== null && isClear(transport, raw)) {
				raw.write(frame);
				this.#direct += 1;
			} else {
				socket.client.writeToEngine(packets, options);
				this.#ordinary += 1;
			}
		}
		return to - from;
	}

	report(): FanOutReport {
		return {
			recipients: this.#lanes.sockets.length,
			direct: this.#direct,
			ordinary: this.#ordinary,
			skipped: this.#skipped,
			frameBytes: this.#message.frame.length,
			calledAt: this.#calledAt,
			finishedAt: performance.now()
		};
	}
}
