import type { Migration } from '../server/database/migrate.ts';

/**
 * How often a ticket was opened again and how many answers it took; and indexes by which the
 * tickets behind a figure are found.
 */
export const kpis: Migration = {
	name: '0006-kpis',
	async up({ execute }) {
		const statements = [
			`ALTER TABLE tickets ADD COLUMN reopenings INTEGER NOT NULL DEFAULT 0`,
			`ALTER TABLE tickets ADD COLUMN replies INTEGER NOT NULL DEFAULT 0`,
			`UPDATE tickets SET reopenings = (SELECT COUNT(*) FROM ticket_changes c
				WHERE c.ticket_id = tickets.id AND c.field = 'status'
					AND c.old_value IN ('resolved', 'closed') AND c.new_value = 'in_progress')
			WHERE id IN (SELECT ticket_id FROM ticket_changes
				WHERE field = 'status' AND old_value IN ('resolved', 'closed'))`,
			// Later answers came after the solution only where it was not a solution.
			`UPDATE tickets SET replies = (SELECT COUNT(*) FROM comments c
				JOIN users u ON u.id = c.author_id AND u.role <> 'client'
				WHERE c.ticket_id = tickets.id AND NOT c.internal
					AND (tickets.resolved_at IS NULL OR c.created_at <= tickets.resolved_at))
			WHERE first_response_at IS NOT NULL`,
			`CREATE INDEX tickets_by_response ON tickets (first_response_at, id)
				WHERE first_response_at IS NOT NULL`,
			`CREATE INDEX tickets_by_solution ON tickets (resolved_at, id)
				WHERE resolved_at IS NOT NULL`,
			`CREATE INDEX tickets_by_closing ON tickets (closed_at)
				WHERE resolved_at IS NULL AND closed_at IS NOT NULL`,
			`CREATE INDEX tickets_late_response ON tickets (response_due_at)
				WHERE response_sla = 'breached'`,
			`CREATE INDEX tickets_late_solution ON tickets (resolution_due_at)
				WHERE resolution_sla = 'breached'`,
			`CREATE INDEX incidents_by_acknowledgement ON incidents (acknowledged_at)`,
			`CREATE INDEX incidents_by_solution ON incidents (resolved_at)`
		];
		for (const statement of statements) await execute(statement);
	}
};
