import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';

/** The file behind `sqlite:FILE`, or null for another kind of address. */
export function sqliteFile(url: string): string | null {
	return url.startsWith('sqlite:') ? resolve(url.slice('sqlite:'.length)) : null;
}

/** Opens the database behind `DATABASE_URL`. */
export async function openDatabase(url: string): Promise<Database> {
	const file = sqliteFile(url);
	if (file === null) return openPostgres(url);
	mkdirSync(dirname(file), { recursive: true });
	return openSqlite(file);
}
