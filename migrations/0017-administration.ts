import type { Migration } from '../server/database/migrate.ts';

/**
 * Organisations of their own, keys to the API, settings of the portal, and the ways in which an
 * administrator looks through the events. `users.organization` stays in step for the release
 * before this one.
 */
export const administration: Migration = {
	name: '0017-administration',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			`CREATE TABLE organizations (
				id ${key},
				name TEXT NOT NULL UNIQUE,
				created_at ${ms} NOT NULL
			)`,
			`ALTER TABLE users ADD COLUMN organization_id ${ms} REFERENCES organizations (id)`,
			`INSERT INTO organizations (name, created_at)
				SELECT organization, MIN(created_at) FROM users
				WHERE organization IS NOT NULL GROUP BY organization ORDER BY organization`,
			`UPDATE users SET organization_id =
				(SELECT o.id FROM organizations o WHERE o.name = users.organization)`,
			`CREATE INDEX users_by_organization ON users (organization_id, name, id)`,
			`CREATE INDEX users_by_name ON users (name, id)`,
			`CREATE INDEX sessions_by_sign_in ON sessions (user_id, created_at)`,
			`CREATE TABLE api_tokens (
				id ${key},
				user_id ${ms} NOT NULL REFERENCES users (id),
				name TEXT NOT NULL,
				prefix TEXT NOT NULL,
				digest TEXT NOT NULL UNIQUE,
				scopes TEXT NOT NULL,
				created_at ${ms} NOT NULL,
				expires_at ${ms},
				revoked_at ${ms},
				last_used_at ${ms},
				last_address TEXT
			)`,
			`CREATE INDEX api_tokens_by_user ON api_tokens (user_id, id)`,
			`CREATE TABLE settings (
				key TEXT PRIMARY KEY,
				value TEXT NOT NULL,
				version INTEGER NOT NULL,
				updated_at ${ms} NOT NULL,
				updated_by_id ${ms} REFERENCES users (id)
			)`,
			`ALTER TABLE events ADD COLUMN about TEXT`,
			`DROP INDEX events_by_time`,
			`CREATE INDEX events_by_time ON events (at, seq)`,
			`CREATE INDEX events_by_actor ON events (actor_id, at, seq) WHERE actor_id IS NOT NULL`,
			`CREATE INDEX events_by_type ON events (type, at, seq)`,
			`CREATE INDEX events_by_thing ON events (about, at, seq) WHERE about IS NOT NULL`
		];
		for (const statement of statements) await execute(statement);
	}
};
