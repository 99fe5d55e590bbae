import {
	calendarFrom,
	type CalendarDefinition,
	type CalendarView
} from '#lib/domain/business-calendar.ts';
import type { BusinessCalendar } from '#lib/domain/calendar.ts';
import { policyFor, type SlaBook, type SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { Priority } from '#lib/domain/ticket.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** The row of `meta` that names the version: a new random one with every change. */
export const SLA_VERSION_KEY = 'sla_version';

/** That version as a column of another SELECT. */
export const SLA_VERSION = `(SELECT value FROM meta WHERE key = '${SLA_VERSION_KEY}')`;

/** Books by their version. Versions are random, so one that was rolled back never comes again. */
const kept = new Map<string, SlaBook>();
const KEPT = 8;

/**
 * The policies and calendars in force. A write asks for their version, one row by its key if it
 * has not read it with its ticket, and reads them only when it has moved, be it on another node.
 */
export async function readSlaBook(tx: ReadTransaction, known?: string): Promise<SlaBook> {
	const version = known ?? (await readVersion(tx));
	const book = kept.get(version) ?? {
		policies: await selectPolicies(tx),
		calendars: await selectCalendars(tx)
	};
	kept.set(version, book);
	for (const oldest of kept.keys()) {
		if (kept.size <= KEPT) break;
		kept.delete(oldest);
	}
	return book;
}

async function readVersion(tx: ReadTransaction): Promise<string> {
	const version = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = $1`, [
		SLA_VERSION_KEY
	]);
	if (!version) throw new Error('the policies have no version: the database was not migrated');
	return version.value;
}

/** The policy for a priority and a service. */
export function policyOf(book: SlaBook, priority: Priority, service: string): SlaPolicyView {
	const policy = policyFor(book.policies, priority, service);
	if (!policy) throw new Error(`no SLA policy for priority ${priority}`);
	return policy;
}

/** The calendar behind an id; null is around the clock. */
export function calendarOf(book: SlaBook, id: number | null): BusinessCalendar {
	const view = book.calendars.find((calendar) => calendar.id === id);
	return calendarFrom(view ? view.definition : AROUND_THE_CLOCK);
}

const AROUND_THE_CLOCK: CalendarDefinition = { kind: 'around_the_clock' };

/** Policies; those for every service first, the most urgent first. */
function selectPolicies(tx: ReadTransaction): Promise<SlaPolicyView[]> {
	return tx.all<SlaPolicyView>(
		`SELECT p.id, p.priority, s.slug AS "service", p.response_minutes AS "responseMinutes",
			p.resolution_minutes AS "resolutionMinutes", p.warning_percent AS "warningPercent",
			p.calendar_id AS "calendar", p.version
		FROM service_level_policies p LEFT JOIN services s ON s.id = p.service_id
		ORDER BY CASE WHEN s.id IS NULL THEN 0 ELSE 1 END, s.position, s.id,
			CASE p.priority WHEN 'critical' THEN 1 WHEN 'high' THEN 2 WHEN 'normal' THEN 3 ELSE 4 END`
	);
}

async function selectCalendars(tx: ReadTransaction): Promise<CalendarView[]> {
	const rows = await tx.all<{ id: number; name: string; definition: string; version: number }>(
		`SELECT id, name, definition, version FROM calendars ORDER BY id`
	);
	return rows.map((row) => {
		const definition: CalendarDefinition = JSON.parse(row.definition);
		return { ...row, definition };
	});
}
