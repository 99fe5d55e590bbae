import { Agent, request } from 'node:http';
import type { FuzzRequest } from './requests.ts';

/** What came back; null when the connection ended without an answer. */
export type FuzzAnswer = {
	readonly status: number;
	readonly text: string;
	readonly retryAfter: string | undefined;
} | null;

const PATIENCE_MS = 20_000;

/** Sends requests over a few connections that are kept open. */
export class FuzzSender {
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });
	readonly #port: number;

	constructor(port: number) {
		this.#port = port;
	}

	/** A connection that was kept may be ended from the other side in this very moment: asked once more. */
	send(asked: FuzzRequest, again = true): Promise<FuzzAnswer> {
		const { method, path, headers, body } = asked;
		return new Promise((resolve) => {
			const asking = request(
				{
					host: '127.0.0.1',
					port: this.#port,
					agent: this.#agent,
					method,
					path,
					headers: { ...headers, ...(body ? { 'Content-Length': body.length } : {}) },
					timeout: PATIENCE_MS
				},
				(response) => {
					const chunks: Buffer[] = [];
					response.on('data', (chunk: Buffer) => chunks.push(chunk));
					response.on('error', () => resolve(null));
					response.on('end', () =>
						resolve({
							status: response.statusCode ?? 0,
							text: Buffer.concat(chunks).toString(),
							retryAfter: response.headers['retry-after']
						})
					);
				}
			);
			asking.on('upgrade', (_response, socket) => {
				socket.destroy();
				resolve(null);
			});
			asking.on('timeout', () => asking.destroy());
			asking.on('error', ({ code }: NodeJS.ErrnoException) => {
				const ended = asking.reusedSocket && code === 'ECONNRESET';
				resolve(ended && again ? this.send(asked, false) : null);
			});
			asking.on('close', () => resolve(null));
			asking.end(body ?? undefined);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}
