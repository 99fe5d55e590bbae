import type { Migration } from '../server/database/migrate.ts';

/** Measured figures of business processes, and what was measured. */
export const metrics: Migration = {
	name: '0006-metrics',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			`CREATE TABLE metrics (key TEXT PRIMARY KEY, created_at ${ms} NOT NULL)`,
			`CREATE TABLE metric_values (
				id ${key},
				metric TEXT NOT NULL REFERENCES metrics (key),
				at ${ms} NOT NULL,
				value DOUBLE PRECISION NOT NULL,
				author_id ${ms} REFERENCES users (id),
				created_at ${ms} NOT NULL
			)`,
			`CREATE INDEX metric_values_by_time ON metric_values (metric, at, value)`
		];
		for (const statement of statements) await execute(statement);
	}
};
