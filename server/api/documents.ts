import type Router from '@koa/router';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import { documentFileQuery, documentQuery } from '#lib/input/documents.ts';
import type { Portal } from '#server/portal.ts';
import { callerOf, part, permitted, query } from './context.ts';

/** Documents, as the caller may see them. */
export function documentRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/documents', async (context) => {
		context.body = await queries.documents(callerOf(context), query(context, documentQuery));
	});

	router.get('/documents/:id', async (context) => {
		context.body = await queries.document(callerOf(context), Number(part(context, 'id')));
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
