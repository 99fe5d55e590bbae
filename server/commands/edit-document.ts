import { sectionKey } from '#lib/domain/document.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { MediaStore } from '#server/media/media-store.ts';
import type { Commands } from '#server/portal.ts';
import {
	selectDocuments,
	selectVersions,
	type DocumentRecord
} from '#server/records/document-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { indexDocument, lockDocument, sectionOf, theDocument } from './document-row.ts';

/** Documents one renaming of a section tells of; no portal has as many in one. */
const MOST_TOLD = 2_000;

/** Changes title, section or who may see a document. */
export function updateDocument(execute: Execute): Commands['updateDocument'] {
	return (actor, id, { revision, ...patch }) =>
		execute(async (context) => {
			demand(actor, 'document.manage');
			const { tx, now } = context;
			const before = await lockDocument(tx, id);
			if (revision !== undefined && revision !== before.revision) throw await stale(tx, before);
			const title = patch.title ?? before.title;
			const category = patch.category ?? before.category;
			await tx.run(`UPDATE documents SET title = $2, section_id = $3, public = $4 WHERE id = $1`, [
				id,
				title,
				await sectionOf(tx, category),
				patch.public ?? before.public
			]);
			const changed = differencesOf(before, await theDocument(tx, id));
			if (Object.keys(changed).length === 0) return before;
			await tx.run(
				`UPDATE documents SET updated_at = $2, updated_by_id = $3, revision = revision + 1
				WHERE id = $1`,
				[id, now, actor.id]
			);
			if ('title' in changed) await indexDocument(tx, { ...before, title });
			const document = await theDocument(tx, id);
			context.record({
				type: 'document.updated',
				actor,
				changed,
				documents: [
					{
						record: document,
						wasPublic: before.public,
						deleted: false,
						forStaff: !document.public && !before.public
					}
				]
			});
			return document;
		});
}

/** Takes a document away with all its files. */
export function deleteDocument(execute: Execute, store: MediaStore): Commands['deleteDocument'] {
	return async (actor, id) => {
		const files = await execute(async ({ tx, record }) => {
			demand(actor, 'document.manage');
			const before = await lockDocument(tx, id);
			const versions = await selectVersions(tx, id);
			await tx.run(
				`DELETE FROM document_search WHERE ${tx.dialect === 'sqlite' ? 'rowid' : 'document_id'} = $1`,
				[id]
			);
			await tx.run(`DELETE FROM documents WHERE id = $1`, [id]);
			record({
				type: 'document.deleted',
				actor,
				documents: [
					{ record: before, wasPublic: before.public, deleted: true, forStaff: !before.public }
				]
			});
			return versions.map(({ storedName }) => storedName);
		});
		await store.discard(files);
	};
}

/** Gives a section another name; when there is one of that name, the two become one. */
export function renameDocumentSection(execute: Execute): Commands['renameDocumentSection'] {
	return (actor, from, to) =>
		execute(async (context) => {
			demand(actor, 'document.manage');
			const { tx, now } = context;
			const section = await tx.one<{ id: number; name: string }>(
				`SELECT t.id, t.name FROM document_sections t WHERE t.name_key = $1${tx.forUpdate}`,
				[sectionKey(from)]
			);
			if (!section) throw fieldError('from', 'unknown_section');
			if (section.name === to) return;
			await tx.run(
				`UPDATE documents SET updated_at = $2, updated_by_id = $3, revision = revision + 1
				WHERE section_id = $1`,
				[section.id, now, actor.id]
			);
			const target = await sectionOf(tx, to);
			if (target !== section.id) {
				await tx.run(`UPDATE documents SET section_id = $2 WHERE section_id = $1`, [
					section.id,
					target
				]);
				await tx.run(`DELETE FROM document_sections WHERE id = $1`, [section.id]);
			}
			await tx.run(`UPDATE document_sections SET name = $2 WHERE id = $1`, [target, to]);
			const moved = await selectDocuments(
				tx,
				`WHERE d.section_id = $1 ORDER BY d.id LIMIT ${MOST_TOLD}`,
				[target]
			);
			context.record({
				type: 'document.section_renamed',
				actor,
				changed: { category: [section.name, to] },
				documents: moved.map((record) => ({
					record,
					wasPublic: record.public,
					deleted: false,
					forStaff: !record.public
				}))
			});
		});
}

async function stale(tx: ReadTransaction, document: DocumentRecord): Promise<DomainError> {
	const editor = await tx.one<{ name: string | null; at: number }>(
		`SELECT u.name, d.updated_at AS at FROM documents d
		LEFT JOIN users u ON u.id = d.updated_by_id WHERE d.id = $1`,
		[document.id]
	);
	const { title, category, public: open, revision } = document;
	return new DomainError('stale_version', {
		stale: {
			currentVersion: revision,
			changedBy: editor?.name ?? null,
			changedAt: editor ? new Date(editor.at).toISOString() : null,
			current: { title, category, public: open }
		}
	});
}
