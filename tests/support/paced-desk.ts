import { randomUUID } from 'node:crypto';

/** A ticket and the token of the client whose it is. */
export interface DeskTicket {
	readonly number: string;
	readonly clientToken: string;
}

export interface PacedDeskOptions {
	/** Where a request may go at the moment. */
	readonly addresses: () => readonly string[];
	readonly staffToken: string;
	readonly tickets: readonly DeskTicket[];
	readonly perSecond: number;
}

interface Action {
	readonly method: 'POST' | 'PATCH';
	readonly path: string;
	readonly token: string;
	readonly body: object;
}

/** Changes under way at most: people do not file faster because nobody answers. */
const AT_ONCE = 16;

/** Longest that a change may take, with all its attempts. */
const PATIENCE_MS = 30_000;
const PRIORITIES = ['low', 'normal', 'high', 'critical'] as const;

/**
 * Staff and clients who work at a steady pace over the API of any node. Whoever gets no answer
 * asks another node, under the same key, as clients are told to.
 */
export class PacedDesk {
	/** Ids of the comments that were acknowledged. */
	readonly comments: number[] = [];
	/** Answers that no attempt should get. */
	readonly faults: string[] = [];
	/** Attempts that got no answer, or a 503. */
	repeated = 0;
	readonly #options: PacedDeskOptions;
	#made = 0;
	#working = false;
	#run: Promise<void> | null = null;

	constructor(options: PacedDeskOptions) {
		this.#options = options;
	}

	/** Changes begun so far. */
	get made(): number {
		return this.#made;
	}

	start(): void {
		this.#working = true;
		this.#run = this.#work();
	}

	/** Begins nothing more, and resolves when all that was begun is acknowledged. */
	async stop(): Promise<void> {
		this.#working = false;
		await this.#run;
	}

	async #work(): Promise<void> {
		const pause = 1_000 / this.#options.perSecond;
		const open = new Set<Promise<void>>();
		let due = performance.now();
		while (this.#working) {
			const wait = due - performance.now();
			if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
			if (open.size >= AT_ONCE) await Promise.race(open);
			due = Math.max(due + pause, performance.now() - 10 * pause);
			const change = this.#carryThrough(this.#action(this.#made++)).finally(() =>
				open.delete(change)
			);
			open.add(change);
		}
		await Promise.all(open);
	}

	#action(place: number): Action {
		const { tickets, staffToken } = this.#options;
		const round = Math.floor(place / tickets.length);
		const ticket = tickets[place % tickets.length];
		if (!ticket) throw new Error('nothing to work on');
		const path = `/api/v1/tickets/${ticket.number}`;
		const comment = { method: 'POST', path: `${path}/comments` } as const;
		switch ((place + round) % 5) {
			case 0:
				return {
					method: 'PATCH',
					path,
					token: staffToken,
					body: { priority: PRIORITIES[round % PRIORITIES.length] }
				};
			case 1: {
				const status = round % 2 === 0 ? 'in_progress' : 'waiting';
				return { method: 'PATCH', path, token: staffToken, body: { status } };
			}
			case 2:
				return { ...comment, token: staffToken, body: { body: `Ответ ${place}` } };
			case 3:
				return {
					...comment,
					token: staffToken,
					body: { body: `Заметка ${place}`, internal: true }
				};
			default:
				return { ...comment, token: ticket.clientToken, body: { body: `Вопрос ${place}` } };
		}
	}

	async #carryThrough({ method, path, token, body }: Action): Promise<void> {
		const key = randomUUID();
		const end = performance.now() + PATIENCE_MS;
		for (let attempt = 0; performance.now() < end; attempt++) {
			const addresses = this.#options.addresses();
			const address = addresses[(this.#made + attempt) % addresses.length] ?? '';
			try {
				const answer = await fetch(`${address}${path}`, {
					method,
					headers: {
						authorization: `Bearer ${token}`,
						'content-type': 'application/json',
						'idempotency-key': key
					},
					body: JSON.stringify(body),
					signal: AbortSignal.timeout(10_000)
				});
				const text = await answer.text();
				if (answer.ok) {
					if (method === 'POST') this.comments.push(Number(JSON.parse(text).id));
					return;
				}
				// Waiting or not, the ticket was where it should be already.
				if (answer.status === 422) return;
				if (answer.status !== 503) {
					this.faults.push(`${method} ${path}: ${answer.status} ${text}`);
					return;
				}
			} catch {
				// The node is gone, and perhaps with it an answer to what was done all the same.
			}
			this.repeated++;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		this.faults.push(`${method} ${path} was never acknowledged`);
	}
}
