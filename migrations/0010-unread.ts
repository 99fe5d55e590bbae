import type { Migration } from '../server/database/migrate.ts';

/**
 * What staff said or changed of a ticket, counted for its client: all of it, and how much the
 * client has seen. Only ever growing numbers, so that «seen up to here» is right in any order.
 */
export const unread: Migration = {
	name: '0010-unread',
	async up({ execute }) {
		await execute(`ALTER TABLE tickets ADD COLUMN news INTEGER NOT NULL DEFAULT 0`);
		await execute(`ALTER TABLE tickets ADD COLUMN news_seen INTEGER NOT NULL DEFAULT 0`);
		await execute(`ALTER TABLE users ADD COLUMN unread_tickets INTEGER NOT NULL DEFAULT 0`);
		await execute(`CREATE INDEX tickets_unread ON tickets (requester_id, created_at, id)
			WHERE news > news_seen`);
		await execute(`CREATE INDEX users_unread ON users (id, unread_tickets)
			WHERE unread_tickets > 0`);
	}
};
