import type { AuditEntry } from '#lib/domain/audit.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import { EVENT_COLUMNS, storedEvent, type EventRow } from '#server/events/event.ts';
import type { AdministrationQueries, AuditFilter } from '#server/portal.ts';
import { auditEntry, personOf, type AuditedEvent } from '#server/presenters/audit.ts';
import { Conditions } from '../conditions.ts';
import { decodeCursor, encodeCursor, type KeyColumn } from '../keyset.ts';
import { PROGRESS_TYPES, TYPES_OF } from './audit-kinds.ts';
import { permitted } from './permitted.ts';

interface Place {
	readonly at: number;
	readonly seq: number;
}

/** The latest first; of one moment, as they were numbered. */
const ORDER: readonly KeyColumn<Place>[] = [
	{ column: 'at', descending: true, of: ({ at }) => at },
	{ column: 'seq', descending: true, of: ({ seq }) => seq }
];

const PAGE = 50;

/** Rows of a file read at once. */
const FILE_PAGE = 500;

/** Newer events are counted up to this. */
const MOST_NEWS = 100;

/** The record of what happened, for administrators. */
export function auditQueries(
	database: Database
): Pick<AdministrationQueries, 'audit' | 'auditNews' | 'auditPages'> {
	return {
		audit: async (viewer, filter) => {
			permitted(viewer, 'audit.read');
			return database.read(async (tx) => {
				const last = await tx.one<{ seq: number }>(
					`SELECT COALESCE(MAX(seq), 0) AS seq FROM events`
				);
				const limit = Math.min(filter.limit ?? PAGE, FILE_PAGE);
				return { ...(await readPage(tx, filter, limit)), seq: last?.seq ?? 0 };
			});
		},
		auditNews: async (viewer, filter, after) => {
			permitted(viewer, 'audit.read');
			return database.read(async (tx) => {
				const asked = await conditionsOf(tx, filter, false);
				if (!asked) return 0;
				if (filter.kind) asked.addAmong('type', TYPES_OF.get(filter.kind) ?? []);
				asked.add('seq > ?', after);
				const row = await tx.one<{ count: number }>(
					`SELECT COUNT(*) AS count FROM
						(SELECT seq FROM events ${asked.sql()} LIMIT ${MOST_NEWS}) AS news`,
					asked.values
				);
				return row?.count ?? 0;
			});
		},
		auditPages: async function* (viewer, filter) {
			permitted(viewer, 'audit.read');
			let cursor: string | null = filter.cursor ?? null;
			do {
				const from: string | undefined = cursor ?? undefined;
				const page = await database.read((tx) =>
					readPage(tx, { ...filter, cursor: from }, FILE_PAGE, true)
				);
				yield page.items;
				cursor = page.nextCursor;
			} while (cursor !== null);
		}
	};
}

async function readPage(
	tx: ReadTransaction,
	filter: AuditFilter,
	limit: number,
	whole = false
): Promise<{ items: readonly AuditEntry[]; nextCursor: string | null }> {
	const asked = await conditionsOf(tx, filter, whole);
	if (!asked) return { items: [], nextCursor: null };
	const key = filter.cursor === undefined ? null : decodeCursor(filter.cursor, ORDER.length);
	if (key) asked.addAfter(ORDER, key);
	const places = await selectPlaces(tx, filter, asked, limit + 1);
	const shown = places.slice(0, limit);
	const last = shown.at(-1);
	return {
		items: await entriesAt(tx, shown),
		nextCursor: places.length > limit && last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
	};
}

/**
 * Null when nothing can be found: somebody is named who is not there, for instance. What is `whole`
 * has the tellings of progress too.
 */
