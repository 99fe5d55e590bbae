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
	async send(asked: FuzzRequest): Promise<FuzzAnswer> {
		const answer = await this.#sendOnce(asked);
		return answer === 'ended' ? this.#sendOnce(asked).then(answered) : answer;
	}

	#sendOnce({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer | 'ended'> {
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
			asking.on('error', (error: NodeJS.ErrnoException) =>
				resolve(asking.reusedSocket && error.code === 'ECONNRESET' ? 'ended' : null)
			);
			asking.on('close', () => resolve(null));
			asking.end(body ?? undefined);
		});
	}

	close(): void {
		this.#agent.destroy();
	}
}

function answered(answer: FuzzAnswer | 'ended'): FuzzAnswer {
	return answer === 'ended' ? null : answer;
}
