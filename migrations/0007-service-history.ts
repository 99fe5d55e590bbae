import type { Migration } from '../server/database/migrate.ts';

/**
 * What every service suffered, from when to when: the ground of its uptime. Beside it planned
 * works, the tickets and the post-mortem of an incident, and times that people corrected.
 */
export const serviceHistory: Migration = {
	name: '0007-service-history',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const no = sqlite ? '0' : 'FALSE';
		const least = sqlite ? 'MIN' : 'LEAST';
		const statements = [
			`ALTER TABLE services ADD COLUMN created_at ${ms} NOT NULL DEFAULT 0`,
			`ALTER TABLE services ADD COLUMN hidden BOOLEAN NOT NULL DEFAULT ${no}`,
			`ALTER TABLE services ADD COLUMN manual_reason TEXT`,
			`ALTER TABLE services ADD COLUMN manual_by_id ${ms} REFERENCES users (id)`,
			`ALTER TABLE services ADD COLUMN manual_at ${ms}`,
			// Nobody wrote down when a service came to be: its first trace is taken for it.
			`UPDATE services SET created_at = ${least}(state_since, COALESCE((
				SELECT MIN(i.started_at) FROM incident_services s
				JOIN incidents i ON i.id = s.incident_id WHERE s.service_id = services.id
			), state_since))`,
			`UPDATE services SET manual_at = state_since WHERE manual_state <> 'operational'`,

			`ALTER TABLE incidents ADD COLUMN recorded_started_at ${ms} NOT NULL DEFAULT 0`,
			`ALTER TABLE incidents ADD COLUMN recorded_resolved_at ${ms}`,
			`ALTER TABLE incidents ADD COLUMN postmortem TEXT`,
			`ALTER TABLE incidents ADD COLUMN postmortem_at ${ms}`,
			`ALTER TABLE incidents ADD COLUMN postmortem_by_id ${ms} REFERENCES users (id)`,
			`ALTER TABLE incidents ADD COLUMN postmortem_published_at ${ms}`,
			`UPDATE incidents SET recorded_started_at = started_at, recorded_resolved_at = resolved_at`,
			`ALTER TABLE incident_updates ADD COLUMN impacts TEXT`,
			`CREATE TABLE incident_corrections (
				id ${key},
				incident_id ${ms} NOT NULL REFERENCES incidents (id),
				at ${ms} NOT NULL,
				actor_id ${ms} REFERENCES users (id),
				field TEXT NOT NULL,
				old_value ${ms},
				new_value ${ms},
				reason TEXT NOT NULL
			)`,
			`CREATE INDEX incident_corrections_by_incident ON incident_corrections (incident_id, id)`,
			`CREATE TABLE incident_tickets (
				incident_id ${ms} NOT NULL REFERENCES incidents (id),
				ticket_id ${ms} NOT NULL REFERENCES tickets (id),
				linked_at ${ms} NOT NULL,
				linked_by_id ${ms} REFERENCES users (id),
				PRIMARY KEY (incident_id, ticket_id)
			)`,
			`CREATE INDEX incident_tickets_by_ticket ON incident_tickets (ticket_id)`,

			// Without an incident: set by hand. `recorded_*` is when it was told to the portal; from_at
			// and to_at are what counts after the times of the incident were corrected.
			`CREATE TABLE service_impacts (
				id ${key},
				service_id ${ms} NOT NULL REFERENCES services (id),
				incident_id ${ms} REFERENCES incidents (id),
				state TEXT NOT NULL,
				recorded_from ${ms} NOT NULL,
				recorded_to ${ms},
				from_at ${ms} NOT NULL,
				to_at ${ms}
			)`,
			`CREATE INDEX service_impacts_by_end ON service_impacts (to_at)`,
			`CREATE INDEX service_impacts_by_service ON service_impacts (service_id, to_at)`,
			`CREATE INDEX service_impacts_by_incident ON service_impacts (incident_id)`,
			`INSERT INTO service_impacts
				(service_id, incident_id, state, recorded_from, recorded_to, from_at, to_at)
				SELECT s.service_id, s.incident_id, s.impact, i.started_at, i.resolved_at,
					i.started_at, i.resolved_at
				FROM incident_services s JOIN incidents i ON i.id = s.incident_id
				WHERE s.impact <> 'operational'`,
			`INSERT INTO service_impacts (service_id, state, recorded_from, from_at)
				SELECT id, manual_state, state_since, state_since FROM services
				WHERE manual_state <> 'operational'`,

			`CREATE TABLE maintenances (
				id ${key},
				title TEXT NOT NULL,
				message TEXT NOT NULL,
				status TEXT NOT NULL,
				starts_at ${ms} NOT NULL,
				ends_at ${ms} NOT NULL,
				started_at ${ms},
				ended_at ${ms},
				created_by_id ${ms} REFERENCES users (id),
				updated_by_id ${ms} REFERENCES users (id),
				created_at ${ms} NOT NULL,
				updated_at ${ms} NOT NULL,
				version INTEGER NOT NULL
			)`,
			`CREATE INDEX maintenances_by_status ON maintenances (status, starts_at)`,
			`CREATE INDEX maintenances_by_end ON maintenances (status, ends_at)`,
			`CREATE INDEX maintenances_ended ON maintenances (ended_at)`,
			`CREATE INDEX maintenances_by_start ON maintenances (starts_at, id)`,
			`CREATE TABLE maintenance_services (
				maintenance_id ${ms} NOT NULL REFERENCES maintenances (id),
				service_id ${ms} NOT NULL REFERENCES services (id),
				PRIMARY KEY (maintenance_id, service_id)
			)`,
			`CREATE INDEX maintenance_services_by_service ON maintenance_services (service_id)`
		];
		for (const statement of statements) await execute(statement);
	}
};
