import { z } from 'zod';
import type { ImportedTicket } from '#server/commands/import-ticket.ts';
import { parseInput } from '#lib/input/parse.ts';
import { email, LIMITS, line, newTicket } from '#lib/input/schemas.ts';
import { isDomainError } from '#lib/domain/errors.ts';
import { timeFault } from '#lib/domain/imported-time.ts';
import { LogFormatError, readTable } from '#server/servicenow/read.ts';
import type { BadRow } from '#server/servicenow/row.ts';
import type { ColumnMap, ImportField } from './column-map.ts';
import type { FileTicket, ImportFile } from './servicenow.ts';
import { priorityIn, slugIn, statusIn, timeIn } from './values.ts';

/** Addresses of people whose own is not known: no mail can go astray. */
const MAIL_DOMAIN = 'import.example';

const ADDRESS = /^[^\s@<>"\p{Cc}]+@[^\s@<>"\p{Cc}]+$/u;

const BELIEVABLE = 'time between 1970 and tomorrow';

/** Any table with a header: one row is one ticket. */
export async function readCsv(path: string, map: ColumnMap, now: number): Promise<ImportFile> {
	const tickets: FileTicket[] = [];
	const bad: BadRow[] = [];
	const seen = new Set<string>();
	let places: ReadonlyMap<string, number> | null = null;
	for await (const row of readTable(path)) {
		if ('reason' in row) {
			bad.push(row);
			continue;
		}
		if (places === null) {
			places = placesOf(row.cells, map);
			continue;
		}
		const at: ReadonlyMap<string, number> = places;
		const cell = (field: ImportField) =>
			row.cells[at.get(map.get(field) ?? '') ?? -1]?.trim() ?? '';
		const ticket = ticketIn(cell, now);
		if (typeof ticket === 'string') bad.push({ line: row.line, reason: ticket });
		else if (seen.has(ticket.externalId))
			bad.push({ line: row.line, reason: `externalId ${ticket.externalId} was there before` });
		else {
			seen.add(ticket.externalId);
			tickets.push({ ...ticket, line: row.line });
		}
	}
	return { tickets, bad };
}

function placesOf(header: readonly string[], map: ColumnMap): ReadonlyMap<string, number> {
	const places = new Map(header.map((name, place) => [name.trim(), place]));
	const missing = [...map.values()].filter((column) => !places.has(column));
	if (missing.length > 0) throw new LogFormatError(`no column ${missing.join(', ')}`);
	return places;
}

/** The ticket of a row, or why there is none. */
function ticketIn(cell: (field: ImportField) => string, now: number): ImportedTicket | string {
	const unknown = (field: ImportField, what: string) =>
		`${field} is ${JSON.stringify(cell(field))}, which is no ${what}`;
	const status = statusIn(cell('status'));
	if (status === null) return unknown('status', 'known status');
	const priority = priorityIn(cell('priority'));
	if (priority === null) return unknown('priority', 'known priority');
	const createdAt = timeIn(cell('createdAt'));
	if (createdAt === null) return unknown('createdAt', 'time');
	if (timeFault(createdAt, now)) return unknown('createdAt', BELIEVABLE);
	for (const field of ['resolvedAt', 'closedAt'] as const) {
		const at = timeIn(cell(field));
		if (cell(field) !== '' && at === null) return unknown(field, 'time');
		if (at !== null && timeFault(at, now)) return unknown(field, BELIEVABLE);
		if (at !== null && at < createdAt) return unknown(field, 'time after its creation');
	}
	if (cell('externalId') === '') return 'externalId is missing';
	const resolvedAt = timeIn(cell('resolvedAt'));
	const closedAt = timeIn(cell('closedAt'));
	try {
		const { subject, description, externalId, service, requester, requesterName, assignee } =
			parseInput(wordsOf(cell('requester'), cell('assignee')), {
				subject: cell('subject'),
				description: cell('description'),
				externalId: cell('externalId'),
				service: cell('service') || 'Без услуги',
				requester: cell('requester'),
				requesterName: cell('requesterName') || 'Заявитель не указан',
				assignee: cell('assignee')
			});
		return {
			externalId,
			subject,
			description,
			service: { slug: slugIn(service), name: service },
			requester: personIn(requester, requesterName),
			assignee: assignee === '' ? null : personIn(assignee, assignee),
			priority,
			status,
			createdAt,
			updatedAt: Math.max(createdAt, resolvedAt ?? 0, closedAt ?? 0),
			resolvedAt,
			closedAt
		};
	} catch (error) {
		if (!isDomainError(error)) throw error;
		return error.issues.map(({ field, code }) => `${field}: ${code}`).join(', ');
	}
}

/** What a row says in words, by the rules of the portal's own forms. */
function wordsOf(requester: string, assignee: string) {
	const person = (text: string) =>
		text === '' ? z.literal('') : ADDRESS.test(text) ? email : line(LIMITS.name);
	return z.strictObject({
		subject: newTicket.shape.subject,
		description: newTicket.shape.description,
		externalId: line(100),
		service: line(100),
		requester: person(requester),
		requesterName: line(LIMITS.name),
		assignee: person(assignee)
	});
}

/** A person by an address, or by a name alone. */
function personIn(text: string, name: string): { email: string; name: string } {
	const shown = (name.includes('@') ? name.split('@')[0] : name) ?? name;
	if (ADDRESS.test(text)) return { email: text, name: shown.slice(0, LIMITS.name) };
	const called = text || name;
	return { email: `${slugIn(called)}@${MAIL_DOMAIN}`, name: called };
}
