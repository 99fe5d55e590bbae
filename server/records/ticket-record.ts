import type { Pause } from '#lib/domain/deadline.ts';
import type { CountedTicket } from '#lib/domain/figures.ts';
import type { SlaClocks, SlaFacts, SlaState } from '#lib/domain/sla.ts';
import {
	ticketNumber,
	type FullTicket,
	type Priority,
	type TicketPromise,
	type TicketStatus
} from '#lib/domain/ticket.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { SLA_VERSION } from './sla-book.ts';

/** A ticket's row with the names behind its ids. Times are milliseconds since the epoch. */
export interface TicketRow extends SlaClocks, SlaFacts {
	readonly id: number;
	readonly subject: string;
	readonly description: string;
	readonly serviceId: number;
	readonly service: string;
	/** Only staff may know of it. */
	readonly serviceHidden: boolean;
	readonly priority: Priority;
	readonly status: TicketStatus;
	readonly requesterId: number;
	readonly requesterName: string;
	readonly requesterEmail: string;
	readonly assigneeId: number | null;
	readonly assigneeName: string | null;
	readonly assigneeEmail: string | null;
	readonly externalId: string | null;
	readonly updatedAt: number;
	readonly closedAt: number | null;
	readonly responseSla: SlaState;
	readonly resolutionSla: SlaState;
	/** What was promised; null where nothing is kept of it, and then by the policy in force. */
	readonly responseMinutes: number | null;
	readonly resolutionMinutes: number | null;
	readonly warningPercent: number | null;
	/** Null is around the clock. */
	readonly calendarId: number | null;
	readonly rating: number | null;
	readonly ratingComment: string | null;
	readonly ratedAt: number | null;
	/** How often it was opened again after a solution. */
	readonly reopenings: number;
	/** Public replies of staff while work was owed. */
	readonly replies: number;
	readonly urgency: number;
	readonly updatedById: number | null;
	readonly version: number;
	/** How many things staff said or changed, and how many of them its client has seen. */
	readonly news: number;
	readonly newsSeen: number;
	/** Which SLA policies were in force when it was locked to be changed. */
	readonly slaVersion?: string;
}

/** The plain post-image that an event keeps: the whole ticket, whose it is and what it took. */
export interface TicketRecord extends FullTicket {
	readonly requesterId: number;
	/** Only staff, and the client itself, may know of its service. Of others there is none. */
	readonly serviceHidden?: true;
	/** Working milliseconds; see `SlaClocks`. Events of before they were kept have none. */
	readonly responseWorkedMs?: number | null;
	readonly resolutionWorkedMs?: number | null;
	/** Events of before there were unread marks have neither. */
	readonly news?: number;
	readonly newsSeen?: number;
}

/** A row as the database gives it. */
interface StoredRow extends Omit<TicketRow, 'pauses' | 'serviceHidden'> {
	readonly pauses: string;
	readonly serviceHidden: boolean | number;
}

const COLUMNS = `t.id, t.subject, t.description, t.service_id AS "serviceId", s.slug AS "service",
	s.hidden AS "serviceHidden", t.priority, t.status, t.requester_id AS "requesterId", r.name AS "requesterName",
	r.email AS "requesterEmail", t.assignee_id AS "assigneeId", a.name AS "assigneeName",
	a.email AS "assigneeEmail", t.external_id AS "externalId", t.created_at AS "createdAt",
	t.updated_at AS "updatedAt", t.first_response_at AS "firstResponseAt",
	t.resolved_at AS "resolvedAt", t.closed_at AS "closedAt",
	t.response_due_at AS "responseDueAt", t.resolution_due_at AS "resolutionDueAt",
	t.response_sla AS "responseSla", t.resolution_sla AS "resolutionSla",
	t.paused_at AS "pausedAt", t.pauses, t.paused_ms AS "pausedMs",
	t.response_worked_ms AS "responseWorkedMs", t.resolution_worked_ms AS "resolutionWorkedMs",
	t.response_minutes AS "responseMinutes", t.resolution_minutes AS "resolutionMinutes",
	t.warning_percent AS "warningPercent", t.calendar_id AS "calendarId",
	t.next_threshold_at AS "nextThresholdAt", t.rating,
	t.rating_comment AS "ratingComment", t.rated_at AS "ratedAt", t.reopenings, t.replies, t.urgency,
	t.updated_by_id AS "updatedById", t.version, t.news, t.news_seen AS "newsSeen"`;

const FROM = `FROM tickets t JOIN services s ON s.id = t.service_id AND t.deleted_at IS NULL
	JOIN users r ON r.id = t.requester_id LEFT JOIN users a ON a.id = t.assignee_id`;

