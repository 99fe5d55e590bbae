import { z } from 'zod';
import {
	DOCUMENT_KINDS,
	type DocumentVersion,
	type PublicDocument,
	type StaffDocument
} from '#lib/domain/document.ts';
import { moment, named } from './named.ts';

const open = {
	id: z.int().positive(),
	title: z.string(),
	category: z.string().describe('Name of its section'),
	kind: z.enum(DOCUMENT_KINDS),
	name: z.string().describe('Name of the file'),
	size: z.int().min(0).describe('Bytes'),
	version: z.int().positive().describe('Which file of the document it is; the first is 1'),
	updatedAt: moment.describe('When this file came')
};

const forStaff = {
	public: z.boolean().describe('False: for staff alone'),
	downloads: z.int().min(0).describe('Of all its versions'),
	createdAt: moment,
	updatedBy: z.string().nullable().describe('Who brought the latest file'),
	searchable: z.boolean().describe('Whether its text could be read for the search'),
	revision: z.int().positive().describe('Moves with every edit')
};

export const publicDocument = named(
	'PublicDocument',
	z.strictObject(open) satisfies z.ZodType<PublicDocument>,
	'What anybody may see of a document'
);

export const staffDocument = named(
	'Document',
	z.strictObject({ ...open, ...forStaff }) satisfies z.ZodType<StaffDocument>
);

export const anyDocument = named('AnyDocument', z.union([staffDocument, publicDocument]));

const excerpt = z
	.array(z.strictObject({ text: z.string(), found: z.boolean() }))
	.optional()
	.describe('Where the words that were looked for stand; only in answers to a search');

export const listedDocument = named(
	'ListedDocument',
	z.union([z.strictObject({ ...open, ...forStaff, excerpt }), z.strictObject({ ...open, excerpt })])
);

export const documentVersion = named(
	'DocumentVersion',
	z.strictObject({
		version: z.int().positive(),
		kind: z.enum(DOCUMENT_KINDS),
		name: z.string(),
		size: z.int().min(0).describe('Bytes'),
		checksum: z.string().describe('SHA-256 of the content, hexadecimal'),
		note: z.string().describe('What is new in it'),
		downloads: z.int().min(0),
		createdAt: moment,
		createdBy: z.string().nullable()
	}) satisfies z.ZodType<DocumentVersion>
);
