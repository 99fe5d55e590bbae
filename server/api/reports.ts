import type Router from '@koa/router';
import { DomainError } from '#lib/domain/errors.ts';
import { fileHeaders } from '#lib/domain/file-answer.ts';
import { newReport, reportPatch, reportQuery } from '#lib/input/reports.ts';
import type { Portal } from '#server/portal.ts';
import {
	body,
	callerOf,
	idempotencyKey,
	part,
	permitted,
	query,
	type ApiContext
} from './context.ts';
import { jsonBody } from './json-body.ts';

/** Reports; those that are public and ready are for everybody. */
export function reportRoutes(router: Router, portal: Portal): void {
	const { commands, queries } = portal;

	router.get('/reports', async (context) => {
		const page = await queries.reports(callerOf(context), query(context, reportQuery));
		const { items, total, nextCursor } = page;
		context.body = { items, total, nextCursor };
	});

	router.post('/reports', jsonBody, async (context) => {
		const actor = permitted(context, 'report.make');
		const { report, created } = await commands.createReport(
			actor,
			body(context, newReport),
			idempotencyKey(context)
		);
		context.status = created ? 201 : 200;
		context.set('Location', `/api/v1/reports/${report.id}`);
		context.body = report;
	});

	router.get('/reports/:id', async (context) => {
		context.body = await queries.report(callerOf(context), idOf(context));
	});

	router.patch('/reports/:id', jsonBody, async (context) => {
		const actor = permitted(context, 'report.make');
		const id = idOf(context);
		context.body = await commands.publishReport(actor, id, body(context, reportPatch).public);
	});

	router.delete('/reports/:id', async (context) => {
		const actor = permitted(context, 'report.make');
		await commands.deleteReport(actor, idOf(context));
		context.status = 204;
	});

	router.get('/reports/:id/file', async (context) => {
		const file = await queries.reportFile(callerOf(context), idOf(context));
		const content = await file.open();
		context.set(fileHeaders(file));
		context.body = content;
		context.type = file.type;
	});
}

function idOf(context: ApiContext): number {
	const text = part(context, 'id');
	if (!/^[1-9]\d{0,14}$/.test(text)) throw new DomainError('not_found');
	return Number(text);
}
