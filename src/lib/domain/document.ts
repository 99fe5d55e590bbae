import { ATTACHMENT_TYPES, extensionOf } from './attachment.ts';

/** Limits of a document, told to whoever sends one before it is sent. */
export const DOCUMENT_LIMITS = {
	/** Bytes of a file. */
	bytes: 20 * 1024 * 1024,
	title: 200,
	category: 80,
	note: 300,
	/** Letters of a text that are read for the search; what is behind them is not found. */
	text: 200_000
} as const;

/** Bytes of a whole form: its file, its texts in any script, and what lies between. */
export const DOCUMENT_FORM_BYTES = DOCUMENT_LIMITS.bytes + 64 * 1024;

export const DOCUMENT_KINDS = ['docx', 'pdf', 'xlsx'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What may be published: extension → the type it is served as. */
export const DOCUMENT_TYPES: Readonly<Record<string, string>> = Object.fromEntries(
	DOCUMENT_KINDS.map((kind) => [kind, ATTACHMENT_TYPES[kind] ?? ''])
);

/** A document as everybody may see it, its latest file told of. */
export interface PublicDocument {
	readonly id: number;
	readonly title: string;
	/** Name of its section. */
	readonly category: string;
	readonly kind: DocumentKind;
	/** Name of the file, made harmless. */
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** Which file of the document it is: the first is 1. */
	readonly version: number;
	/** When this file came. */
	readonly updatedAt: string;
}

/** The same for staff. */
export interface StaffDocument extends PublicDocument {
	/** False: for staff alone. */
	readonly public: boolean;
	/** Of all its versions. */
	readonly downloads: number;
	readonly createdAt: string;
	/** Who brought the latest file. */
	readonly updatedBy: string | null;
	/** Whether its text could be read for the search. */
	readonly searchable: boolean;
	/** Moves with every edit, so that nobody overwrites what somebody else has just written. */
	readonly revision: number;
}

/** Who wrote it down decides which of the two it is. */
export type AnyDocument = PublicDocument | StaffDocument;

/** One file of a document, for staff. */
export interface DocumentVersion {
	readonly version: number;
	readonly kind: DocumentKind;
	readonly name: string;
	/** Bytes. */
	readonly size: number;
	/** SHA-256 of the content, hexadecimal. */
	readonly checksum: string;
	/** What is new in it, as whoever brought it says. */
	readonly note: string;
	readonly downloads: number;
	readonly createdAt: string;
	readonly createdBy: string | null;
}

/** A section and how many documents of it the viewer may see. */
export interface DocumentSection {
	readonly name: string;
	readonly documents: number;
}

/** Does a document say what only staff are told? */
export function isForStaff(document: AnyDocument): document is StaffDocument {
	return 'revision' in document;
}

/** The kind that the name of a file says, or null when it is none of a document. */
export function documentKind(name: string): DocumentKind | null {
	const extension = extensionOf(name);
	return DOCUMENT_KINDS.find((kind) => kind === extension) ?? null;
}

/** Under which name two sections are the same one: «VPN» and «vpn», «Учёт» and «учет». */
export function sectionKey(name: string): string {
	return name.normalize('NFC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}
