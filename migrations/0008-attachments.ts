import { randomUUID } from 'node:crypto';
import type { Migration } from '../server/database/migrate.ts';

/** Files of tickets and comments: what is known of each; the content lies in MEDIA_DIR. */
export const attachments: Migration = {
	name: '0008-attachments',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const big = sqlite ? 'INTEGER' : 'BIGINT';
		await execute(`CREATE TABLE attachments (
			id ${key},
			ticket_id ${big} NOT NULL REFERENCES tickets (id),
			comment_id ${big} REFERENCES comments (id),
			internal BOOLEAN NOT NULL,
			name TEXT NOT NULL,
			type TEXT NOT NULL,
			size ${big} NOT NULL,
			checksum TEXT NOT NULL,
			stored_name TEXT NOT NULL,
			created_by_id ${big} NOT NULL REFERENCES users (id),
			created_at ${big} NOT NULL
		)`);
		await execute(`CREATE INDEX attachments_by_ticket ON attachments (ticket_id, id)`);
		await execute(`CREATE INDEX attachments_by_comment ON attachments (comment_id, id)`);
		await execute(`CREATE UNIQUE INDEX attachments_stored ON attachments (stored_name)`);
		// A folder of this database's own: the demo beside a real portal must not sweep its files.
		await execute(`INSERT INTO meta (key, value) VALUES ('media', '${randomUUID()}')`);
	}
};
