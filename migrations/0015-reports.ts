import type { Migration } from '../server/database/migrate.ts';

/** Reports that are made or were made, and when further ones are to be made by themselves. */
export const reports: Migration = {
	name: '0015-reports',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const big = sqlite ? 'INTEGER' : 'BIGINT';
		await execute(`CREATE TABLE report_schedules (
			id ${key},
			kind TEXT NOT NULL,
			format TEXT NOT NULL,
			language TEXT NOT NULL,
			public BOOLEAN NOT NULL,
			frequency TEXT NOT NULL,
			weekday INTEGER,
			day INTEGER,
			time TEXT NOT NULL,
			paused BOOLEAN NOT NULL,
			next_at ${big} NOT NULL,
			last_at ${big},
			created_by_id ${big} REFERENCES users (id),
			created_at ${big} NOT NULL
		)`);
		await execute(`CREATE INDEX report_schedules_due ON report_schedules (next_at)
			WHERE NOT paused`);
		// `run` names the process that makes it, `due_at` when another one may take it over.
		await execute(`CREATE TABLE reports (
			id ${key},
			kind TEXT NOT NULL,
			format TEXT NOT NULL,
			language TEXT NOT NULL,
			first_day TEXT NOT NULL,
			last_day TEXT NOT NULL,
			public BOOLEAN NOT NULL,
			made_for TEXT,
			state TEXT NOT NULL,
			progress INTEGER NOT NULL,
			failure TEXT,
			run TEXT,
			attempts INTEGER NOT NULL,
			due_at ${big} NOT NULL,
			stored_name TEXT,
			size ${big},
			checksum TEXT,
			schedule_id ${big},
			created_by_id ${big} REFERENCES users (id),
			created_at ${big} NOT NULL,
			ready_at ${big}
		)`);
		await execute(`CREATE INDEX reports_due ON reports (due_at)
			WHERE state IN ('queued', 'running')`);
		await execute(`CREATE INDEX reports_shown ON reports (id) WHERE public AND state = 'ready'`);
		await execute(`CREATE INDEX reports_by_kind ON reports (kind, id)`);
		await execute(`CREATE UNIQUE INDEX reports_stored ON reports (stored_name)
			WHERE stored_name IS NOT NULL`);
	}
};
