import { documentFileQuery, documentPatch, documentQuery } from '#lib/input/documents.ts';
import {
	anyDocument,
	documentVersion,
	listedDocument,
	staffDocument
} from '../answers/document.ts';
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
	'POST /documents': {
		summary: 'Publish a document',
		tag,
		may: 'document.manage',
		upload: {
			contentType: 'multipart/form-data',
			description:
				'`title`, `category`, `public` (`true` opens it to everybody) and the field `file`: ' +
				'docx, pdf or xlsx of twenty megabytes at most'
		},
		idempotent: true,
		answers: {
			200: { description: 'The document that was published before', schema: staffDocument },
			201: { description: 'The document', schema: staffDocument }
		},
		refusals: ['idempotency_conflict', 'too_large', 'no_room']
	},
	'POST /documents/:id/versions': {
		summary: 'Bring a new file of a document',
		tag,
		may: 'document.manage',
		upload: {
			contentType: 'multipart/form-data',
			description: 'The field `file`, and `note`: what is new in it'
		},
		answers: { 201: { description: 'The document', schema: staffDocument } },
		refusals: ['too_large', 'no_room']
	},
	'PATCH /documents/:id': {
		summary: 'Change title, section or who may see a document',
		tag,
		may: 'document.manage',
		body: documentPatch,
		answers: { 200: { description: 'The document', schema: staffDocument } },
		refusals: ['stale_version']
	},
	'DELETE /documents/:id': {
		summary: 'Take a document away with all its files',
		tag,
		may: 'document.manage',
		answers: { 204: { description: 'It is gone', schema: null } }
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
