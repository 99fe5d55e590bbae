import type { Migration } from '../server/database/migrate.ts';

/** What lists are narrowed by. A list narrowed twice is told from an index alone. */
const NARROWED = 'status, priority, service_id, assignee_id, requester_id, deleted_at';

const PRIORITY_RANK = `CASE priority WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'normal' THEN 2 ELSE 3 END`;

/**
 * Lists of a million tickets: how many there are of each sort, moved with each ticket, so that
 * nothing has to be counted; and indexes that hold all that a list is narrowed by, so that only
 * rows that are shown are looked up. What is over comes last by urgency, not among what is owed.
 */
export const largeQueues: Migration = {
	name: '0012-large-queues',
	async up({ dialect, execute }) {
		const ms = dialect === 'sqlite' ? 'INTEGER' : 'BIGINT';
		const wide = (name: string, columns: string) => [
			`DROP INDEX ${name}`,
			`CREATE INDEX ${name} ON tickets (${columns}, ${others(columns)})`
		];
		const statements = [
			`CREATE TABLE ticket_counts (
				status TEXT NOT NULL,
				priority TEXT NOT NULL,
				service_id ${ms} NOT NULL,
				assignee_id ${ms} NOT NULL,
				tickets INTEGER NOT NULL,
				PRIMARY KEY (status, priority, service_id, assignee_id)
			)`,
			`INSERT INTO ticket_counts
				SELECT status, priority, service_id, COALESCE(assignee_id, 0), COUNT(*) FROM tickets
				WHERE deleted_at IS NULL
				GROUP BY status, priority, service_id, COALESCE(assignee_id, 0)`,
			`UPDATE tickets SET urgency = 300 + ${PRIORITY_RANK} WHERE status IN ('closed', 'cancelled')`,
			// By rank the listed ones come first by now.
			`DROP INDEX tickets_listed`,
			...wide('tickets_by_urgency', 'urgency, created_at, id'),
			...wide('tickets_by_creation', 'created_at, id'),
			...wide('tickets_by_update', 'updated_at, id'),
			...wide('tickets_by_status', 'status, created_at, id'),
			...wide('tickets_by_service', 'service_id, created_at, id'),
			...wide('tickets_by_assignee', 'assignee_id, created_at, id'),
			...wide('tickets_by_requester', 'requester_id, created_at, id'),
			`CREATE INDEX tickets_by_priority
				ON tickets (priority, created_at, id, ${others('priority')})`
		];
		for (const statement of statements) await execute(statement);
	}
};

function others(columns: string): string {
	const named = columns.split(', ');
	return NARROWED.split(', ')
		.filter((column) => !named.includes(column))
		.join(', ');
}
