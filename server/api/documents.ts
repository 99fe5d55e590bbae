import type Router from '@koa/router';
import type { Middleware } from 'koa';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import {
	documentFileQuery,
	documentPatch,
	documentQuery,
	newDocument,
	versionNote
} from '#lib/input/documents.ts';
import type { Portal } from '#server/portal.ts';
import { body, callerOf, idempotencyKey, part, permitted, query } from './context.ts';
import { documentForm, sentUpload } from './files.ts';
import { jsonBody } from './json-body.ts';

/** Documents, as the caller may see them. */
export function documentRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/documents', async (context) => {
		context.body = await queries.documents(callerOf(context), query(context, documentQuery));
	});

	router.get('/documents/:id', async (context) => {
		context.body = await queries.document(callerOf(context), Number(part(context, 'id')));
	});

	/** Before a body of many megabytes is taken in: who sends it, and to what. */
	const authorised: Middleware = async (context, next) => {
		const viewer = permitted(context, 'document.manage');
		if (context.path.endsWith('/versions'))
			await queries.document(viewer, Number(part(context, 'id')));
		await next();
	};

	router.post('/documents', authorised, documentForm, async (context) => {
		const actor = permitted(context, 'document.manage');
		const { document, created } = await commands.createDocument(
			actor,
			{ ...body(context, newDocument), file: sentUpload(context) },
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/documents/${document.id}`);
		context.body = document;
	});

	router.post('/documents/:id/versions', authorised, documentForm, async (context) => {
		const actor = permitted(context, 'document.manage');
		const { note } = body(context, versionNote);
		context.body = await commands.addDocumentVersion(actor, Number(part(context, 'id')), {
			note,
			file: sentUpload(context)
		});
		context.status = 201;
	});

	router.patch('/documents/:id', jsonBody, async (context) => {
		const actor = permitted(context, 'document.manage');
		context.body = await commands.updateDocument(
			actor,
			Number(part(context, 'id')),
			body(context, documentPatch)
		);
	});

	router.delete('/documents/:id', async (context) => {
		const actor = permitted(context, 'document.manage');
		await commands.deleteDocument(actor, Number(part(context, 'id')));
		context.status = 204;
	});

	router.get('/documents/:id/versions', async (context) => {
		const viewer = permitted(context, 'document.manage');
		const items = await queries.documentVersions(viewer, Number(part(context, 'id')));
		context.body = { items, nextCursor: null };
	});

	router.get('/documents/:id/file', async (context) => {
		const { version } = query(context, documentFileQuery);
		const id = Number(part(context, 'id'));
		const file = await queries.documentFile(callerOf(context), id, version);
		context.set(fileHeaders(file));
		// Asking how large it is downloads nothing.
		if (context.method === 'HEAD') {
			context.status = 200;
			return;
		}
		context.body = await file.open();
		context.type = file.type;
		await commands.countDownload(file.versionId);
	});
}
