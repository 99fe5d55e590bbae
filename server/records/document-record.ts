import type { DocumentKind, DocumentVersion, StaffDocument } from '#lib/domain/document.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export type DocumentRecord = StaffDocument;

/** A document as an event tells of it, and who knew it before. */
export interface DocumentNews {
	readonly record: DocumentRecord;
	/** Before that, everybody could see it: it has to be taken away if they no longer may. */
	readonly wasPublic: boolean;
	readonly deleted: boolean;
	/** Nothing moved that anybody but staff is told. */
	readonly forStaff: boolean;
}

interface DocumentRow {
	readonly id: number;
	readonly title: string;
	readonly category: string;
	readonly kind: DocumentKind;
	readonly name: string;
	readonly size: number;
	readonly version: number;
	readonly publishedAt: number;
	/** SQLite answers with 0 and 1. */
	readonly public: boolean | number;
	readonly downloads: number;
	readonly createdAt: number;
	readonly updatedBy: string | null;
	readonly searchable: boolean | number;
	readonly revision: number;
}

/** Tables behind a document: its section, its latest file and who brought that. */
export const DOCUMENT_TABLES = `documents d
	JOIN document_sections s ON s.id = d.section_id
	JOIN document_versions v ON v.document_id = d.id AND v.version = d.version
	LEFT JOIN users u ON u.id = v.created_by_id`;

const DOCUMENT_COLUMNS = `d.id, d.title, s.name AS category, v.kind, v.name, v.size, d.version,
	d.published_at AS "publishedAt", d.public, d.downloads, d.created_at AS "createdAt",
	u.name AS "updatedBy", d.searchable, d.revision`;

/** Documents; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectDocuments(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<DocumentRecord[]> {
	const rows = await tx.all<DocumentRow>(
		`SELECT ${DOCUMENT_COLUMNS} FROM ${DOCUMENT_TABLES} ${rest}`,
		bind
	);
	return rows.map(documentRecord);
}

function documentRecord(row: DocumentRow): DocumentRecord {
	return {
		id: row.id,
		title: row.title,
		category: row.category,
		kind: row.kind,
		name: row.name,
		size: row.size,
		version: row.version,
		updatedAt: iso(row.publishedAt),
		public: Boolean(row.public),
		downloads: row.downloads,
		createdAt: iso(row.createdAt),
		updatedBy: row.updatedBy,
		searchable: Boolean(row.searchable),
		revision: row.revision
	};
}

/** One document, or null. */
export async function readDocument(
	tx: ReadTransaction,
	id: number
): Promise<DocumentRecord | null> {
	const [record] = await selectDocuments(tx, 'WHERE d.id = $1', [id]);
	return record ?? null;
}

/** A file as its row says, with where it lies. */
export interface VersionRecord extends DocumentVersion {
	readonly id: number;
	readonly type: string;
	readonly storedName: string;
}

interface VersionRow extends Omit<VersionRecord, 'createdAt'> {
	readonly createdAt: number;
}

/** Files of a document, the latest first; of one version when it is named. */
export async function selectVersions(
	tx: ReadTransaction,
	documentId: number,
	version?: number
): Promise<VersionRecord[]> {
	const rows = await tx.all<VersionRow>(
		`SELECT v.id, v.version, v.kind, v.name, v.type, v.size, v.checksum, v.note, v.downloads,
			v.stored_name AS "storedName", v.created_at AS "createdAt", u.name AS "createdBy"
		FROM document_versions v LEFT JOIN users u ON u.id = v.created_by_id
		WHERE v.document_id = $1 ${version === undefined ? '' : 'AND v.version = $2'}
		ORDER BY v.version DESC`,
		version === undefined ? [documentId] : [documentId, version]
	);
	return rows.map(({ createdAt, ...row }) => ({ ...row, createdAt: iso(createdAt) }));
}
