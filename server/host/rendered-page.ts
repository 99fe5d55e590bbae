import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse, type OutgoingHttpHeaders } from 'node:http';
import { Socket } from 'node:net';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { PageHandler } from './host.ts';

/** What a page is rendered from, and nothing else: none of its visitors' headers gets in. */
export interface RenderedFrom {
	/** Path and query. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** A page as it was rendered. */
export interface Rendered {
	readonly status: number;
	readonly headers: OutgoingHttpHeaders;
	readonly body: Buffer;
}

/** Headers that Node writes by itself, for each answer anew. */
const OF_CONNECTION = new Set(['connection', 'content-length', 'date', 'transfer-encoding']);

/** Takes down what is written to it instead of sending it. */
class Captured extends ServerResponse {
	readonly done: Promise<Rendered>;
	readonly #chunks: Buffer[] = [];
	#finish: (page: Rendered) => void = () => undefined;
	#fail: (error: Error) => void = () => undefined;

	constructor(request: IncomingMessage) {
		super(request);
		this.done = new Promise((resolve, reject) => {
			this.#finish = resolve;
			this.#fail = reject;
		});
	}

	override write(chunk: unknown): boolean {
		if (typeof chunk === 'string') this.#chunks.push(Buffer.from(chunk));
		else if (chunk instanceof Uint8Array) this.#chunks.push(Buffer.from(chunk));
		return true;
	}

	override end(chunk?: unknown): this {
		this.write(chunk);
		const headers: OutgoingHttpHeaders = {};
		for (const [name, value] of Object.entries(this.getHeaders()))
			if (!OF_CONNECTION.has(name)) headers[name] = value;
		this.#finish({ status: this.statusCode, headers, body: Buffer.concat(this.#chunks) });
		return this;
	}

	override destroy(error?: Error): this {
		this.#fail(error ?? new Error('the page broke off'));
		return this;
	}
}

/** Renders a page with a request of our own making. */
export function renderPage(pages: PageHandler, from: RenderedFrom): Promise<Rendered> {
	const request = new IncomingMessage(new Socket());
	request.method = 'GET';
	request.url = from.url;
	request.headers = { ...from.headers };
	const response = new Captured(request);
	pages(request, response, (error) => {
		if (error) response.destroy(error instanceof Error ? error : new Error(String(error)));
		else {
			response.statusCode = 404;
			response.end();
		}
	});
	return response.done;
}

export type Encoding = 'br' | 'gzip';

const compressors = { br: promisify(brotliCompress), gzip: promisify(gzip) } as const;

/** Quality at which a page of 40 kB costs about a millisecond of another thread. */
const BROTLI_QUALITY = 5;

/** A page that is kept, with the point of the stream and the time it was begun at. */
export class KeptPage {
	readonly point: string;
	/** Milliseconds of the portal's clock. */
	readonly at: number;
	readonly tag: string;
	readonly body: Buffer;
	/** Names and values in turn, as `writeHead` takes them. */
	readonly headers: readonly string[];
	readonly #encoded = new Map<Encoding, Promise<Buffer>>();

	constructor(page: Rendered, begun: { point: string; at: number }, more: readonly string[]) {
		this.point = begun.point;
		this.at = begun.at;
		this.body = page.body;
		const hash = createHash('sha256').update(page.body).digest('base64url').slice(0, 22);
		// Weak: the bytes differ by their encoding, what they say does not.
		this.tag = `W/"${hash}"`;
		const own = Object.entries({ ...page.headers, etag: this.tag });
		this.headers = [
			...own.flatMap(([name, value]) => [name, String(value)]),
			...more,
			'vary',
			'accept-encoding, cookie'
		];
	}

	/** Bytes of memory, encoded forms included, roughly. */
	get bytes(): number {
		return 2 * this.body.length;
	}

	/** Compressed once, off the event loop, however many ask. */
	encoded(encoding: Encoding): Promise<Buffer> {
		let encoded = this.#encoded.get(encoding);
		if (!encoded) {
			encoded =
				encoding === 'br'
					? compressors.br(this.body, {
							params: {
								[constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
								[constants.BROTLI_PARAM_SIZE_HINT]: this.body.length
							}
						})
					: compressors.gzip(this.body);
			this.#encoded.set(encoding, encoded);
		}
		return encoded;
	}
}

/** Kept pages up to so many bytes; what was asked for longest ago goes first. */
export class Shelf {
	readonly #room: number;
	readonly #pages = new Map<string, KeptPage>();
	#bytes = 0;

	constructor(bytes: number) {
		this.#room = bytes;
	}

	get bytes(): number {
		return this.#bytes;
	}

	get(key: string): KeptPage | undefined {
		const page = this.#pages.get(key);
		if (page) {
			this.#pages.delete(key);
			this.#pages.set(key, page);
		}
		return page;
	}

	put(key: string, page: KeptPage): void {
		this.#remove(key);
		if (page.bytes > this.#room) return;
		this.#pages.set(key, page);
		this.#bytes += page.bytes;
		for (const oldest of this.#pages.keys()) {
			if (this.#bytes <= this.#room) return;
			this.#remove(oldest);
		}
	}

	#remove(key: string): void {
		const page = this.#pages.get(key);
		if (!page) return;
		this.#pages.delete(key);
		this.#bytes -= page.bytes;
	}
}
