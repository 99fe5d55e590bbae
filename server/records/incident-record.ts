import {
	incidentNumber,
	type CorrectionView,
	type ImpactChange,
	type ImpactView,
	type IncidentTime,
	type IncidentStatus,
	type IncidentUpdateView,
	type Severity,
	type StaffIncident
} from '#lib/domain/incident.ts';
import { ticketNumber } from '#lib/domain/ticket.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { hiddenAmong, selectHiddenSlugs, type HiddenServices } from './hidden-services.ts';
import { iso, isoOrNull } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export interface IncidentRecord extends StaffIncident, HiddenServices {}

/** An incident's row. Times are milliseconds since the epoch. */
export interface IncidentRow {
	readonly id: number;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly startedAt: number;
	readonly updatedAt: number;
	readonly acknowledgedAt: number | null;
	readonly acknowledgedByName: string | null;
	readonly acknowledgedByEmail: string | null;
	readonly resolvedAt: number | null;
	readonly postmortemAt: number | null;
	readonly postmortemPublishedAt: number | null;
	readonly version: number;
}

interface ImpactRow extends ImpactView {
	readonly incidentId: number;
}

interface UpdateRow {
	readonly id: number;
	readonly incidentId: number;
	readonly at: number;
	readonly status: IncidentStatus;
	readonly severity: Severity;
	readonly message: string;
	readonly author: string | null;
	/** JSON of `ImpactChange[]`. */
	readonly impacts: string | null;
}

interface CorrectionRow {
	readonly id: number;
	readonly incidentId: number;
	readonly at: number;
	readonly field: IncidentTime;
	readonly before: number | null;
	readonly after: number | null;
	readonly reason: string;
	readonly author: string | null;
}

/** What belongs to several incidents, read at once for all of them. */
interface Belongings {
	readonly impacts: readonly ImpactRow[];
	readonly updates: readonly UpdateRow[];
	readonly corrections: readonly CorrectionRow[];
	readonly tickets: readonly { readonly incidentId: number; readonly ticketId: number }[];
}

/** Incidents with their services and timelines; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectIncidents(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<IncidentRecord[]> {
	const rows = await tx.all<IncidentRow>(
		`SELECT t.id, t.title, t.severity, t.status, t.started_at AS "startedAt",
			t.updated_at AS "updatedAt", t.acknowledged_at AS "acknowledgedAt",
			u.name AS "acknowledgedByName", u.email AS "acknowledgedByEmail",
			t.resolved_at AS "resolvedAt", t.postmortem_at AS "postmortemAt",
			t.postmortem_published_at AS "postmortemPublishedAt", t.version
		FROM incidents t LEFT JOIN users u ON u.id = t.acknowledged_by_id ${rest}`,
		bind
	);
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const among = ids.map((_, index) => `$${index + 1}`).join(', ');
	const impacts = await tx.all<ImpactRow>(
		`SELECT i.incident_id AS "incidentId", s.slug, s.name, i.impact
		FROM incident_services i JOIN services s ON s.id = i.service_id
		WHERE i.incident_id IN (${among}) ORDER BY s.id`,
		ids
	);
	const updates = await tx.all<UpdateRow>(
		`SELECT i.id, i.incident_id AS "incidentId", i.at, i.status, i.severity, i.message,
			i.impacts, u.name AS author
		FROM incident_updates i LEFT JOIN users u ON u.id = i.author_id
		WHERE i.incident_id IN (${among}) ORDER BY i.id DESC`,
		ids
	);
	const corrections = await tx.all<CorrectionRow>(
		`SELECT c.id, c.incident_id AS "incidentId", c.at, c.field, c.old_value AS "before",
			c.new_value AS "after", c.reason, u.name AS author
		FROM incident_corrections c LEFT JOIN users u ON u.id = c.actor_id
		WHERE c.incident_id IN (${among}) ORDER BY c.id DESC`,
		ids
	);
	const tickets = await tx.all<{ incidentId: number; ticketId: number }>(
		`SELECT incident_id AS "incidentId", ticket_id AS "ticketId" FROM incident_tickets
		WHERE incident_id IN (${among}) ORDER BY linked_at, ticket_id`,
		ids
	);
	const hidden = await selectHiddenSlugs(tx);
	return rows.map((row) => {
		const record = incidentRecord(row, { impacts, updates, corrections, tickets });
		const named = record.updates.flatMap((update) => update.impacts ?? []);
		return { ...record, ...hiddenAmong(hidden, [...record.services, ...named]) };
	});
}

function incidentRecord(row: IncidentRow, all: Belongings): StaffIncident {
	const own = <T extends { readonly incidentId: number }>(things: readonly T[]) =>
		things.filter(({ incidentId }) => incidentId === row.id);
	return {
		number: incidentNumber(row.id),
		title: row.title,
		severity: row.severity,
		status: row.status,
		services: own(all.impacts).map(({ slug, name, impact }) => ({ slug, name, impact })),
		startedAt: iso(row.startedAt),
		updatedAt: iso(row.updatedAt),
		acknowledgedAt: isoOrNull(row.acknowledgedAt),
		acknowledgedBy:
			row.acknowledgedByName === null || row.acknowledgedByEmail === null
				? null
				: { name: row.acknowledgedByName, email: row.acknowledgedByEmail },
		resolvedAt: isoOrNull(row.resolvedAt),
		updates: own(all.updates).map(updateView),
		corrections: own(all.corrections).map(correctionView),
		postmortemAt: isoOrNull(row.postmortemPublishedAt),
		postmortem:
			row.postmortemPublishedAt !== null
				? 'published'
				: row.postmortemAt === null
					? 'none'
					: 'draft',
		tickets: own(all.tickets).map(({ ticketId }) => ticketNumber(ticketId)),
		version: row.version
	};
}

function updateView(row: UpdateRow): IncidentUpdateView {
	const { id, at, status, severity, message, author } = row;
	const view = { id, at: iso(at), status, severity, message, author };
	if (row.impacts === null) return view;
	const impacts: ImpactChange[] = JSON.parse(row.impacts);
	return { ...view, impacts };
}

function correctionView(row: CorrectionRow): CorrectionView {
	const { id, at, field, before, after, reason, author } = row;
	return {
		id,
		at: iso(at),
		field,
		before: isoOrNull(before),
		after: isoOrNull(after),
		reason,
		author
	};
}
