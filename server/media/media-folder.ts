import { join, resolve } from 'node:path';
import type { Database } from '#server/database/database.ts';

/**
 * The folder of this database's own files of a kind under MEDIA_DIR. Another database beside it,
 * the demo's or a test's, has another one, and so never sweeps these away. Asked of the database
 * each time: a restored backup, which another process may put in its place, has another one too.
 */
export function mediaFolder(database: Database, mediaDir: string, kind: string) {
	return async (): Promise<string> => {
		const row = await database.read((tx) =>
			tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'media'`)
		);
		if (!row) throw new Error('the database names no folder for files: it was not migrated');
		return resolve(join(mediaDir, kind, row.value));
	};
}
