import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { FollowedStream } from '#server/queries/snapshot-cache.ts';
import type { Caller, CallerReader } from './caller.ts';
import { ADDRESS_HEADER, HOST_HEADER, PROTOCOL_HEADER, securityHeaders } from './gate.ts';
import type { PageHandler } from './host.ts';
import { keptAddress } from './kept-addresses.ts';
import { KeptPage, renderPage, Shelf, type Encoding, type Rendered } from './rendered-page.ts';
import { readCookie, sessionCookieName } from './session-cookie.ts';

/** Milliseconds a page is kept at most: it says what time it is, and how long ago things were. */
const KEPT_MS = 2_000;

const MIB = 1_048_576;

/** Bytes for pages as they are linked, and for those that somebody asked a question of. */
const ROOM = { plain: 24 * MIB, asked: 8 * MIB };

export interface KeptPagesOptions {
	readonly pages: PageHandler;
	readonly stream: FollowedStream & Pick<Looked, 'look'>;
	/** Others may write to the database as well, so every visitor needs a look at it. */
	readonly shared: boolean;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly caller: CallerReader;
	/** Answers what is not kept. */
	readonly otherwise: RequestListener;
	readonly failed: (error: unknown) => void;
}

interface Looked {
	/** Resolves when a look at the database that began after the call is over. */
	look(): Promise<void>;
}

/** A page that somebody without a session asks for. */
interface Asked {
	readonly key: string;
	readonly url: string;
	readonly who: Caller;
	readonly cookie: string;
	readonly shelf: Shelf;
}

/** What is being rendered of one page, and what will be as soon as that is done. */
interface Flight {
	readonly point: string;
	readonly page: Promise<Rendered | KeptPage>;
	next: Promise<Rendered | KeptPage> | null;
}

/**
 * Pages of people without a session are a function of address, language, theme and the point of
 * the stream: rendered once, however many ask, and sent as kept bytes until the stream moves on.
 * They are rendered from a request of our own making, so nothing personal can get into them.
 */
export class KeptPages {
	/** Pages sent from memory, and renders that were begun. */
	readonly counts = { kept: 0, rendered: 0 };
	readonly #options: KeptPagesOptions;
	readonly #plain = new Shelf(ROOM.plain);
	readonly #asked = new Shelf(ROOM.asked);
	readonly #flights = new Map<string, Flight>();

	constructor(options: KeptPagesOptions) {
		this.#options = options;
	}

	/** Bytes of all that is kept. */
	get bytes(): number {
		return this.#plain.bytes + this.#asked.bytes;
	}

