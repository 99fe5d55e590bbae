import type { Migration } from '../server/database/migrate.ts';

/**
 * Who is on duty when, what one shift hands over to the next, and how many have to be there.
 * A name stands in the public schedule only where its owner has said so.
 */
export const shifts: Migration = {
	name: '0013-shifts',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const big = sqlite ? 'INTEGER' : 'BIGINT';
		const no = sqlite ? '0' : 'FALSE';
		const statements = [
			`ALTER TABLE users ADD COLUMN public_name BOOLEAN NOT NULL DEFAULT ${no}`,
			// Serial of the secret address of one's own calendar; below one there is none.
			`ALTER TABLE users ADD COLUMN shift_feed INTEGER NOT NULL DEFAULT 0`,
			// listed: shown by live screens. series_id: the first of those made in one go.
			`CREATE TABLE shifts (
				id ${key},
				member_id ${big} NOT NULL REFERENCES users (id),
				position TEXT NOT NULL,
				starts_at ${big} NOT NULL,
				ends_at ${big} NOT NULL,
				status TEXT NOT NULL,
				listed BOOLEAN NOT NULL DEFAULT ${no},
				series_id ${big},
				created_by_id ${big} REFERENCES users (id),
				updated_by_id ${big} REFERENCES users (id),
				created_at ${big} NOT NULL,
				updated_at ${big} NOT NULL,
				version INTEGER NOT NULL
			)`,
			`CREATE INDEX shifts_by_start ON shifts (starts_at, id)`,
			`CREATE INDEX shifts_by_end ON shifts (ends_at)`,
			`CREATE INDEX shifts_to_begin ON shifts (status, starts_at)`,
			`CREATE INDEX shifts_to_end ON shifts (status, ends_at)`,
			`CREATE INDEX shifts_by_member ON shifts (member_id, starts_at)`,
			`CREATE INDEX shifts_by_series ON shifts (series_id, starts_at)`,
			`CREATE INDEX shifts_listed ON shifts (id) WHERE listed`,
			`CREATE TABLE handovers (
				id ${key},
				author_id ${big} NOT NULL REFERENCES users (id),
				shift_id ${big} REFERENCES shifts (id) ON DELETE SET NULL,
				body TEXT NOT NULL,
				created_at ${big} NOT NULL,
				accepted_by_id ${big} REFERENCES users (id),
				accepted_at ${big}
			)`,
			`CREATE INDEX handovers_by_time ON handovers (created_at, id)`,
			`CREATE INDEX handovers_by_shift ON handovers (shift_id)`,
			`CREATE TABLE coverage_rules (
				id ${key},
				position TEXT,
				days TEXT NOT NULL,
				from_minute INTEGER NOT NULL,
				to_minute INTEGER NOT NULL,
				least INTEGER NOT NULL,
				updated_at ${big} NOT NULL,
				updated_by_id ${big} REFERENCES users (id)
			)`,
			// Until somebody says otherwise: at any time somebody.
			`INSERT INTO coverage_rules (position, days, from_minute, to_minute, least, updated_at)
				VALUES (NULL, '1111111', 0, 1440, 1, 0)`
		];
		for (const statement of statements) await execute(statement);
	}
};
