import type { Migration } from '../server/database/migrate.ts';

/**
 * What every ticket went through, kept for good where events are pruned after some weeks; how
 * its client rated the solution; and who took it away, and why.
 */
export const ticketLife: Migration = {
	name: '0003-ticket-life',
	async up({ dialect, execute }) {
		const sqlite = dialect === 'sqlite';
		const key = sqlite ? 'INTEGER PRIMARY KEY AUTOINCREMENT' : 'BIGSERIAL PRIMARY KEY';
		const ms = sqlite ? 'INTEGER' : 'BIGINT';
		const columns = [
			`rating INTEGER`,
			`rating_comment TEXT`,
			`rated_at ${ms}`,
			`deleted_at ${ms}`,
			`deleted_by_id ${ms} REFERENCES users (id)`,
			`deleted_reason TEXT`
		];
		for (const column of columns) await execute(`ALTER TABLE tickets ADD COLUMN ${column}`);
		await execute(`CREATE TABLE ticket_changes (
			id ${key},
			ticket_id ${ms} NOT NULL REFERENCES tickets (id),
			at ${ms} NOT NULL,
			actor_id ${ms} REFERENCES users (id),
			field TEXT NOT NULL,
			old_value TEXT,
			new_value TEXT
		)`);
		await execute(`CREATE INDEX ticket_changes_by_ticket ON ticket_changes (ticket_id, id)`);
		// Few rows: what is taken off a count, so that counting need not look at every ticket.
		await execute(`CREATE INDEX tickets_deleted ON tickets (id) WHERE deleted_at IS NOT NULL`);
		await execute(historyFromEvents(dialect));
	}
};

const INTO = `INSERT INTO ticket_changes (ticket_id, at, actor_id, field, old_value, new_value)`;

const FROM_EVENTS_SQLITE = `${INTO}
	SELECT CAST(substr(json_extract(e.payload, '$.ticket.number'), 4) AS INTEGER), e.at, e.actor_id,
		c.key, json_extract(c.value, '$[0]'), json_extract(c.value, '$[1]')
	FROM events e, json_each(e.payload, '$.changed') c
	WHERE e.type = 'ticket.updated' ORDER BY e.seq, c.key`;

const FROM_EVENTS_POSTGRES = `${INTO}
	SELECT substr(e.fact -> 'ticket' ->> 'number', 4)::bigint, e.at, e.actor_id,
		c.key, c.value ->> 0, c.value ->> 1
	FROM (
		SELECT seq, at, actor_id, payload::jsonb AS fact FROM events WHERE type = 'ticket.updated'
	) e CROSS JOIN LATERAL jsonb_each(e.fact -> 'changed') c
	ORDER BY e.seq, c.key`;

/** What happened before there was a history, as far as events still tell it. */
export function historyFromEvents(dialect: 'sqlite' | 'postgres'): string {
	return dialect === 'sqlite' ? FROM_EVENTS_SQLITE : FROM_EVENTS_POSTGRES;
}
