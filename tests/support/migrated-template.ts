import { MIGRATIONS } from '../../migrations/index.ts';
import type { Database } from '#server/database/database.ts';
import { migrate } from '#server/database/migrate.ts';

/** Makes of an empty database one to copy, and closes it. */
export async function migrateTemplate(database: Database): Promise<void> {
	await migrate(database, MIGRATIONS);
	// Each copy gets an epoch of its own.
	await database.write(async (tx) => {
		await tx.run(`DELETE FROM meta WHERE key = 'epoch'`);
	});
	await database.close();
}
