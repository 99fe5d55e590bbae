import type { BusinessCalendar } from '#lib/domain/calendar.ts';
import { fieldError } from '#lib/domain/errors.ts';
import { SYSTEM, type Role } from '#lib/domain/people.ts';
import type { SlaTarget } from '#lib/domain/sla.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import { calendarOf, policyOf, readSlaBook } from '#server/records/sla-book.ts';
import type { TicketRow } from '#server/records/ticket-record.ts';
import { insertPerson } from './insert-person.ts';

/** A person that something refers to. */
export interface PersonRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

/** The service behind a slug. Refused at the field `service` when there is none, or a hidden one. */
export async function serviceBySlug(
	tx: ReadTransaction,
	slug: string
): Promise<{ id: number; slug: string }> {
	const row = await tx.one<{ id: number }>(
		`SELECT id FROM services WHERE slug = $1 AND NOT hidden`,
		[slug]
	);
	if (!row) throw fieldError('service', 'unknown_service');
	return { id: row.id, slug };
}

/** A member of staff who can be given a ticket. Refused at the field `assignee` otherwise. */
export async function assigneeByEmail(tx: ReadTransaction, email: string): Promise<PersonRow> {
	const row = await tx.one<PersonRow>(
		`SELECT id, name, email, role FROM users
		WHERE email = $1 AND role <> 'client' AND blocked_at IS NULL`,
		[email]
	);
	if (!row) throw fieldError('assignee', 'unknown_person');
	return row;
}

/**
 * The person a ticket is filed for. One who has no account yet gets one without a password
 * when a name is given; otherwise refused at the field `requester`.
 */
export async function requesterByEmail(
	context: CommandContext,
	email: string,
	name: string | undefined
): Promise<PersonRow> {
	const { tx, now } = context;
	const row = await tx.one<PersonRow>(`SELECT id, name, email, role FROM users WHERE email = $1`, [
		email
	]);
	if (row) return row;
	if (name === undefined) throw fieldError('requester', 'unknown_person');
	const id = await insertPerson(tx, now, { email, name, role: 'client' });
	context.record({ type: 'person.created', actor: SYSTEM, person: { id, email, role: 'client' } });
	return { id, name, email, role: 'client' };
}

/** What a ticket was promised, as its row keeps it. */
export type PromisedColumns = Pick<
	TicketRow,
	'responseMinutes' | 'resolutionMinutes' | 'warningPercent' | 'calendarId'
>;

/** A promise with the calendar it is counted by. */
export interface SlaPromise {
	readonly columns: PromisedColumns;
	readonly target: SlaTarget;
}

/** What is promised now for a priority and the service behind a slug. */
export async function promiseFor(
	tx: ReadTransaction,
	{ priority, service, slaVersion }: Pick<TicketRow, 'priority' | 'service' | 'slaVersion'>
): Promise<SlaPromise> {
	const book = await readSlaBook(tx, slaVersion);
	const policy = policyOf(book, priority, service);
	return promised({ ...policy, calendarId: policy.calendar }, calendarOf(book, policy.calendar));
}

/**
 * What a ticket was promised. A policy that has changed since does not touch it; the calendar is
 * the one of today.
 */
export async function promiseOf(
	tx: ReadTransaction,
	ticket: Pick<TicketRow, 'priority' | 'service' | 'slaVersion'> & PromisedColumns
): Promise<SlaPromise> {
	const { responseMinutes, resolutionMinutes, warningPercent, calendarId, slaVersion } = ticket;
	// Filed by a node of the previous release, which kept no promises.
	if (responseMinutes === null || resolutionMinutes === null || warningPercent === null)
		return promiseFor(tx, ticket);
	const columns = { responseMinutes, resolutionMinutes, warningPercent, calendarId };
	return promised(columns, calendarOf(await readSlaBook(tx, slaVersion), calendarId));
}

function promised(
	columns: Omit<SlaTarget, 'calendar' | 'warningShare'> & {
		readonly warningPercent: number;
		readonly calendarId: number | null;
	},
	calendar: BusinessCalendar
): SlaPromise {
	const { responseMinutes, resolutionMinutes, warningPercent, calendarId } = columns;
	return {
		columns: { responseMinutes, resolutionMinutes, warningPercent, calendarId },
		target: { responseMinutes, resolutionMinutes, warningShare: warningPercent / 100, calendar }
	};
}
