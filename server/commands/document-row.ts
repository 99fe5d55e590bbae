import { sectionKey } from '#lib/domain/document.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { foldText, wordsOf } from '#lib/domain/found-words.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { Kept } from '#server/media/media-store.ts';
import type { Inspected } from '#server/media/upload.ts';
import { readDocument, type DocumentRecord } from '#server/records/document-record.ts';

/** A document that will be changed, as it is. Throws `not_found`. */
export async function lockDocument(tx: WriteTransaction, id: number): Promise<DocumentRecord> {
	if (!Number.isSafeInteger(id) || id < 1) throw new DomainError('not_found');
	await tx.lock('documents', id);
	return theDocument(tx, id);
}

/** A document that has to be there. Throws `not_found`. */
export async function theDocument(tx: ReadTransaction, id: number): Promise<DocumentRecord> {
	const record = await readDocument(tx, id);
	if (!record) throw new DomainError('not_found');
	return record;
}

/** The section of a name; one that differs by capitals alone is the same one. */
export async function sectionOf(tx: WriteTransaction, name: string): Promise<number> {
	const [row] = await tx.run<{ id: number }>(
		`INSERT INTO document_sections (name, name_key) VALUES ($1, $2)
		ON CONFLICT (name_key) DO UPDATE SET name_key = excluded.name_key RETURNING id`,
		[name, sectionKey(name)]
	);
	if (!row) throw new DomainError('not_found');
	return row.id;
}

/** A file that lies in the store and waits for its row. */
export interface WaitingFile {
	readonly inspected: Inspected;
	readonly kept: Kept;
	/** What was read of it for the search; null when it could not be read. */
	readonly text: string | null;
}

/** Writes the row of a file as the version of a document. */
export async function putVersion(
	{ tx, now }: CommandContext,
	actor: Actor,
	to: { readonly id: number; readonly version: number; readonly note: string },
	{ inspected, kept }: WaitingFile
): Promise<void> {
	await tx.run(
		`INSERT INTO document_versions (document_id, version, kind, name, type, size, checksum,
			stored_name, note, created_by_id, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		[
			to.id,
			to.version,
			inspected.name.slice(inspected.name.lastIndexOf('.') + 1).toLowerCase(),
			inspected.name,
			inspected.type,
			kept.size,
			kept.checksum,
			kept.storedName,
			to.note,
			actor.id,
			now
		]
	);
}

/** Writes what a document is found by: its title, and its text where it has a new one. */
export async function indexDocument(
	tx: WriteTransaction,
	{ id, title, name }: { readonly id: number; readonly title: string; readonly name: string },
	text?: string
): Promise<void> {
	if (text !== undefined)
		await tx.run(
			`INSERT INTO document_texts (document_id, body, folded) VALUES ($1, $2, $3)
			ON CONFLICT (document_id) DO UPDATE SET body = excluded.body, folded = excluded.folded`,
			// A space before the first word: each is looked for by the one before it.
			[id, ` ${text}`, foldText(` ${text}`)]
		);
	const row = await tx.one<{ folded: string }>(
		`SELECT folded FROM document_texts WHERE document_id = $1`,
		[id]
	);
	const titleWords = wordsOf(foldText(title)).join(' ');
	const words = wordsOf(`${foldText(name)} ${row?.folded ?? ''}`).join(' ');
	await tx.run(
		tx.dialect === 'sqlite'
			? `INSERT OR REPLACE INTO document_search (rowid, title, words) VALUES ($1, $2, $3)`
			: `INSERT INTO document_search (document_id, title, words)
				VALUES ($1, ${vector('$2')}, ${vector('$2')} || ${vector('$3')})
				ON CONFLICT (document_id) DO UPDATE SET title = excluded.title, words = excluded.words`,
		[id, titleWords, words]
	);
}

/** Words as they are, and without their endings. */
function vector(words: string): string {
	return `(to_tsvector('russian', CAST(${words} AS TEXT)) || to_tsvector('simple', CAST(${words} AS TEXT)))`;
}
