import type { Database } from '#server/database/database.ts';

/** It is written this seldom: it tells which device is in use, it is no trail. */
const NOTED_EVERY_MS = 5 * 60_000;

/** Sessions that are seen within so many milliseconds are written in one statement. */
const GATHER_MS = 1_000;

const AT_ONCE = 200;

/**
 * When sessions were last seen. Nobody waits for it: thousands of screens that come back at once
 * cost a handful of statements.
 */
export class LastSeen {
	readonly #database: Database;
	readonly #now: () => number;
	/** Second in which they were seen → sessions. */
	#seen = new Map<number, Set<string>>();
	#timer: NodeJS.Timeout | null = null;
	#closed = false;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** Notes a session that was looked up, if that was not noted just before. */
	note(id: string, lastSeenAt: number | null): void {
		const now = this.#now();
		if (this.#closed || now - (lastSeenAt ?? 0) < NOTED_EVERY_MS) return;
		const second = now - (now % 1_000);
		const seen = this.#seen.get(second) ?? new Set();
		this.#seen.set(second, seen.add(id));
		this.#timer ??= setTimeout(() => {
			// A look that could not be noted is noted by the next one.
			this.flush().catch(() => undefined);
		}, GATHER_MS);
	}

	/** Writes what was noted. */
	async flush(): Promise<void> {
		if (this.#timer) clearTimeout(this.#timer);
		this.#timer = null;
		const noted = [...this.#seen];
		this.#seen.clear();
		for (const [second, seen] of noted) await this.#write(second, [...seen]);
	}

	async #write(at: number, ids: readonly string[]): Promise<void> {
		for (let from = 0; from < ids.length; from += AT_ONCE) {
			const piece = ids.slice(from, from + AT_ONCE);
			await this.#database.write(async (tx) => {
				await tx.run(
					`UPDATE sessions SET last_seen_at = $1
					WHERE id IN (${piece.map((_, index) => `$${index + 2}`).join(', ')})`,
					[at, ...piece]
				);
			});
		}
	}

	/** Writes what is left and notes nothing more. */
	async close(): Promise<void> {
		this.#closed = true;
		await this.flush().catch(() => undefined);
	}
}
