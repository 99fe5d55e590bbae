import { audienceOf } from '#lib/domain/audience.ts';
import { sectionKey, type AnyDocument } from '#lib/domain/document.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { may } from '#lib/domain/permission.ts';
import { searchWords } from '#lib/domain/search-words.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Page } from '#server/portal.ts';
import type {
	DocumentFile,
	DocumentFilter,
	DocumentQueries,
	ListedDocument
} from '#server/portal/documents.ts';
import { documentFor, versionView } from '#server/presenters/document.ts';
import {
	readDocument,
	selectDocuments,
	selectVersions,
	type DocumentRecord
} from '#server/records/document-record.ts';
import { Conditions } from './conditions.ts';
import { excerptsOf, findDocuments, MOST_FOUND } from './document-search.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';

const USUAL = 30;
const MOST = 100;

const ORDER: readonly KeyColumn<DocumentRecord>[] = [
	{ column: 'd.published_at', descending: true, of: ({ updatedAt }) => Date.parse(updatedAt) },
	{ column: 'd.id', descending: true, of: ({ id }) => id }
];

/** Reads of documents: everybody of the public ones, staff of all. */
export function documentQueries(database: Database, store: MediaStore): DocumentQueries {
	return {
		document: (viewer, id) =>
			database.read(async (tx) => seen(await visible(tx, viewer, id), viewer)),

		documents: (viewer, filter) =>
			database.read(async (tx): Promise<Page<ListedDocument>> => {
				const words = searchWords(filter.q ?? '');
				// Signs alone are no word: nothing is found by them.
				if (filter.q !== undefined && filter.q.trim() !== '' && words.length === 0)
					return { items: [], total: 0, nextCursor: null };
				return words.length > 0 ? searched(tx, viewer, filter, words) : listed(tx, viewer, filter);
			}),

		documentSections: (viewer, most) =>
			database.read(async (tx) => {
				const where = conditionsFor(viewer, {});
				const counts = await tx.all<{ name: string; documents: number }>(
					`SELECT s.name, COUNT(*) AS documents
					FROM documents d JOIN document_sections s ON s.id = d.section_id
					${where.sql()} GROUP BY s.id, s.name`,
					where.values
				);
				const latest = await selectDocuments(
					tx,
					`WHERE d.id IN (SELECT id FROM (
						SELECT d.id, ROW_NUMBER() OVER
							(PARTITION BY d.section_id ORDER BY d.published_at DESC, d.id DESC) AS place
						FROM documents d ${where.sql()}
					) AS placed WHERE place <= ${Math.trunc(most)})
					ORDER BY d.published_at DESC, d.id DESC`,
					where.values
				);
				const { compare } = new Intl.Collator('ru', { numeric: true });
				return counts
					.map(({ name, documents }) => ({
						name,
						documents,
						items: latest
							.filter(({ category }) => category === name)
							.map((record) => seen(record, viewer))
					}))
					.sort((a, b) => compare(a.name, b.name));
			}),

		documentVersions: (viewer, id) =>
			database.read(async (tx) => {
				if (!may(viewer, 'document.manage'))
					throw new DomainError(viewer ? 'forbidden' : 'not_signed_in');
				await visible(tx, viewer, id);
				return (await selectVersions(tx, id)).map(versionView);
			}),

		documentFile: (viewer, id, version) =>
			database.read(async (tx): Promise<DocumentFile> => {
				const document = await visible(tx, viewer, id);
				const wanted = version ?? document.version;
				// An old file may hold what the new one was made to leave out.
				if (wanted !== document.version && !isStaff(viewer)) throw new DomainError('not_found');
				if (!Number.isSafeInteger(wanted) || wanted < 1 || wanted > document.version)
					throw new DomainError('not_found');
				const [file] = await selectVersions(tx, id, wanted);
				if (!file) throw new DomainError('not_found');
				const { name, type, size, storedName } = file;
				return { name, type, size, versionId: file.id, open: () => store.read(storedName) };
			})
	};
}

