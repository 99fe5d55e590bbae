import { DomainError } from '#lib/domain/errors.ts';

/** One command waiting for its turn. */
interface Waiting<Tx> {
	readonly since: number;
	readonly work: (tx: Tx) => Promise<unknown>;
	readonly resolve: (value: unknown) => void;
	readonly reject: (error: unknown) => void;
}

/** The statements that a queue needs of its connection. */
export interface Writer<Tx> {
	readonly tx: Tx;
	begin(): Promise<void>;
	commit(): Promise<void>;
	rollback(): Promise<void>;
	savepoint(): Promise<void>;
	release(): Promise<void>;
	rollbackToSavepoint(): Promise<void>;
	/** Writes what commands put off to the end of the transaction. */
	flush(): Promise<void>;
	/** Forgets what was put off: it is written, or undone with what it belonged to. */
	forget(): void;
	isBusy(error: unknown): boolean;
	/** There is no room left on the disk: the transaction may be gone already. */
	isFull(error: unknown): boolean;
	/** Forgets that anything was written. */
	beginWork(): void;
	/** Whether anything may have been written since `beginWork`. */
	mayHaveWritten(): boolean;
}

/** Commands committed together at most: bounds how long the first of them waits for the last. */
const GROUP = 64;

/** Milliseconds after which a command that never got its turn is told so. */
const PATIENCE = 4_000;

/**
 * First in, first out: all writes of the process pass here, because SQLite has one writer and
 * callers waiting in BEGIN would hold every thread of libuv's pool, the holder's included.
 * Those that wait at the same time are committed together, and none is answered before the commit.
 * Most refusals come before anything was written and undo nothing. Only after one that had written
 * is the whole group done again with a savepoint for each, so that one's refusal undoes nothing of
 * another's: savepoints from the start would more than double the cost of every command.
 */
export class WriteQueue<Tx> {
	readonly #writer: Writer<Tx>;
	readonly #committed: () => void;
	#waiting: Waiting<Tx>[] = [];
	#draining: Promise<void> | null = null;
	#closed = false;

	constructor(writer: Writer<Tx>, committed: () => void) {
		this.#writer = writer;
		this.#committed = committed;
	}

	/** Resolves with what the work returned, once it is committed. */
	push<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
		if (this.#closed) return Promise.reject(new DomainError('unavailable', { retryAfter: 5 }));
		return new Promise<T>((resolve, reject) => {
			let outcome: T;
			this.#waiting.push({
				since: performance.now(),
				work: async (tx) => {
					outcome = await work(tx);
				},
				resolve: () => resolve(outcome),
				reject
			});
			this.#draining ??= this.#drain();
		});
	}

	/** Takes no more work and resolves when all that waited is settled. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.#draining;
	}

	async #drain(): Promise<void> {
		// Lets callers of the same turn of the event loop join the first group.
		await Promise.resolve();
		while (this.#waiting.length > 0) {
			try {
				await this.#writer.begin();
			} catch (error) {
				this.#refuse(error);
				continue;
			}
			await this.#runGroup(this.#waiting.splice(0, GROUP));
		}
		this.#draining = null;
	}

	/** The lock was not to be had: whoever waited too long is told, the others go on waiting. */
	#refuse(error: unknown): void {
		const busy = this.#writer.isBusy(error);
		const now = performance.now();
		const refused = this.#waiting.filter(({ since }) => !busy || now - since > PATIENCE / 2);
		this.#waiting = this.#waiting.filter((one) => !refused.includes(one));
		const reason = new DomainError('unavailable', { retryAfter: 2, message: String(error) });
		for (const one of refused) one.reject(reason);
	}

	/** Whether what a whole group put off could be written; else somebody's is at fault. */
	async #flushed(): Promise<boolean> {
		try {
			await this.#writer.flush();
			return true;
		} catch (error) {
			if (this.#writer.isFull(error)) throw error;
			return false;
		}
	}

	/** Runs a group in the open transaction; `guarded` is the second attempt, with savepoints. */
	async #runGroup(group: Waiting<Tx>[], guarded = false): Promise<void> {
		const writer = this.#writer;
		const alone = group.length === 1;
		const done: Waiting<Tx>[] = [];
		const refused: (() => void)[] = [];
		writer.forget();
		const startOver = async () => {
			await writer.rollback();
			await writer.begin();
			return this.#runGroup(group, true);
		};
		try {
			for (const one of group) {
				if (guarded) await writer.savepoint();
				writer.beginWork();
				try {
					await one.work(writer.tx);
					// Under its own savepoint, so that its refusal undoes what it put off, too.
					if (guarded || alone) await writer.flush();
					if (guarded) await writer.release();
					done.push(one);
				} catch (error) {
					// On a full disk nobody's command of the group comes through.
					if (writer.isFull(error)) throw error;
					if (!guarded && !alone && writer.mayHaveWritten()) return await startOver();
					refused.push(() => one.reject(error));
					if (!guarded) continue;
					await writer.rollbackToSavepoint();
					writer.forget();
				}
			}
			if (!guarded && !alone && !(await this.#flushed())) return await startOver();
			if (done.length > 0) await writer.commit();
			else await writer.rollback();
		} catch (error) {
			await writer.rollback().catch(() => undefined);
			const reason = writer.isFull(error)
				? new DomainError('no_room')
				: new DomainError('unavailable', { retryAfter: 2, message: String(error) });
			for (const one of group) one.reject(reason);
			return;
		}
		for (const one of done) one.resolve(undefined);
		for (const reject of refused) reject();
		if (done.length > 0) this.#committed();
	}
}
