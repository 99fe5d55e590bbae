import { setTimeout as delay } from 'node:timers/promises';

/** The portal said no, and asking again would not help. */
export interface Refusal {
	readonly status: number;
	readonly code: string;
	readonly detail: string;
}

export type Answer =
	| { readonly ok: true; readonly status: number; readonly body: unknown }
	| ({ readonly ok: false } & Refusal);

/** The replay cannot go on at all: a bad token, or a portal that stays away. */
export class ReplayStopped extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'ReplayStopped';
	}
}

export interface ApiOptions {
	readonly url: string;
	readonly token: string;
	/** Requests a second, null for as fast as it goes. */
	readonly rate: number | null;
	readonly signal: AbortSignal;
	/** How long one request may be tried, milliseconds. */
	readonly patience?: number;
	readonly onRetry?: (why: string) => void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
const ANSWER_WITHIN_MS = 30_000;
const MAY_PASS: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The portal's JSON API as a replay needs it: paced, patient, each request with one effect. */
export class ReplayApi {
	readonly #options: ApiOptions;
	readonly #base: string;
	#nextSlot = 0;

	constructor(options: ApiOptions) {
		this.#options = options;
		this.#base = new URL('/api/v1', options.url).href;
	}

	/** Sends until there is an answer. The key makes a request that was sent twice count once. */
	async send(
		method: 'POST' | 'PATCH' | 'GET',
		path: string,
		body: unknown,
		key: string | null
	): Promise<Answer> {
		const deadline = Date.now() + (this.#options.patience ?? 300_000);
		for (let attempt = 0; ; attempt += 1) {
			await this.#takeSlot();
			const outcome = await this.#once(method, path, body, key);
			if (!('why' in outcome)) return outcome;
			const jittered = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
			const pause = outcome.retryAfter ?? jittered;
			if (Date.now() + pause > deadline)
				throw new ReplayStopped(`${method} ${path}: ${outcome.why}; gave up waiting`);
			this.#options.onRetry?.(outcome.why);
			await delay(pause, undefined, { signal: this.#options.signal });
		}
	}

	async #once(
		method: string,
		path: string,
		body: unknown,
		key: string | null
	): Promise<Answer | { why: string; retryAfter: number | null }> {
		const { token, signal } = this.#options;
		signal.throwIfAborted();
		let response: Response;
		let text: string;
		try {
			response = await fetch(this.#base + path, {
				method,
				headers: {
					authorization: `Bearer ${token}`,
					accept: 'application/json',
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...(key === null ? {} : { 'idempotency-key': key })
				},
				...(body === undefined ? {} : { body: JSON.stringify(body) }),
				// A redirected POST would arrive as a GET.
				redirect: 'manual',
				signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)])
			});
			text = await response.text();
		} catch (error) {
			signal.throwIfAborted();
			return { why: reasonOf(error), retryAfter: null };
		}
		const { status } = response;
		if (MAY_PASS.has(status))
			return { why: `answer ${status}`, retryAfter: retryAfterOf(response.headers) };
		if (status === 401) throw new ReplayStopped('the token is not accepted (401)');
		if (status >= 300 && status < 400)
			throw new ReplayStopped(
				`the address answers with a redirect to ${response.headers.get('location') ?? 'nowhere'}`
			);
		const parsed = parseJson(text);
		if (response.ok) return { ok: true, status, body: parsed };
		return { ok: false, status, ...problemOf(parsed) };
	}

	async #takeSlot(): Promise<void> {
		const { rate, signal } = this.#options;
		if (rate === null) return;
		const now = performance.now();
		const slot = Math.max(now, this.#nextSlot);
		this.#nextSlot = slot + 1000 / rate;
		if (slot > now) await delay(slot - now, undefined, { signal });
	}
}

/** fetch says only «fetch failed»; the reason is what it was caused by. */
function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const { cause } = error;
	if (cause instanceof Error)
		return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
	return error.message;
}

function retryAfterOf(headers: Headers): number | null {
	const seconds = Number(headers.get('retry-after') ?? Number.NaN);
	return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, 60_000) : null;
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}

function problemOf(body: unknown): { code: string; detail: string } {
	if (typeof body !== 'object' || body === null) return { code: 'unknown', detail: '' };
	const code = 'code' in body && typeof body.code === 'string' ? body.code : 'unknown';
	const detail = 'detail' in body && typeof body.detail === 'string' ? body.detail : '';
	const issues =
		'issues' in body && Array.isArray(body.issues) ? ` ${JSON.stringify(body.issues)}` : '';
	return { code, detail: detail + issues };
}
