import type { Migration } from '../server/database/migrate.ts';

/** Replies written once and used often, and views of the queue kept under a name. */
export const desk: Migration = {
	name: '0009-desk',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const big = sqlite ? 'INTEGER' : 'BIGINT';
		await execute(`CREATE TABLE canned_replies (
			id ${key},
			owner_id ${big} REFERENCES users (id),
			title TEXT NOT NULL,
			body TEXT NOT NULL,
			updated_by_id ${big} NOT NULL REFERENCES users (id),
			updated_at ${big} NOT NULL
		)`);
		await execute(`CREATE INDEX canned_replies_by_owner ON canned_replies (owner_id, title)`);
		await execute(`CREATE TABLE saved_views (
			id ${key},
			owner_id ${big} NOT NULL REFERENCES users (id),
			name TEXT NOT NULL,
			query TEXT NOT NULL,
			position INTEGER NOT NULL,
			created_at ${big} NOT NULL
		)`);
		await execute(`CREATE INDEX saved_views_by_owner ON saved_views (owner_id, position)`);
	}
};
