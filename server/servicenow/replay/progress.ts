import type { Writable } from 'node:stream';

/** Where progress is told: a bar on a terminal, a line now and then elsewhere. */
export interface ProgressSink {
	readonly stream: Writable & { readonly isTTY?: boolean };
	readonly now: () => number;
}

const WIDTH = 30;
const BAR_EVERY_MS = 100;
const LINE_EVERY_MS = 5_000;

/** Tells how far a long job has come. */
export class Progress {
	readonly #sink: ProgressSink;
	readonly #startedAt: number;
	#toldAt: number;
	#drawn = false;

	constructor(sink: ProgressSink) {
		this.#sink = sink;
		this.#startedAt = sink.now();
		this.#toldAt = this.#startedAt;
	}

	update(done: number, total: number): void {
		const { stream, now } = this.#sink;
		const at = now();
		const every = stream.isTTY ? BAR_EVERY_MS : LINE_EVERY_MS;
		if (at - this.#toldAt < every && done < total) return;
		this.#toldAt = at;
		const share = total === 0 ? 1 : done / total;
		const seconds = (at - this.#startedAt) / 1000;
		const perSecond = seconds > 0 ? Math.round(done / seconds) : 0;
		const text = `${Math.floor(share * 100)} %  ${done} of ${total}  ${perSecond}/s`;
		if (stream.isTTY) {
			const filled = Math.round(share * WIDTH);
			stream.write(`\r\x1b[K[${'█'.repeat(filled)}${'·'.repeat(WIDTH - filled)}] ${text}`);
			this.#drawn = true;
		} else stream.write(`${text}\n`);
	}

	/** Leaves the line of the bar, so that what follows is not written over it. */
	end(): void {
		if (this.#drawn) this.#sink.stream.write('\n');
		this.#drawn = false;
	}
}
