import type { Database } from '#server/database/database.ts';
import type { MediaStore } from '#server/media/media-store.ts';

const HOUR_MS = 3_600_000;

/**
 * Where several nodes share the files, one does not know what another is just writing: there a
 * file without a row counts as left behind only after so many milliseconds.
 */
const SHARED_AGE_MS = 10 * 60_000;

export interface MediaSweep {
	/** Removes what uploads that were cut off left behind; returns how many files. */
	sweep(): Promise<number>;
	/** Sweeps now and every hour. */
	start(): void;
	stop(): Promise<void>;
}

/** A folder of files and the table whose column `stored_name` says which of them are wanted. */
export interface SweptStore {
	readonly store: MediaStore;
	readonly table: string;
}

/** Removes files that no row speaks of: an upload that was killed leaves nothing for good. */
export function createMediaSweep(options: {
	readonly database: Database;
	readonly stores: readonly SweptStore[];
	readonly failed: (error: unknown) => void;
}): MediaSweep {
	const { database, stores, failed } = options;
	let timer: NodeJS.Timeout | null = null;
	let running: Promise<unknown> = Promise.resolve();

	function known(table: string, names: readonly string[]): Promise<ReadonlySet<string>> {
		return database.read(async (tx) => {
			const places = names.map((_, at) => `$${at + 1}`).join(', ');
			const rows = await tx.all<{ name: string }>(
				`SELECT stored_name AS name FROM ${table} WHERE stored_name IN (${places})`,
				names
			);
			return new Set(rows.map(({ name }) => name));
		});
	}

	const age = database.dialect === 'sqlite' ? 0 : SHARED_AGE_MS;

	async function sweep(): Promise<number> {
		let removed = 0;
		for (const { store, table } of stores)
			removed += await store.sweep((names) => known(table, names), age);
		return removed;
	}

	function round(): void {
		running = sweep().catch(failed);
	}

	return {
		sweep,
		start() {
			round();
			timer = setInterval(round, HOUR_MS);
			timer.unref();
		},
		async stop() {
			if (timer) clearInterval(timer);
			timer = null;
			await running;
		}
	};
}
