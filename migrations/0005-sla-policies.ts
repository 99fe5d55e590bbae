import type { Migration } from '../server/database/migrate.ts';

/**
 * What is promised for a priority and a service, and by whose calendar; what each ticket was
 * promised, its pauses, and how much working time answer and solution took.
 *
 * A table beside `sla_policies`, whose key allows one row for a priority and which the previous
 * release still reads.
 */
export const slaPolicies: Migration = {
	name: '0005-sla-policies',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const statements = [
			// `definition` is the JSON of domain/business-calendar.ts: always read and written whole.
			`CREATE TABLE calendars (
				id ${key},
				name TEXT NOT NULL UNIQUE,
				definition TEXT NOT NULL,
				version INTEGER NOT NULL
			)`,
			`INSERT INTO calendars (name, definition, version)
				VALUES ('Круглосуточно', '{"kind":"around_the_clock"}', 1)`,
			`CREATE TABLE service_level_policies (
				id ${key},
				priority TEXT NOT NULL,
				service_id ${ms} REFERENCES services (id),
				response_minutes INTEGER NOT NULL,
				resolution_minutes INTEGER NOT NULL,
				warning_percent INTEGER NOT NULL,
				calendar_id ${ms} NOT NULL REFERENCES calendars (id),
				version INTEGER NOT NULL
			)`,
			`CREATE UNIQUE INDEX service_level_policies_general
				ON service_level_policies (priority) WHERE service_id IS NULL`,
			`CREATE UNIQUE INDEX service_level_policies_special
				ON service_level_policies (priority, service_id) WHERE service_id IS NOT NULL`,
			`INSERT INTO service_level_policies
				(priority, response_minutes, resolution_minutes, warning_percent, calendar_id, version)
				SELECT priority, response_minutes, resolution_minutes, 30,
					(SELECT MIN(id) FROM calendars), 1 FROM sla_policies`,
			`ALTER TABLE tickets ADD COLUMN response_worked_ms ${ms}`,
			`ALTER TABLE tickets ADD COLUMN resolution_worked_ms ${ms}`,
			`ALTER TABLE tickets ADD COLUMN pauses TEXT NOT NULL DEFAULT '[]'`,
			`ALTER TABLE tickets ADD COLUMN response_minutes INTEGER`,
			`ALTER TABLE tickets ADD COLUMN resolution_minutes INTEGER`,
			`ALTER TABLE tickets ADD COLUMN warning_percent INTEGER`,
			// Null is around the clock, as everything was before.
			`ALTER TABLE tickets ADD COLUMN calendar_id ${ms} REFERENCES calendars (id)`,
			// When earlier pauses were is not known, only how long: around the clock it is the same.
			`UPDATE tickets SET
				response_worked_ms = CASE
					WHEN first_response_at IS NULL THEN NULL
					WHEN first_response_at < created_at THEN 0
					ELSE first_response_at - created_at END,
				resolution_worked_ms = CASE
					WHEN resolved_at IS NULL THEN NULL
					WHEN resolved_at - paused_ms < created_at THEN 0
					ELSE resolved_at - paused_ms - created_at END,
				pauses = CASE WHEN paused_ms > 0
					THEN '[[' || created_at || ',' || (created_at + paused_ms) || ']]'
					ELSE '[]' END,
				response_minutes = (SELECT p.response_minutes FROM sla_policies p
					WHERE p.priority = tickets.priority),
				resolution_minutes = (SELECT p.resolution_minutes FROM sla_policies p
					WHERE p.priority = tickets.priority),
				warning_percent = 30`
		];
		for (const statement of statements) await execute(statement);
	}
};
