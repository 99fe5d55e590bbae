import { join, resolve } from 'node:path';
import type { Database } from '#server/database/database.ts';

/**
 * The folder of this database's own files of a kind under MEDIA_DIR. Another database beside it,
 * the demo's or a test's, has another one, and so never sweeps these away.
 */
export function mediaFolder(database: Database, mediaDir: string, kind: string) {
	let folder: string | null = null;
	return async (): Promise<string> => {
		if (folder !== null) return folder;
		const row = await database.read((tx) =>
			tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'media'`)
		);
		if (!row) throw new Error('the database names no folder for files: it was not migrated');
		folder = resolve(join(mediaDir, kind, row.value));
		return folder;
	};
}
