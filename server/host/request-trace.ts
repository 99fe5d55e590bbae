import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';

/** By this name a request is found again in the log, here and in the log of a proxy before us. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What a trusted proxy may call a request: nothing that could be taken for more than a name. */
const WELL_FORMED = /^[\w.-]{8,64}$/;

/** Milliseconds: slower answers are worth a line whatever they are. */
const SLOW_MS = 1_000;

const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Gives every request an id, tells it to the caller, and writes a line for each: those that
 * change something, that failed or took long at `info`, the rest at `debug`.
 */
export function traceRequests(
	answer: RequestListener,
	{ log, trustProxy }: { readonly log: Logger; readonly trustProxy: number }
): RequestListener {
	return (request, response) => {
		const id = requestId(request, trustProxy);
		// Whatever came in under this name from somebody we do not trust is forged.
		request.headers[REQUEST_ID_HEADER] = id;
		response.setHeader(REQUEST_ID_HEADER, id);
		const began = performance.now();
		response.once('close', () => {
			const ms = Math.round(performance.now() - began);
			const entry = {
				requestId: id,
				method: request.method,
				path: loggedPath(request),
				status: response.statusCode,
				ms,
				...(response.writableFinished ? {} : { cut: true })
			};
			if (isWorthALine(request, response, ms)) log.info(entry, 'request');
			else log.debug(entry, 'request');
		});
		answer(request, response);
	};
}

/** The id that `traceRequests` has given. */
export function requestIdOf(request: IncomingMessage): string | undefined {
	const id = request.headers[REQUEST_ID_HEADER];
	return typeof id === 'string' ? id : undefined;
}

function requestId(request: IncomingMessage, trustProxy: number): string {
	const given = request.headers[REQUEST_ID_HEADER];
	const believed = trustProxy > 0 && typeof given === 'string' && WELL_FORMED.test(given);
	return believed ? given : randomBytes(8).toString('hex');
}

/** Parts of an address that are secrets, as those of one-time links are. */
const SECRET_PART = /[\w-]{20,}/g;

/** Where a request went, without what it asked: queries and one-time links carry secrets. */
function loggedPath({ url = '' }: IncomingMessage): string {
	const [path = ''] = url.split('?', 1);
	return path.slice(0, 200).replace(SECRET_PART, '…');
}

function isWorthALine(request: IncomingMessage, response: ServerResponse, ms: number): boolean {
	return !READS.has(request.method ?? '') || response.statusCode >= 500 || ms >= SLOW_MS;
}
