import type { Migration } from '../server/database/migrate.ts';

/** Column types that the two databases name differently. */
function types(dialect: 'sqlite' | 'postgres') {
	return dialect === 'sqlite'
		? { key: 'INTEGER PRIMARY KEY AUTOINCREMENT', ms: 'INTEGER', yes: 'BOOLEAN' }
		: { key: 'BIGSERIAL PRIMARY KEY', ms: 'BIGINT', yes: 'BOOLEAN' };
}

/** Numbers people say aloud begin here, so that they have four digits from the first day. */
const FIRST_TICKET = 1000;

export const liveCore: Migration = {
	name: '0001-live-core',
	async up({ dialect, execute }) {
		const { key, ms, yes } = types(dialect);
		const statements = [
			`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)`,
			`CREATE TABLE users (
				id ${key},
				email TEXT NOT NULL UNIQUE,
				name TEXT NOT NULL,
				role TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'client')),
				organization TEXT,
				password_hash TEXT,
				blocked_at ${ms},
				created_at ${ms} NOT NULL
			)`,
			`CREATE INDEX users_by_role ON users (role, name)`,
			`CREATE TABLE sessions (
				id TEXT PRIMARY KEY,
				user_id ${ms} NOT NULL REFERENCES users (id),
				kind TEXT NOT NULL,
				created_at ${ms} NOT NULL,
				expires_at ${ms} NOT NULL,
				ended_at ${ms},
				address TEXT NOT NULL,
				user_agent TEXT NOT NULL
			)`,
			`CREATE INDEX sessions_by_user ON sessions (user_id)`,
			`CREATE INDEX sessions_by_expiry ON sessions (expires_at)`,
			`CREATE TABLE sign_in_attempts (
				key TEXT PRIMARY KEY,
				failures INTEGER NOT NULL,
				resets_at ${ms} NOT NULL
			)`,
			`CREATE TABLE services (
				id ${key},
				slug TEXT NOT NULL UNIQUE,
				name TEXT NOT NULL,
				description TEXT NOT NULL,
				position INTEGER NOT NULL,
				state TEXT NOT NULL,
				manual_state TEXT NOT NULL,
				state_since ${ms} NOT NULL
			)`,
			`CREATE TABLE sla_policies (
				priority TEXT PRIMARY KEY,
				response_minutes INTEGER NOT NULL,
				resolution_minutes INTEGER NOT NULL
			)`,
			`CREATE TABLE tickets (
				id ${key},
				subject TEXT NOT NULL,
				description TEXT NOT NULL,
				service_id ${ms} NOT NULL REFERENCES services (id),
				priority TEXT NOT NULL,
				status TEXT NOT NULL,
				requester_id ${ms} NOT NULL REFERENCES users (id),
				assignee_id ${ms} REFERENCES users (id),
				external_id TEXT UNIQUE,
				created_at ${ms} NOT NULL,
				updated_at ${ms} NOT NULL,
				first_response_at ${ms},
				resolved_at ${ms},
				closed_at ${ms},
				response_due_at ${ms} NOT NULL,
				resolution_due_at ${ms} NOT NULL,
				response_sla TEXT NOT NULL,
				resolution_sla TEXT NOT NULL,
				paused_at ${ms},
				paused_ms ${ms} NOT NULL,
				next_threshold_at ${ms},
				urgency INTEGER NOT NULL,
				updated_by_id ${ms} REFERENCES users (id),
				version INTEGER NOT NULL
			)`,
			`CREATE INDEX tickets_listed ON tickets (urgency, created_at, id)
				WHERE status NOT IN ('closed', 'cancelled')`,
			`CREATE INDEX tickets_by_urgency ON tickets (urgency, created_at, id)`,
			`CREATE INDEX tickets_by_creation ON tickets (created_at, id)`,
			`CREATE INDEX tickets_by_update ON tickets (updated_at, id)`,
			`CREATE INDEX tickets_by_status ON tickets (status, created_at, id)`,
			`CREATE INDEX tickets_by_service ON tickets (service_id, created_at, id)`,
			`CREATE INDEX tickets_by_assignee ON tickets (assignee_id, created_at, id)`,
			`CREATE INDEX tickets_by_requester ON tickets (requester_id, created_at, id)`,
			`CREATE INDEX tickets_by_threshold ON tickets (next_threshold_at)
				WHERE next_threshold_at IS NOT NULL`,
			`CREATE TABLE comments (
				id ${key},
				ticket_id ${ms} NOT NULL REFERENCES tickets (id),
				author_id ${ms} NOT NULL REFERENCES users (id),
				body TEXT NOT NULL,
				internal ${yes} NOT NULL,
				created_at ${ms} NOT NULL
			)`,
			`CREATE INDEX comments_by_ticket ON comments (ticket_id, id)`,
			`CREATE TABLE incidents (
				id ${key},
				title TEXT NOT NULL,
				severity TEXT NOT NULL,
				status TEXT NOT NULL,
				created_by_id ${ms} REFERENCES users (id),
				started_at ${ms} NOT NULL,
				updated_at ${ms} NOT NULL,
				acknowledged_at ${ms},
				acknowledged_by_id ${ms} REFERENCES users (id),
				resolved_at ${ms},
				listed ${yes} NOT NULL,
				updated_by_id ${ms} REFERENCES users (id),
				version INTEGER NOT NULL
			)`,
			`CREATE INDEX incidents_listed ON incidents (listed, resolved_at)`,
			`CREATE INDEX incidents_by_start ON incidents (started_at, id)`,
			`CREATE TABLE incident_services (
				incident_id ${ms} NOT NULL REFERENCES incidents (id),
				service_id ${ms} NOT NULL REFERENCES services (id),
				impact TEXT NOT NULL,
				PRIMARY KEY (incident_id, service_id)
			)`,
			`CREATE INDEX incident_services_by_service ON incident_services (service_id)`,
			`CREATE TABLE incident_updates (
				id ${key},
				incident_id ${ms} NOT NULL REFERENCES incidents (id),
				at ${ms} NOT NULL,
				author_id ${ms} REFERENCES users (id),
				status TEXT NOT NULL,
				severity TEXT NOT NULL,
				message TEXT NOT NULL
			)`,
			`CREATE INDEX incident_updates_by_incident ON incident_updates (incident_id, id)`,
			`CREATE TABLE idempotency_keys (
				actor_id ${ms} NOT NULL,
				key TEXT NOT NULL,
				fingerprint TEXT NOT NULL,
				result TEXT NOT NULL,
				created_at ${ms} NOT NULL,
				PRIMARY KEY (actor_id, key)
			)`,
			`CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)`,
			// One row: every counter that a screen shows, moved in the transaction that moves it.
			`CREATE TABLE figures (
				id INTEGER PRIMARY KEY CHECK (id = 1),
				new INTEGER NOT NULL,
				in_progress INTEGER NOT NULL,
				waiting INTEGER NOT NULL,
				resolved INTEGER NOT NULL,
				overdue INTEGER NOT NULL,
				unassigned INTEGER NOT NULL,
				low INTEGER NOT NULL,
				normal INTEGER NOT NULL,
				high INTEGER NOT NULL,
				critical INTEGER NOT NULL,
				open_incidents INTEGER NOT NULL,
				kpis TEXT NOT NULL
			)`,
			`INSERT INTO figures VALUES (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '[]')`,
			`CREATE TABLE figure_days (
				day TEXT PRIMARY KEY,
				created INTEGER NOT NULL,
				resolved INTEGER NOT NULL,
				resolution_ms ${ms} NOT NULL,
				resolution_met INTEGER NOT NULL,
				responded INTEGER NOT NULL,
				response_ms ${ms} NOT NULL
			)`,
			`CREATE TABLE events (
				seq ${key},
				at ${ms} NOT NULL,
				type TEXT NOT NULL,
				actor_id ${ms},
				payload TEXT NOT NULL
			)`,
			`CREATE INDEX events_by_time ON events (at)`,
			dialect === 'sqlite'
				? `INSERT INTO sqlite_sequence (name, seq) VALUES ('tickets', ${FIRST_TICKET})`
				: `ALTER SEQUENCE tickets_id_seq RESTART WITH ${FIRST_TICKET + 1}`
		];
		for (const statement of statements) await execute(statement);
	}
};
