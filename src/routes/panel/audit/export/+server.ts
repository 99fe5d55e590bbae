import { readAuditAsk } from '#lib/administration/audit-ask.ts';
import { auditFile } from '#lib/administration/audit-file.ts';
import { permitted } from '#lib/administration/viewer.ts';
import type { RequestHandler } from './$types';

/** The record of events as a file: all that the address narrows it to, read as it is sent. */
export const GET: RequestHandler = ({ locals, url }) => {
	const viewer = permitted(locals.viewer, 'audit.read');
	const { queries, installation } = locals.portal;
	const { filter } = readAuditAsk(url.searchParams, installation.timeZone);
	const form = url.searchParams.get('format') === 'jsonl' ? 'jsonl' : 'csv';
	return auditFile(queries.auditPages(viewer, filter), form, locals.locale);
};
