import type { AlertSource, AlertState, AlertView } from '#lib/domain/alert.ts';
import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import {
	incidentId,
	incidentNumber,
	type AnyIncident,
	type PostmortemView
} from '#lib/domain/incident.ts';
import { may } from '#lib/domain/permission.ts';
import { ticketId, type FullTicket } from '#lib/domain/ticket.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Page, Queries } from '#server/portal.ts';
import { incidentFor } from '#server/presenters/incident.ts';
import { fullTicket } from '#server/presenters/ticket.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { iso, isoOrNull, selectTickets, ticketRecord } from '#server/records/ticket-record.ts';
import { Conditions } from './conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';
import { aboutService } from './about-service.ts';

const USUAL = 20;
const MOST = 100;

type IncidentQueries = Pick<
	Queries,
	| 'incident'
	| 'incidents'
	| 'firstIncidentAt'
	| 'postmortem'
	| 'incidentAlert'
	| 'incidentTickets'
	| 'ticketIncidents'
>;

interface Key {
	readonly startedAt: string;
	readonly number: string;
}

const ORDER: readonly KeyColumn<Key>[] = [
	{ column: 't.started_at', descending: true, of: ({ startedAt }) => Date.parse(startedAt) },
	{ column: 't.id', descending: true, of: ({ number }) => incidentId(number) ?? 0 }
];

/** What bounds a list in time. */
const WITHIN = [
	['from', 't.started_at >= ?'],
	['to', 't.started_at < ?'],
	['acknowledgedFrom', 't.acknowledged_at >= ?'],
	['acknowledgedTo', 't.acknowledged_at < ?'],
	['resolvedFrom', 't.resolved_at >= ?'],
	['resolvedTo', 't.resolved_at < ?']
] as const;

interface AlertRow {
	readonly source: AlertSource;
	readonly state: AlertState;
	readonly times: number;
	readonly firstSeenAt: number;
	readonly lastSeenAt: number;
}

interface PostmortemRow {
	readonly body: string | null;
	readonly at: number | null;
	readonly publishedAt: number | null;
	readonly author: string | null;
}

/** Reads of incidents and of what belongs to them. */
export function incidentQueries(database: Database): IncidentQueries {
	return {
		incident: (viewer, number) =>
			database.read(async (tx) => {
				const [record] = await selectIncidents(tx, 'WHERE t.id = $1', [idOf(number)]);
				if (!record) throw new DomainError('not_found');
				return incidentFor(record, audienceOf(viewer));
			}),

		incidents: (viewer, { service, open, limit, cursor, ...within }) =>
			database.read(async (tx): Promise<Page<AnyIncident>> => {
				const size = Math.min(limit ?? USUAL, MOST);
				const where = new Conditions();
				if (service !== undefined) where.add(aboutService('incident', viewer), service);
				if (open) where.add(`t.status <> 'resolved'`);
				for (const [field, condition] of WITHIN)
					if (within[field] !== undefined) where.add(condition, within[field]);
				const key = keyBehind(cursor, ORDER.length);
				if (key) where.addAfter(ORDER, key);
				const records = await selectIncidents(
					tx,
					`${where.sql()} ORDER BY t.started_at DESC, t.id DESC LIMIT ${size + 1}`,
					where.values
				);
				const page = records.slice(0, size);
				const last = records.length > size ? page.at(-1) : undefined;
				return {
					items: page.map((record) => incidentFor(record, audienceOf(viewer))),
					nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
				};
			}),

		firstIncidentAt: () =>
			database.read(async (tx) => {
				const row = await tx.one<{ at: number }>(
					`SELECT started_at AS at FROM incidents ORDER BY started_at, id LIMIT 1`
				);
				return row?.at ?? null;
			}),

		postmortem: (viewer, number) =>
			database.read(async (tx): Promise<PostmortemView> => {
				const id = idOf(number);
				const row = await tx.one<PostmortemRow>(
					`SELECT i.postmortem AS body, i.postmortem_at AS at,
						i.postmortem_published_at AS "publishedAt", u.name AS author
					FROM incidents i LEFT JOIN users u ON u.id = i.postmortem_by_id WHERE i.id = $1`,
					[id]
				);
				const staff = audienceOf(viewer) === 'staff';
				// A draft is not there at all for anybody else, and neither is who wrote it.
				if (!row || row.body === null || row.at === null) throw new DomainError('not_found');
				if (!staff && row.publishedAt === null) throw new DomainError('not_found');
				const { body, at, publishedAt, author } = row;
				return {
					number: incidentNumber(id),
					body,
					updatedAt: iso(at),
					publishedAt: isoOrNull(publishedAt),
					...(staff ? { author } : {})
				};
			}),

		incidentAlert: (viewer, number) =>
			database.read(async (tx): Promise<AlertView | null> => {
				const id = idOf(number);
				if (!may(viewer, 'panel.view')) throw new DomainError('forbidden');
				await demandIncident(tx, id);
				const row = await tx.one<AlertRow>(
					`SELECT source, state, times, first_seen_at AS "firstSeenAt",
						last_seen_at AS "lastSeenAt"
					FROM alerts WHERE incident_id = $1`,
					[id]
				);
				if (!row) return null;
				const { firstSeenAt, lastSeenAt, ...told } = row;
				return { ...told, firstSeenAt: iso(firstSeenAt), lastSeenAt: iso(lastSeenAt) };
			}),

		incidentTickets: (viewer, number) =>
			database.read(async (tx): Promise<readonly FullTicket[]> => {
				const id = idOf(number);
				await demandIncident(tx, id);
				if (!may(viewer, 'ticket.view.any')) throw new DomainError('forbidden');
				const rows = await selectTickets(
					tx,
					`WHERE t.id IN (SELECT ticket_id FROM incident_tickets WHERE incident_id = $1)
					ORDER BY t.id`,
					[id]
				);
				return rows.map((row) => fullTicket(ticketRecord(row)));
			}),

		ticketIncidents: (viewer, number) =>
			database.read(async (tx): Promise<readonly AnyIncident[]> => {
				if (!may(viewer, 'ticket.view.any')) throw new DomainError('not_found');
				const records = await selectIncidents(
					tx,
					`WHERE t.id IN (SELECT incident_id FROM incident_tickets WHERE ticket_id = $1)
					ORDER BY t.id DESC`,
					[ticketId(number)]
				);
				return records.map((record) => incidentFor(record, 'staff'));
			})
	};
}

function idOf(number: string): number {
	const id = incidentId(number);
	if (id === null) throw new DomainError('not_found');
	return id;
}

async function demandIncident(tx: ReadTransaction, id: number): Promise<void> {
	const row = await tx.one<{ id: number }>(`SELECT id FROM incidents WHERE id = $1`, [id]);
	if (!row) throw new DomainError('not_found');
}