	/** Answers a request from memory, or has the page rendered; all else is handed on. */
	readonly answer: RequestListener = (request, response) => {
		const { stream, shared, otherwise, failed } = this.#options;
		const asked = this.#read(request);
		if (!asked) return otherwise(request, response);
		if (!stream.behind && !shared) {
			const kept = this.#current(asked);
			if (kept) return this.#send(kept, request, response);
		}
		this.#find(asked).then(
			(page) => this.#send(page, request, response),
			(error: unknown) => {
				failed(error);
				otherwise(request, response);
			}
		);
	};

	#read(request: IncomingMessage): Asked | null {
		const { method, url = '/', headers } = request;
		if (method !== 'GET' && method !== 'HEAD') return null;
		const address = keptAddress(url);
		if (!address) return null;
		const who = this.#options.caller(request);
		if (readCookie(headers, sessionCookieName(who.protocol)) !== null) return null;
		// Who has chosen no language gets the portal's own, which administrators may change.
		const lang = oneOf(['ru', 'en'], readCookie(headers, 'lang'));
		const theme = oneOf(['light', 'dark'], readCookie(headers, 'theme')) ?? 'auto';
		const cookie = `theme=${theme}${lang === undefined ? '' : `; lang=${lang}`}`;
		const own = address.path + address.search;
		return {
			key: `${who.origin} ${cookie} ${own}`,
			url: own,
			who,
			cookie,
			shelf: address.search === '' ? this.#plain : this.#asked
		};
	}

	/** The page as it is kept, if it is as new as the stream and tells about the right time. */
	#current({ key, shelf }: Asked): KeptPage | null {
		const { stream, now } = this.#options;
		const kept = shelf.get(key);
		if (kept?.point !== this.#point()) return null;
		// While the database is away there is nothing newer; the page says when it was true.
		return !stream.following || Math.abs(now() - kept.at) < KEPT_MS ? kept : null;
	}

	async #find(asked: Asked): Promise<Rendered | KeptPage> {
		const { stream, shared } = this.#options;
		if (shared && stream.following) await stream.look();
		else if (stream.behind) await stream.caughtUp();
		const kept = this.#current(asked);
		if (kept) return kept;
		const page = await this.#render(asked);
		if (page instanceof KeptPage || page.status !== 503) return page;
		// The database went away just now: what was true until then is better than nothing.
		const last = asked.shelf.get(asked.key);
		return last?.point === this.#point() ? last : page;
	}

	/** Where the stream stands; numbers of another history mean nothing. */
	#point(): string {
		const { epoch, seq } = this.#options.stream;
		return `${epoch} ${seq}`;
	}

	/**
	 * Joins a render that is under way only if the stream has not moved since it was begun: it
	 * might have read what was true before. Whoever comes later shares the next one.
	 */
	#render(asked: Asked): Promise<Rendered | KeptPage> {
		const flight = this.#flights.get(asked.key);
		if (!flight) return this.#begin(asked);
		if (flight.point === this.#point()) return flight.page;
		const begin = () => this.#begin(asked);
		return (flight.next ??= flight.page.then(begin, begin));
	}

	#begin(asked: Asked): Promise<Rendered | KeptPage> {
		const { pages, now } = this.#options;
		const begun = { point: this.#point(), at: now() };
		this.counts.rendered += 1;
		const page = renderPage(pages, {
			url: asked.url,
			headers: {
				accept: 'text/html',
				cookie: asked.cookie,
				host: asked.who.host,
				[ADDRESS_HEADER]: '',
				[HOST_HEADER]: asked.who.host,
				[PROTOCOL_HEADER]: asked.who.protocol
			}
		}).then((rendered) => {
			const more = securityHeaders(asked.who.protocol).flat();
			if (!mayBeKept(rendered)) return withHeaders(rendered, more);
			const kept = new KeptPage(rendered, begun, more);
			asked.shelf.put(asked.key, kept);
			return kept;
		});
		const flight: Flight = { point: begun.point, page, next: null };
		this.#flights.set(asked.key, flight);
		const over = () => {
			if (flight.next === null) this.#flights.delete(asked.key);
		};
		page.then(over, over);
		return page;
	}

	#send(page: Rendered | KeptPage, request: IncomingMessage, response: ServerResponse): void {
		const withBody = request.method !== 'HEAD';
		if (!(page instanceof KeptPage)) {
			response.writeHead(page.status, { ...page.headers, 'content-length': page.body.length });
			response.end(withBody ? page.body : undefined);
			return;
		}
		this.counts.kept += 1;
		const headers = [...page.headers];
		const { stream, now } = this.#options;
		if (!stream.following)
			headers.push('age', String(Math.max(0, Math.round((now() - page.at) / 1000))));
		if (hasAlready(request.headers['if-none-match'], page.tag)) {
			response.writeHead(304, headers).end();
			return;
		}
		const finish = (body: Buffer) => {
			headers.push('content-length', String(body.length));
			response.writeHead(200, headers).end(withBody ? body : undefined);
		};
		const encoding = encodingFor(request.headers['accept-encoding']);
		if (!encoding) return finish(page.body);
		page.encoded(encoding).then(
			(body) => {
				headers.push('content-encoding', encoding);
				finish(body);
			},
			() => finish(page.body)
		);
	}
}

/** Faults, moves and whatever sets a cookie are for the one who asked. */
function mayBeKept({ status, headers }: Rendered): boolean {
	return (
		status === 200 &&
		headers['set-cookie'] === undefined &&
		headers['cache-control'] === 'private, no-cache' &&
		String(headers['content-type']).startsWith('text/html')
	);
}

function withHeaders(page: Rendered, more: readonly string[]): Rendered {
	const headers = { ...page.headers };
	for (let at = 0; at + 1 < more.length; at += 2) headers[more[at] ?? ''] = more[at + 1];
	return { ...page, headers };
}

function hasAlready(said: string | undefined, tag: string): boolean {
	if (said === undefined) return false;
	return said.split(',').some((one) => one.trim() === tag);
}

/** The best encoding a browser takes, of those we make; `br;q=0` refuses it. */
function encodingFor(said: string | string[] | undefined): Encoding | null {
	if (said === undefined) return null;
	const taken = String(said)
		.split(',')
		.filter((one) => !/;\s*q=0(\.0*)?\s*$/.test(one))
		.map((one) => one.split(';')[0]?.trim());
	return (['br', 'gzip'] as const).find((encoding) => taken.includes(encoding)) ?? null;
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null): T | undefined {
	return allowed.find((candidate) => candidate === value);
}
