import type { Migration } from '../server/database/migrate.ts';

/**
 * What a measured metric is called, what it aims at and how its values are put together. Without
 * a title it is known by its values alone, as the release before made it.
 */
export const metricDefinitions: Migration = {
	name: '0020-metric-definitions',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const columns = [
			'title TEXT',
			`title_en TEXT NOT NULL DEFAULT ''`,
			`unit TEXT NOT NULL DEFAULT 'number'`,
			`suffix TEXT NOT NULL DEFAULT ''`,
			'target DOUBLE PRECISION',
			`direction TEXT NOT NULL DEFAULT 'none'`,
			`aggregate TEXT NOT NULL DEFAULT 'mean'`,
			`public BOOLEAN NOT NULL DEFAULT ${sqlite ? '0' : 'FALSE'}`,
			'version INTEGER NOT NULL DEFAULT 1',
			`updated_at ${ms}`,
			`updated_by_id ${ms} REFERENCES users (id)`
		];
		for (const column of columns) await execute(`ALTER TABLE metrics ADD COLUMN ${column}`);
	}
};
