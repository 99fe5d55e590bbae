import type { TestProject } from 'vitest/node';
import { openDatabase } from '#server/database/open.ts';
import { migrateTemplate } from './migrated-template.ts';
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
	const postgres = await startPostgres({ durable: false });
	await postgres.createDatabase(TEMPLATE);
	await migrateTemplate(await openDatabase(postgres.url(TEMPLATE)));
	project.provide('postgres', postgres.url(''));
	return () => postgres.stop();
}
