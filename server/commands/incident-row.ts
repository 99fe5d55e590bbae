import { DomainError } from '#lib/domain/errors.ts';
import { incidentId } from '#lib/domain/incident.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { EventPayload } from '#server/events/event.ts';
import { selectIncidents, type IncidentRecord } from '#server/records/incident-record.ts';

type Told = 'incident' | 'incidentForStaff' | 'incidentUnlisted';

/** The incident behind a number, locked until the commit. Throws `not_found`. */
export async function lockIncident(
	tx: WriteTransaction,
	number: string
): Promise<{ id: number; before: IncidentRecord }> {
	const id = incidentId(number);
	if (id === null) throw new DomainError('not_found');
	await tx.lock('incidents', id);
	return { id, before: await readIncident(tx, id) };
}

/** The incident as it stands. Throws `not_found`. */
export async function readIncident(tx: ReadTransaction, id: number): Promise<IncidentRecord> {
	const [incident] = await selectIncidents(tx, 'WHERE t.id = $1', [id]);
	if (!incident) throw new DomainError('not_found');
	return incident;
}

/** Refusal for an editor who began with an older version. */
export async function staleIncident(
	tx: ReadTransaction,
	id: number,
	row: IncidentRecord
): Promise<DomainError> {
	const editor = await tx.one<{ name: string }>(
		`SELECT u.name FROM incidents i JOIN users u ON u.id = i.updated_by_id WHERE i.id = $1`,
		[id]
	);
	return new DomainError('stale_version', {
		stale: {
			currentVersion: row.version,
			changedBy: editor?.name ?? null,
			changedAt: row.updatedAt,
			current: { status: row.status, severity: row.severity }
		}
	});
}

/**
 * How an event tells of an incident that is touched without coming back to live screens: as it
 * stands where they show it, by its number alone where they no longer do.
 */
export async function touched(
	tx: ReadTransaction,
	id: number,
	{ staffOnly }: { staffOnly: boolean }
): Promise<{ incident: IncidentRecord; told: Pick<EventPayload, Told> }> {
	const incident = await readIncident(tx, id);
	const row = await tx.one<{ listed: boolean | number }>(
		`SELECT listed FROM incidents WHERE id = $1`,
		[id]
	);
	if (!row?.listed)
		return { incident, told: { incidentUnlisted: { number: incident.number, staffOnly } } };
	return { incident, told: staffOnly ? { incidentForStaff: incident } : { incident } };
}
