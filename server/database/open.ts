import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database, ReadTransaction } from './database.ts';
import { openPostgres, openPostgresReader } from './postgres.ts';
import { openSqlite, openSqliteReaders } from './sqlite.ts';

/** The file behind `sqlite:FILE`, or null for another kind of address. */
export function sqliteFile(url: string): string | null {
	return url.startsWith('sqlite:') ? resolve(url.slice('sqlite:'.length)) : null;
}

/** Milliseconds that one statement may take while people wait for it. */
const STATEMENT_MS = 8_000;

/** Who waits: people for their pages, or a tool that moves whole tables and may take its time. */
export type Waiting = 'people' | 'tool';

/** Opens the database behind `DATABASE_URL`. */
export async function openDatabase(url: string, waiting: Waiting = 'people'): Promise<Database> {
	const file = sqliteFile(url);
	if (file === null) return openPostgres(url, waiting === 'people' ? STATEMENT_MS : null);
	mkdirSync(dirname(file), { recursive: true });
	// A new one is for nobody else on the machine to read; SQLite makes its side files likewise.
	closeSync(openSync(file, 'a', 0o600));
	return openSqlite(file);
}

/** One connection that only reads. */
export interface DatabaseReader {
	/** Reads everything in `work` at one moment. */
	read<T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T>;
	close(): Promise<void>;
}

/**
 * Opens a migrated database for a process that writes nothing and may take its time.
 * Throws when there is none.
 */
export async function openReader(url: string): Promise<DatabaseReader> {
	const file = sqliteFile(url);
	if (file === null) return openPostgresReader(url);
	// SQLite would make an empty one, and whoever reads it would find nothing instead of an error.
	if (!existsSync(file)) throw new Error(`there is no database at ${file}`);
	const readers = await openSqliteReaders(file, 1);
	return { read: (work) => readers.use(work), close: () => readers.close() };
}
