import { DomainError } from '#lib/domain/errors.ts';
import { documentKind, type StaffDocument } from '#lib/domain/document.ts';
import { readText } from '#server/documents/read-text.ts';
import type { Execute } from '#server/events/outbox.ts';
import { inspectUploads } from '#server/media/inspect.ts';
import type { Kept, MediaStore } from '#server/media/media-store.ts';
import { DOCUMENT_RULES, type Inspected, type Upload } from '#server/media/upload.ts';
import type { Commands } from '#server/portal.ts';
import { selectVersions } from '#server/records/document-record.ts';
import { demand } from './authorise.ts';
import {
	indexDocument,
	lockDocument,
	putVersion,
	sectionOf,
	theDocument,
	type WaitingFile
} from './document-row.ts';
import { once } from './once.ts';

/** Publishes a document with its first file. */
export function createDocument(execute: Execute, store: MediaStore): Commands['createDocument'] {
	return async (actor, { file, ...input }, key) => {
		demand(actor, 'document.manage');
		return keep(store, file, (waiting) =>
			execute(async (context) => {
				const { tx, now } = context;
				const { checksum } = waiting.kept;
				const { id, created } = await once(
					context,
					actor,
					{ key, input: { ...input, file: checksum } },
					async () => {
						const [row] = await tx.run<{ id: number }>(
							`INSERT INTO documents (title, section_id, public, version, published_at, searchable,
								created_at, updated_at, updated_by_id, revision)
							VALUES ($1, $2, $3, 1, $4, $5, $4, $4, $6, 1) RETURNING id`,
							[
								input.title,
								await sectionOf(tx, input.category),
								input.public,
								now,
								waiting.text !== null,
								actor.id
							]
						);
						if (!row) throw new DomainError('not_found');
						await putVersion(context, actor, { id: row.id, version: 1, note: '' }, waiting);
						const { name } = waiting.inspected;
						await indexDocument(tx, { id: row.id, title: input.title, name }, waiting.text ?? '');
						return row.id;
					}
				);
				const document = await theDocument(tx, id);
				if (created)
					context.record({
						type: 'document.created',
						actor,
						documents: [
							{ record: document, wasPublic: false, deleted: false, forStaff: !document.public }
						]
					});
				return { document, created };
			})
		);
	};
}

/** Brings a new file of a document; the ones before it stay, for staff. */
export function addDocumentVersion(
	execute: Execute,
	store: MediaStore
): Commands['addDocumentVersion'] {
	return async (actor, id, { file, note }) => {
		demand(actor, 'document.manage');
		const { document } = await keep(store, file, (waiting) =>
			execute(async (context): Promise<{ document: StaffDocument; created: true }> => {
				const { tx, now } = context;
				const before = await lockDocument(tx, id);
				const [present] = await selectVersions(tx, id, before.version);
				if (present?.checksum === waiting.kept.checksum)
					throw new DomainError('invalid_input', {
						issues: [{ field: 'file', code: 'same_file', about: waiting.inspected.name }]
					});
				const version = before.version + 1;
				await putVersion(context, actor, { id, version, note }, waiting);
				await tx.run(
					`UPDATE documents SET version = $2, published_at = $3, searchable = $4, updated_at = $3,
						updated_by_id = $5, revision = revision + 1 WHERE id = $1`,
					[id, version, now, waiting.text !== null, actor.id]
				);
				const { name } = waiting.inspected;
				await indexDocument(tx, { ...before, name }, waiting.text ?? '');
				const document = await theDocument(tx, id);
				context.record({
					type: 'document.renewed',
					actor,
					changed: {
						version: [before.version, version],
						...(before.name === document.name ? {} : { name: [before.name, document.name] })
					},
					documents: [
						{
							record: document,
							wasPublic: before.public,
							deleted: false,
							forStaff: !document.public
						}
					]
				});
				return { document, created: true };
			})
		);
		return document;
	};
}

/**
 * Looks into a file, reads it for the search and keeps it while its rows are written: before the
 * transaction, in which nothing but the database is waited for.
 */
async function keep<T extends { readonly created: boolean }>(
	store: MediaStore,
	file: Upload,
	work: (waiting: WaitingFile) => Promise<T>
): Promise<T> {
	const [inspected] = await inspectUploads([file], DOCUMENT_RULES);
	if (!inspected) throw new DomainError('invalid_input');
	const text = await textOf(inspected);
	return store.keep([inspected.bytes], ([kept]) => work({ inspected, kept: there(kept), text }));
}

/** The text of a file; null when it could not be read: then it is found by its title alone. */
async function textOf({ name, bytes }: Inspected): Promise<string | null> {
	const kind = documentKind(name);
	if (kind === null) return null;
	const { text, fault } = await readText(bytes, kind);
	return fault === null && text !== '' ? text : null;
}

function there(kept: Kept | undefined): Kept {
	if (!kept) throw new Error('the file was not kept');
	return kept;
}
