import type {
	AnyDocument,
	DocumentSection,
	DocumentVersion,
	StaffDocument
} from '#lib/domain/document.ts';
import type { TextPart } from '#lib/domain/found-words.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { Upload } from '#server/media/upload.ts';
import type { Page, StoredFile } from '#server/portal.ts';

export interface NewDocument {
	readonly title: string;
	/** Name of its section; one that is not there yet is made. */
	readonly category: string;
	/** False: for staff alone. */
	readonly public: boolean;
	readonly file: Upload;
}

/** What may be changed of a document besides its file. */
export interface DocumentPatch {
	readonly title?: string | undefined;
	readonly category?: string | undefined;
	readonly public?: boolean | undefined;
	/** The revision the editor began with. */
	readonly revision?: number | undefined;
}

export interface NewDocumentVersion {
	readonly file: Upload;
	/** What is new in it. */
	readonly note: string;
}

/** Writers of documents. All of them throw `forbidden` for whoever is not of the staff. */
export interface DocumentCommands {
	/** Throws `invalid_input` or `too_large` at the field `file`, `no_room` when the disk is full. */
	createDocument(
		actor: Actor,
		input: NewDocument,
		idempotencyKey?: string
	): Promise<{ document: StaffDocument; created: boolean }>;
	/** A new file of the same document; throws `same_file` at `file` when it is the present one. */
	addDocumentVersion(actor: Actor, id: number, input: NewDocumentVersion): Promise<StaffDocument>;
	updateDocument(actor: Actor, id: number, patch: DocumentPatch): Promise<StaffDocument>;
	/** It goes with all its files. */
	deleteDocument(actor: Actor, id: number): Promise<void>;
	/** Gives a section another name; into that of another one it merges. */
	renameDocumentSection(actor: Actor, from: string, to: string): Promise<void>;
	/**
	 * Counts that a version (by the id of its row) was downloaded. Downloads are written together a
	 * little later: whoever reads waits for no write.
	 */
	countDownload(versionId: number): Promise<void>;
}

export interface DocumentFilter {
	/** Words of title or text, all of which must be there. */
	readonly q?: string | undefined;
	/** Name of a section. */
	readonly category?: string | undefined;
	/** For staff: only what everybody may see, or only what is for staff. */
	readonly public?: boolean | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** A document in a list; of one that was looked for, where it was found. */
export type ListedDocument = AnyDocument & {
	readonly excerpt?: readonly TextPart[];
};

/** A section with its latest documents. */
export interface SectionOfDocuments extends DocumentSection {
	readonly items: readonly AnyDocument[];
}

/** A file of a document; `versionId` is what its download is counted by. */
export interface DocumentFile extends StoredFile {
	readonly versionId: number;
}

/** Reads of documents. What is for staff does not exist for others. */
export interface DocumentQueries {
	document(viewer: Viewer, id: number): Promise<AnyDocument>;
	/** The latest first; of those that were looked for, first those found by their title. */
	documents(viewer: Viewer, filter: DocumentFilter): Promise<Page<ListedDocument>>;
	/** Sections by name, each with its latest documents, `most` of them. */
	documentSections(viewer: Viewer, most: number): Promise<readonly SectionOfDocuments[]>;
	/** All files of a document, the latest first; for staff. */
	documentVersions(viewer: Viewer, id: number): Promise<readonly DocumentVersion[]>;
	/** The latest file, or that of a version: old ones are given to staff only. */
	documentFile(viewer: Viewer, id: number, version?: number): Promise<DocumentFile>;
}
