import { connect, type Socket } from 'node:net';
import { clock, serve } from './processes.ts';

export type PageReaders = {
	/** Asks for one page over kept connections, each as soon as it has its answer. */
	read(question: {
		readonly port: number;
		readonly path: string;
		readonly connections: number;
		readonly ms: number;
	}): Promise<{ readonly perSecond: number; readonly latencies: Float64Array }>;
	/** Asks once over so many connections at the same moment. */
	burst(question: {
		readonly port: number;
		readonly path: string;
		readonly connections: number;
	}): Promise<void>;
	/** The page's bytes, as they come to whoever takes nothing packed. */
	fetch(question: { readonly port: number; readonly path: string }): Promise<Uint8Array>;
};

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * A connection that speaks just enough HTTP: what reads the answers must not cost more than what
 * gives them.
 */
class Reader {
	readonly #tcp: Socket;
	readonly #request: string;
	#head: Buffer | null = null;
	#left = 0;
	#answered: () => void = () => undefined;
	#failed: (error: Error) => void = () => undefined;

	constructor(port: number, path: string) {
		this.#request = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n`;
		this.#tcp = connect({ port, host: '127.0.0.1', noDelay: true });
		this.#tcp.on('data', (chunk) => this.#take(chunk));
		this.#tcp.on('error', (error) => this.#failed(error));
	}

	ready(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#tcp.once('connect', resolve);
			this.#failed = reject;
		});
	}

	/** One question and its whole answer. */
	ask(): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#answered = resolve;
			this.#failed = reject;
			this.#tcp.write(this.#request);
		});
	}

	close(): void {
		this.#tcp.destroy();
	}

	#take(chunk: Buffer): void {
		if (this.#left > 0) return this.#count(chunk.length);
		const bytes = this.#head ? Buffer.concat([this.#head, chunk]) : chunk;
		const end = bytes.indexOf(END_OF_HEAD);
		if (end < 0) {
			this.#head = bytes;
			return;
		}
		this.#head = null;
		const head = bytes.toString('latin1', 0, end);
		const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
		if (!head.startsWith('HTTP/1.1 200 ') || length === undefined)
			return this.#failed(new Error(`an answer that is none: ${head.slice(0, 200)}`));
		this.#left = Number(length);
		this.#count(bytes.length - end - END_OF_HEAD.length);
	}

	#count(bytes: number): void {
		this.#left -= bytes;
		if (this.#left === 0) this.#answered();
	}
}

async function withReaders<T>(
	{ port, path, connections }: { port: number; path: string; connections: number },
	action: (readers: readonly Reader[]) => Promise<T>
): Promise<T> {
	const readers = Array.from({ length: connections }, () => new Reader(port, path));
	try {
		await Promise.all(readers.map((reader) => reader.ready()));
		return await action(readers);
	} finally {
		for (const reader of readers) reader.close();
	}
}

const worker: PageReaders = {
	read: ({ ms, ...question }) =>
		withReaders(question, async (readers) => {
			const latencies: number[] = [];
			const began = clock();
			const until = began + ms;
			await Promise.all(
				readers.map(async (reader) => {
					for (let at = clock(); at < until;) {
						await reader.ask();
						const now = clock();
						latencies.push(now - at);
						at = now;
					}
				})
			);
			const seconds = (clock() - began) / 1_000;
			return {
				perSecond: latencies.length / seconds,
				latencies: Float64Array.from(latencies)
			};
		}),
	burst: (question) =>
		withReaders(question, async (readers) => {
			await Promise.all(readers.map((reader) => reader.ask()));
		}),
	async fetch({ port, path }) {
		const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
			headers: { accept: 'text/html', 'accept-encoding': 'identity' }
		});
		if (answer.status !== 200) throw new Error(`${path}: status ${answer.status}`);
		return new Uint8Array(await answer.arrayBuffer());
	}
};

serve(worker);
