import type { TestProject } from 'vitest/node';
import { MIGRATIONS } from '../../migrations/index.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { startPostgres } from './postgres.ts';

/** The database every world's own is copied from. */
export const TEMPLATE = 'portal_template';

declare module 'vitest' {
	export interface ProvidedContext {
		/** Address of a database of the running PostgreSQL, its name left out. */
		postgres: string;
	}
}

/** One PostgreSQL for the whole run, with a migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const postgres = await startPostgres();
	await postgres.createDatabase(TEMPLATE);
	const database = await openDatabase(postgres.url(TEMPLATE));
	await migrate(database, MIGRATIONS);
	// Each copy gets an epoch of its own.
	await database.write(async (tx) => {
		await tx.run(`DELETE FROM meta WHERE key = 'epoch'`);
	});
	await database.close();
	project.provide('postgres', postgres.url(''));
	return () => postgres.stop();
}
