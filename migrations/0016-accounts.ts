import type { Migration } from '../server/database/migrate.ts';

/**
 * Registrations that wait for their mailbox, one-time links, the second factor, and when a
 * session was last seen. Whoever has an account by now is confirmed: the new column is empty.
 */
export const accounts: Migration = {
	name: '0016-accounts',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			`ALTER TABLE users ADD COLUMN unconfirmed_since ${ms}`,
			`CREATE INDEX users_unconfirmed ON users (unconfirmed_since)
				WHERE unconfirmed_since IS NOT NULL`,
			`ALTER TABLE sessions ADD COLUMN last_seen_at ${ms}`,
			`CREATE TABLE account_links (
				id ${key},
				kind TEXT NOT NULL CHECK (kind IN ('confirm', 'reset', 'invite')),
				user_id ${ms} NOT NULL REFERENCES users (id),
				nonce TEXT NOT NULL,
				digest TEXT NOT NULL UNIQUE,
				registration TEXT,
				created_at ${ms} NOT NULL,
				expires_at ${ms} NOT NULL,
				used_at ${ms}
			)`,
			`CREATE INDEX account_links_by_user ON account_links (user_id, kind, created_at)`,
			`CREATE INDEX account_links_by_expiry ON account_links (expires_at)`,
			`CREATE TABLE second_factors (
				user_id ${ms} PRIMARY KEY REFERENCES users (id),
				secret TEXT NOT NULL,
				created_at ${ms} NOT NULL,
				confirmed_at ${ms},
				last_step ${ms}
			)`,
			`CREATE TABLE recovery_codes (
				user_id ${ms} NOT NULL REFERENCES users (id),
				digest TEXT NOT NULL,
				used_at ${ms},
				PRIMARY KEY (user_id, digest)
			)`
		];
		for (const statement of statements) await execute(statement);
	}
};
