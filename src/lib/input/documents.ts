import { z } from 'zod';
import { DOCUMENT_LIMITS } from '../domain/document.ts';
import { line, prose, version } from './schemas.ts';

const title = line(DOCUMENT_LIMITS.title);
const category = line(DOCUMENT_LIMITS.category);
const id = z
	.string()
	.regex(/^[1-9]\d{0,14}$/)
	.transform(Number);

/** A box that is not ticked is not sent. */
const ticked = z.union([z.boolean(), z.enum(['on', 'true']).transform(() => true)]).default(false);

/** A new document; its file is read by `sentFile`. */
export const newDocument = z.strictObject({ title, category, public: ticked });

/** The words of a document, whole, as its form sends them. */
export const documentEdit = z.strictObject({
	id,
	title,
	category,
	public: ticked,
	revision: version.optional()
});

/** What may be changed of a document through the API. */
export const documentPatch = z.strictObject({
	title: title.optional(),
	category: category.optional(),
	public: z.boolean().optional(),
	revision: version.optional()
});

/** What is said of a new file of a document. */
export const versionNote = z.strictObject({ note: prose(0, DOCUMENT_LIMITS.note).default('') });

/** A new file of a document. */
export const newDocumentVersion = versionNote.extend({ id });

export const sectionName = z.strictObject({ from: category, to: category });

/** What a list of documents may be narrowed by. */
export const documentQuery = z.strictObject({
	q: z.string().max(200).optional(),
	category: z.string().min(1).max(DOCUMENT_LIMITS.category).optional(),
	limit: z.coerce.number().int().min(1).max(100).optional(),
	cursor: z.string().min(1).max(400).optional()
});

/** Which file of a document is wanted. */
export const documentFileQuery = z.strictObject({
	version: z.coerce.number().int().min(1).max(1_000_000).optional()
});