/**
 * Tickets with the names behind their ids; `rest` is WHERE, ORDER BY and LIMIT. A deleted one is
 * never among them, whoever asks and however.
 */
export async function selectTickets(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<TicketRow[]> {
	return (await tx.all<StoredRow>(`SELECT ${COLUMNS} ${FROM} ${rest}`, bind)).map(parsed);
}

/** A ticket that was locked to be changed, with the version of the policies it is changed by. */
export async function selectLockedTicket(
	tx: ReadTransaction,
	id: number
): Promise<TicketRow | null> {
	const row = await tx.one<StoredRow>(
		`SELECT ${COLUMNS}, ${SLA_VERSION} AS "slaVersion" ${FROM} WHERE t.id = $1`,
		[id]
	);
	return row && parsed(row);
}

function parsed(row: StoredRow): TicketRow {
	return { ...row, pauses: parsePauses(row.pauses), serviceHidden: Boolean(row.serviceHidden) };
}

const NO_PAUSES = '[]';
const NEVER_PAUSED: readonly Pause[] = [];

/** Pauses as the column `pauses` keeps them: pairs of milliseconds. */
export function storedPauses(pauses: readonly Pause[]): string {
	return pauses.length === 0 ? NO_PAUSES : JSON.stringify(pauses.map(({ from, to }) => [from, to]));
}

function parsePauses(text: string): readonly Pause[] {
	if (text === NO_PAUSES) return NEVER_PAUSED;
	const pairs: [from: number, to: number][] = JSON.parse(text);
	return pairs.map(([from, to]) => ({ from, to }));
}

/** The row as the post-image of an event: the whole ticket, with its owner's id. */
export function ticketRecord(row: TicketRow): TicketRecord {
	const { requesterId, responseWorkedMs, resolutionWorkedMs, news, newsSeen } = row;
	return {
		...wholeTicket(row),
		requesterId,
		...(row.serviceHidden ? { serviceHidden: true } : {}),
		responseWorkedMs,
		resolutionWorkedMs,
		news,
		newsSeen
	};
}

/** The row as the JSON of the whole ticket. */
export function wholeTicket(row: TicketRow): FullTicket {
	return {
		number: ticketNumber(row.id),
		subject: row.subject,
		description: row.description,
		service: row.service,
		priority: row.priority,
		status: row.status,
		requester: { name: row.requesterName, email: row.requesterEmail },
		assignee:
			row.assigneeName === null || row.assigneeEmail === null
				? null
				: { name: row.assigneeName, email: row.assigneeEmail },
		externalId: row.externalId,
		createdAt: iso(row.createdAt),
		updatedAt: iso(row.updatedAt),
		firstResponseAt: isoOrNull(row.firstResponseAt),
		resolvedAt: isoOrNull(row.resolvedAt),
		closedAt: isoOrNull(row.closedAt),
		responseDueAt: iso(row.responseDueAt),
		resolutionDueAt: iso(row.resolutionDueAt),
		pausedAt: isoOrNull(row.pausedAt),
		pauses: row.pauses.flatMap(({ from, to }) =>
			to === null ? [] : [{ from: iso(from), to: iso(to) }]
		),
		promise: promiseIn(row),
		rating:
			row.rating === null || row.ratedAt === null
				? null
				: { score: row.rating, comment: row.ratingComment ?? '', at: iso(row.ratedAt) },
		sla: { response: row.responseSla, resolution: row.resolutionSla },
		version: row.version
	};
}

function promiseIn(row: TicketRow): TicketPromise | null {
	const { responseMinutes, resolutionMinutes, calendarId: calendar } = row;
	if (responseMinutes === null || resolutionMinutes === null) return null;
	return { responseMinutes, resolutionMinutes, calendar };
}

/** What the figures count of a row. */
export function figureFacts(row: TicketRow): CountedTicket {
	return {
		status: row.status,
		serviceId: row.serviceId,
		priority: row.priority,
		assigned: row.assigneeId !== null,
		assigneeId: row.assigneeId,
		responseSla: row.responseSla,
		resolutionSla: row.resolutionSla,
		createdAt: row.createdAt,
		firstResponseAt: row.firstResponseAt,
		resolvedAt: row.resolvedAt,
		closedAt: row.closedAt,
		responseDueAt: row.responseDueAt,
		resolutionDueAt: row.resolutionDueAt,
		responseWorkedMs: row.responseWorkedMs,
		resolutionWorkedMs: row.resolutionWorkedMs,
		rating: row.rating,
		reopenings: row.reopenings,
		replies: row.replies
	};
}

/** Milliseconds as ISO 8601 in UTC. */
export function iso(at: number): string {
	return new Date(at).toISOString();
}

/** The same for a time that may be missing. */
export function isoOrNull(at: number | null): string | null {
	return at === null ? null : iso(at);
}
