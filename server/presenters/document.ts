import type { Audience } from '#lib/domain/audience.ts';
import type { AnyDocument, DocumentVersion } from '#lib/domain/document.ts';
import type { Change } from '#lib/domain/live.ts';
import type {
	DocumentNews,
	DocumentRecord,
	VersionRecord
} from '#server/records/document-record.ts';

/** A document as an audience may see it; null where it is for staff alone. */
export function documentFor(record: DocumentRecord, audience: Audience): AnyDocument | null {
	const { id, title, category, kind, name, size, version, updatedAt } = record;
	const open = { id, title, category, kind, name, size, version, updatedAt };
	if (audience !== 'staff') return record.public ? open : null;
	const { downloads, createdAt, updatedBy, searchable, revision } = record;
	return {
		...open,
		public: record.public,
		downloads,
		createdAt,
		updatedBy,
		searchable,
		revision
	};
}

/** What an audience is told of a document that moved, or null when that is nothing. */
export function documentChange(news: DocumentNews, audience: Audience): Change | null {
	const { record, wasPublic, deleted, forStaff } = news;
	if (audience !== 'staff' && forStaff) return null;
	const value = deleted ? null : documentFor(record, audience);
	if (value) return { op: 'put', kind: 'document', id: record.id, value };
	// To whoever could not see it before, even its going would tell that it was there.
	if (audience !== 'staff' && !wasPublic) return null;
	return { op: 'drop', kind: 'document', id: record.id };
}

/** A file of a document in the list of its versions. Where it lies is nobody's affair. */
export function versionView(record: VersionRecord): DocumentVersion {
	const { version, kind, name, size, checksum, note, downloads, createdAt, createdBy } = record;
	return { version, kind, name, size, checksum, note, downloads, createdAt, createdBy };
}
