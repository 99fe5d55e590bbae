import type { Migration } from '../server/database/migrate.ts';

/**
 * What monitoring has told: a row for each time a trouble began, with the incident that it
 * opened. Of one that goes on there is one row, however many deliveries come at once.
 */
export const alerts: Migration = {
	name: '0021-alerts',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			`CREATE TABLE alerts (
				id ${key},
				source TEXT NOT NULL,
				fingerprint TEXT NOT NULL,
				incident_id ${ms} REFERENCES incidents (id),
				state TEXT NOT NULL,
				started_at ${ms},
				last_hash TEXT NOT NULL,
				text_hash TEXT NOT NULL,
				first_seen_at ${ms} NOT NULL,
				last_seen_at ${ms} NOT NULL,
				times INTEGER NOT NULL,
				told_times INTEGER NOT NULL,
				told_at ${ms} NOT NULL
			)`,
			`CREATE UNIQUE INDEX alerts_firing ON alerts (source, fingerprint) WHERE state = 'firing'`,
			`CREATE INDEX alerts_by_fingerprint ON alerts (source, fingerprint, id)`,
			`CREATE UNIQUE INDEX alerts_by_incident ON alerts (incident_id)`
		];
		for (const statement of statements) await execute(statement);
	}
};
