import type { Middleware } from 'koa';
import { plainProblem } from '#server/api/problem.ts';
import { UPLOAD_BYTES } from '#lib/domain/attachment.ts';
import { DOCUMENT_FORM_BYTES } from '#lib/domain/document.ts';

/** Bytes of a form without files. */
const PLAIN_BYTES = 512 * 1024;

/** Bytes of the largest form of any page: SvelteKit itself is told this one limit. */
export const LARGEST_BODY = Math.max(UPLOAD_BYTES, DOCUMENT_FORM_BYTES);

/** Pages whose forms carry files, and how many bytes such a form may have. */
const UPLOADS: readonly { readonly page: RegExp; readonly bytes: number }[] = [
	{ page: /^\/cabinet(\/tickets\/[^/]+)?\/?$/, bytes: UPLOAD_BYTES },
	{ page: /^\/panel\/queue(\/[^/]+)?\/?$/, bytes: UPLOAD_BYTES },
	{ page: /^\/panel\/documents\/?$/, bytes: DOCUMENT_FORM_BYTES }
];

/**
 * How much a form may send is said by its page: SvelteKit keeps a form in memory whole, and has
 * one limit for all of them. The API's own parsers have theirs.
 */
export const bodyLimit: Middleware = async (context, next) => {
	const { 'content-length': length, 'transfer-encoding': chunked } = context.req.headers;
	const upload = UPLOADS.find(({ page }) => page.test(context.path));
	// What does not tell its length is let in only where the largest is: it is counted there.
	const bytes = chunked === undefined ? Number(length ?? 0) : upload ? 0 : Infinity;
	// An upload beyond its limit goes on to its page, which tells so at the field.
	if (upload || bytes <= PLAIN_BYTES || context.path.startsWith('/api/')) return next();
	context.status = 413;
	context.body = plainProblem(413, 'too_large', 'The form is too large');
	context.type = 'application/problem+json';
};