/** A document the viewer may see; foreign and missing are `not_found`. */
async function visible(tx: ReadTransaction, viewer: Viewer, id: number): Promise<DocumentRecord> {
	const record = Number.isSafeInteger(id) && id > 0 ? await readDocument(tx, id) : null;
	if (!record || !documentFor(record, audienceOf(viewer))) throw new DomainError('not_found');
	return record;
}

function seen(record: DocumentRecord, viewer: Viewer): AnyDocument {
	const document = documentFor(record, audienceOf(viewer));
	if (!document) throw new DomainError('not_found');
	return document;
}

/** Lists, search and counts alike hold what the viewer may see. */
function conditionsFor(viewer: Viewer, filter: DocumentFilter): Conditions {
	const where = new Conditions();
	if (!isStaff(viewer)) where.add('d.public = ?', true);
	else if (filter.public !== undefined) where.add('d.public = ?', filter.public);
	if (filter.category !== undefined) where.add('s.name_key = ?', sectionKey(filter.category));
	return where;
}

async function listed(
	tx: ReadTransaction,
	viewer: Viewer,
	filter: DocumentFilter
): Promise<Page<ListedDocument>> {
	const size = Math.min(filter.limit ?? USUAL, MOST);
	const where = conditionsFor(viewer, filter);
	const counted = await tx.one<{ total: number }>(
		`SELECT COUNT(*) AS total FROM documents d JOIN document_sections s ON s.id = d.section_id
		${where.sql()}`,
		where.values
	);
	const key = keyBehind(filter.cursor, ORDER.length);
	if (key) where.addAfter(ORDER, key);
	const records = await selectDocuments(
		tx,
		`${where.sql()} ORDER BY d.published_at DESC, d.id DESC LIMIT ${size + 1}`,
		where.values
	);
	const shown = records.slice(0, size);
	const last = records.length > size ? shown.at(-1) : undefined;
	return {
		items: shown.map((record) => seen(record, viewer)),
		total: counted?.total ?? 0,
		nextCursor: last ? encodeCursor(ORDER.map(({ of }) => of(last))) : null
	};
}

async function searched(
	tx: ReadTransaction,
	viewer: Viewer,
	filter: DocumentFilter,
	words: readonly string[]
): Promise<Page<ListedDocument>> {
	const size = Math.min(filter.limit ?? USUAL, MOST);
	const all = await findDocuments(tx, words, conditionsFor(viewer, filter));
	const found = all.slice(0, MOST_FOUND);
	const key = keyBehind(filter.cursor, 3);
	const rest = key
		? found.filter((one) => isAfter([one.inTitle, one.publishedAt, one.id], key))
		: found;
	const page = rest.slice(0, size);
	const ids = page.map(({ id }) => id);
	const records = await selectDocuments(
		tx,
		ids.length === 0
			? 'WHERE 1 = 0'
			: `WHERE d.id IN (${ids.map((_, at) => `$${at + 1}`).join(', ')})`,
		ids
	);
	const excerpts = await excerptsOf(tx, words, ids);
	const last = rest.length > size ? page.at(-1) : undefined;
	return {
		items: ids.flatMap((id) => {
			const record = records.find((one) => one.id === id);
			return record ? [{ ...seen(record, viewer), excerpt: excerpts.get(id) ?? [] }] : [];
		}),
		total: found.length,
		...(all.length > MOST_FOUND ? { more: true as const } : {}),
		nextCursor: last ? encodeCursor([last.inTitle, last.publishedAt, last.id]) : null
	};
}

/** Does a key stand behind another one, all of them the greatest first? */
function isAfter(key: readonly number[], last: readonly number[]): boolean {
	for (const [at, value] of key.entries()) {
		const other = last[at] ?? 0;
		if (value !== other) return value < other;
	}
	return false;
}
