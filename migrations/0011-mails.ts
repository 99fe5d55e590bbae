import type { Migration } from '../server/database/migrate.ts';

/** Mails that are owed to people, and whether and in which language they want them. */
export const mails: Migration = {
	name: '0011-mails',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		await execute(`ALTER TABLE users ADD COLUMN language TEXT`);
		await execute(
			`ALTER TABLE users ADD COLUMN mail BOOLEAN NOT NULL DEFAULT ${sqlite ? '1' : 'TRUE'}`
		);
		await execute(`CREATE TABLE mails (
			id ${key},
			key TEXT NOT NULL UNIQUE,
			user_id ${ms} NOT NULL REFERENCES users (id),
			facts TEXT NOT NULL,
			created_at ${ms} NOT NULL,
			due_at ${ms} NOT NULL,
			attempts INTEGER NOT NULL DEFAULT 0,
			sent_at ${ms},
			failed_at ${ms},
			error TEXT
		)`);
		await execute(`CREATE INDEX mails_due ON mails (due_at)
			WHERE sent_at IS NULL AND failed_at IS NULL`);
		await execute(`CREATE INDEX mails_failed ON mails (failed_at) WHERE failed_at IS NOT NULL`);
		await execute(`CREATE INDEX mails_by_creation ON mails (created_at)`);
	}
};
