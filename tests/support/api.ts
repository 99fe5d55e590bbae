/** An answer of the API, its body parsed where it is JSON. */
export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	readonly text: string;
	// The tests themselves say what they expect to find in it.
	readonly body: Record<string, unknown>;
}

export interface Asked {
	readonly body?: unknown;
	readonly headers?: Record<string, string>;
}

/** Calls the JSON API as somebody. */
export class Api {
	readonly #url: string;
	readonly token: string | null;

	constructor(url: string, token: string | null) {
		this.#url = url;
		this.token = token;
	}

	get(path: string, asked: Asked = {}): Promise<Answer> {
		return this.call('GET', path, asked);
	}

	post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
		return this.call('POST', path, { body, headers });
	}

	patch(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer> {
		return this.call('PATCH', path, { body, headers });
	}

	/** A path that begins with `/api`, `/healthz` and so on is taken as it is. */
	async call(method: string, path: string, { body, headers }: Asked = {}): Promise<Answer> {
		const response = await fetch(`${this.#url}${path}`, {
			method,
			redirect: 'manual',
			headers: {
				...(this.token === null ? {} : { Authorization: `Bearer ${this.token}` }),
				...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
				...headers
			},
			...(body === undefined
				? {}
				: { body: typeof body === 'string' ? body : JSON.stringify(body) })
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, text, body: parsed(text) };
	}
}

function parsed(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}
