import { io, type Socket } from 'socket.io-client';
import type { Batch } from '#lib/domain/live.ts';
import { until } from './until.ts';

export interface ScreenOptions {
	readonly token?: string;
	readonly cookie?: string;
	readonly origin?: string;
	readonly cursor?: { readonly epoch?: string; readonly after: number };
	/** Asks for a snapshot over the socket, should the cursor be of no use. */
	readonly snapshot?: boolean;
}

/** Something the server said. */
export interface Said {
	readonly event: string;
	readonly payload: unknown;
}

/** A real socket that notes everything it is told, and does not come back by itself. */
export class Screen {
	readonly said: Said[] = [];
	readonly socket: Socket;
	/** Why the connection could not be made, or why it ended. */
	refusal: string | null = null;
	ended: string | null = null;

	constructor(url: string, options: ScreenOptions) {
		this.socket = io(url, {
			path: '/socket.io',
			transports: ['websocket'],
			forceNew: true,
			reconnection: false,
			auth: {
				...(options.token === undefined ? {} : { token: options.token }),
				...(options.cursor ?? {}),
				...(options.snapshot ? { snapshot: true } : {})
			},
			extraHeaders: {
				...(options.cookie === undefined ? {} : { Cookie: options.cookie }),
				...(options.origin === undefined ? {} : { Origin: options.origin })
			}
		});
		this.socket.onAny((event: string, payload: unknown) => this.said.push({ event, payload }));
		this.socket.on('connect_error', (error) => (this.refusal = error.message));
		this.socket.on('disconnect', (reason) => (this.ended = reason));
	}

	/** Everything told under a name. */
	told<T = unknown>(event: string): T[] {
		return this.said.filter((one) => one.event === event).map(({ payload }) => payload as T);
	}

	get batches(): Batch[] {
		return this.told<Batch>('batch');
	}

	/** Resolves when the server has said hello. */
	async ready(): Promise<this> {
		await this.heard('hello');
		return this;
	}

	heard(event: string): Promise<void> {
		return until(
			() => this.told(event).length > 0,
			() =>
				`«${event}»; heard ${this.said.map((one) => one.event).join(', ') || 'nothing'}, ${this.refusal ?? this.ended ?? 'open'}`
		);
	}

	/** Resolves when a batch up to this point or beyond has come. */
	reached(seq: number): Promise<void> {
		return until(() => this.batches.some((batch) => batch.seq >= seq), `a batch up to ${seq}`);
	}

	closed(): Promise<void> {
		return until(() => this.ended !== null || this.refusal !== null, 'the end of the connection');
	}

	close(): void {
		this.socket.disconnect();
	}
}