async function conditionsOf(
	tx: ReadTransaction,
	{ actor, kind, about, from, to }: AuditFilter,
	whole: boolean
): Promise<Conditions | null> {
	// Of an area that has no events yet.
	if (kind && TYPES_OF.get(kind)?.length === 0) return null;
	const asked = new Conditions();
	if (!kind && !whole)
		asked.add(`type NOT IN (${PROGRESS_TYPES.map((type) => `'${type}'`).join(', ')})`);
	if (actor === 'portal') asked.add('actor_id IS NULL');
	else if (actor !== undefined) {
		const id = await personId(tx, actor);
		if (id === null) return null;
		asked.add('actor_id = ?', id);
	}
	if (about?.includes('@')) {
		const id = await personId(tx, about);
		if (id === null) return null;
		asked.add('about = ?', `person:${id}`);
	} else if (about !== undefined) asked.add('about = ?', thing(about));
	if (from !== undefined) asked.add('at >= ?', from);
	if (to !== undefined) asked.add('at < ?', to);
	return asked;
}

async function personId(tx: ReadTransaction, email: string): Promise<number | null> {
	const row = await tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [
		email.toLowerCase()
	]);
	return row?.id ?? null;
}

/** `bc 1042`, `1042` → `BC-1042`: as people write numbers. */
function thing(text: string): string {
	const [, letters = '', digits] = /^\s*([a-z]*)[\s-]*(\d+)\s*$/i.exec(text) ?? [];
	return digits === undefined ? text.trim() : `${letters.toUpperCase() || 'BC'}-${digits}`;
}

/**
 * Where the page's events stand. Each sort of event has an index in the order of time; a kind of
 * several sorts is read from the ends of theirs, so that no sort has to be looked through for
 * another one. By actor or thing the few there are have an index of their own.
 */
async function selectPlaces(
	tx: ReadTransaction,
	filter: AuditFilter,
	asked: Conditions,
	limit: number
): Promise<Place[]> {
	const order = 'ORDER BY at DESC, seq DESC';
	const end = (conditions: Conditions) =>
		`SELECT at, seq FROM events ${conditions.sql()} ${order} LIMIT ${limit}`;
	if (!filter.kind) return tx.all<Place>(end(asked), asked.values);
	const types = TYPES_OF.get(filter.kind) ?? [];
	if (filter.actor !== undefined || filter.about !== undefined) {
		asked.addAmong('type', types);
		return tx.all<Place>(end(asked), asked.values);
	}
	const first = asked.values.length + 1;
	const ends = types.map(
		(_, at) => `SELECT at, seq FROM (${end(typed(asked, first + at))}) AS type_${at}`
	);
	return tx.all<Place>(
		`SELECT at, seq FROM (${ends.join(' UNION ALL ')}) AS ends ${order} LIMIT ${limit}`,
		[...asked.values, ...types]
	);
}

/** The same conditions and a type that is bound at a place of its own. */
function typed(asked: Conditions, place: number): Conditions {
	const copy = asked.copy();
	copy.add(`type = $${place}`);
	return copy;
}

async function entriesAt(tx: ReadTransaction, places: readonly Place[]): Promise<AuditEntry[]> {
	if (places.length === 0) return [];
	const rows = await tx.all<EventRow & { about: string | null }>(
		`SELECT ${EVENT_COLUMNS}, about FROM events
		WHERE seq IN (${places.map((_, at) => `$${at + 1}`).join(', ')})
		ORDER BY at DESC, seq DESC`,
		places.map(({ seq }) => seq)
	);
	const events: AuditedEvent[] = rows.map((row) => ({ ...storedEvent(row), about: row.about }));
	const emails = await emailsOf(tx, events);
	return events.map((event) => auditEntry(event, emails));
}

async function emailsOf(
	tx: ReadTransaction,
	events: readonly AuditedEvent[]
): Promise<ReadonlyMap<number, string>> {
	const ids = [...new Set(events.flatMap((event) => personOf(event) ?? []))];
	if (ids.length === 0) return new Map();
	const rows = await tx.all<{ id: number; email: string }>(
		`SELECT id, email FROM users WHERE id IN (${ids.map((_, at) => `$${at + 1}`).join(', ')})`,
		ids
	);
	return new Map(rows.map(({ id, email }) => [id, email]));
}
