import type { Migration } from '../server/database/migrate.ts';

/** Televisions on the walls, and the codes by which they are paired. */
export const screens: Migration = {
	name: '0019-screens',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			`CREATE TABLE screens (
				id ${key},
				name TEXT NOT NULL,
				board TEXT NOT NULL,
				turns TEXT NOT NULL,
				services TEXT NOT NULL,
				settings TEXT NOT NULL,
				digest TEXT UNIQUE,
				state TEXT NOT NULL,
				state_at ${ms} NOT NULL,
				facts TEXT,
				seen_at ${ms},
				paired_at ${ms} NOT NULL,
				paired_by_id ${ms} REFERENCES users (id),
				revoked_at ${ms},
				version INTEGER NOT NULL
			)`,
			// The few that may go dark are all that the clock looks at.
			`CREATE INDEX screens_online ON screens (seen_at)
				WHERE state = 'online' AND revoked_at IS NULL`,
			`CREATE TABLE screen_codes (
				id ${key},
				user_digest TEXT UNIQUE,
				device_digest TEXT NOT NULL UNIQUE,
				screen_id ${ms} REFERENCES screens (id),
				polled_at ${ms},
				expires_at ${ms} NOT NULL
			)`,
			`CREATE INDEX screen_codes_by_end ON screen_codes (expires_at)`
		];
		for (const statement of statements) await execute(statement);
	}
};
