import { ATTACHMENT_LIMITS, ATTACHMENT_TYPES } from '#lib/domain/attachment.ts';
import { DOCUMENT_LIMITS, DOCUMENT_TYPES } from '#lib/domain/document.ts';

/** A file as it came in: nothing of it is believed. */
export interface Upload {
	readonly name: string;
	readonly bytes: Uint8Array;
}

/** A file that was looked into and may be kept. */
export interface Inspected {
	/** Made harmless. */
	readonly name: string;
	/** The type it will be served as. */
	readonly type: string;
	readonly bytes: Uint8Array;
}

/** What a form takes. */
export interface UploadRules {
	/** The field whose fault it is when a file is refused. */
	readonly field: string;
	/** Extension → the type it is served as. */
	readonly types: Readonly<Record<string, string>>;
	/** Bytes of one file. */
	readonly bytes: number;
	readonly files: number;
}

/** Files of tickets and comments. */
export const ATTACHMENT_RULES: UploadRules = {
	field: 'files',
	types: ATTACHMENT_TYPES,
	bytes: ATTACHMENT_LIMITS.bytes,
	files: ATTACHMENT_LIMITS.files
};

/** The file of a document. */
export const DOCUMENT_RULES: UploadRules = {
	field: 'file',
	types: DOCUMENT_TYPES,
	bytes: DOCUMENT_LIMITS.bytes,
	files: 1
};
