import { documentFileQuery, documentQuery } from '#lib/input/documents.ts';
import { anyDocument, documentVersion, listedDocument } from '../answers/document.ts';
import { countedPageOf, listOf } from '../answers/named.ts';
import type { CallTable } from './call.ts';

const tag = 'Documents';

/** Regulations and instructions. */
export const DOCUMENT_CALLS: CallTable = {
	'GET /documents': {
		summary: 'List documents, the latest first, or look for words in their titles and texts',
		description: 'Staff see all of them, others those that are public.',
		tag,
		may: 'anyone',
		query: documentQuery,
		answers: { 200: { description: 'A page of documents', schema: countedPageOf(listedDocument) } }
	},
	'GET /documents/:id': {
		summary: 'Read what is known of a document',
		tag,
		may: 'anyone',
		answers: { 200: { description: 'The document', schema: anyDocument } }
	},
	'GET /documents/:id/versions': {
		summary: 'List all files of a document',
		tag,
		may: 'document.manage',
		answers: { 200: { description: 'The latest first', schema: listOf(documentVersion) } }
	},
	'GET /documents/:id/file': {
		summary: 'Download a document',
		description: 'Its latest file; another `version` is given to staff only.',
		tag,
		may: 'anyone',
		query: documentFileQuery,
		answers: { 200: { description: 'The file', schema: null, contentType: '*/*' } }
	}
};
