import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { plainProblem, type Problem } from '#server/api/problem.ts';
import { isOwnOrigin, type Caller, type CallerReader } from './caller.ts';
import { readCookie, sessionCookieName } from './session-cookie.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whatever else Node's parser knows is no fault of ours, and no 501. */
const METHODS = new Set([...SAFE_METHODS, 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Headers by which the host tells SvelteKit who calls; whatever came in under them is forged. */
export const ADDRESS_HEADER = 'x-portal-address';
export const PROTOCOL_HEADER = 'x-portal-protocol';
export const HOST_HEADER = 'x-portal-host';

const YEAR_S = 31_536_000;

const ALWAYS: readonly (readonly [name: string, value: string])[] = [
	['X-Content-Type-Options', 'nosniff'],
	['Referrer-Policy', 'strict-origin-when-cross-origin'],
	['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'],
	['Cross-Origin-Opener-Policy', 'same-origin'],
	['X-Frame-Options', 'DENY']
];
const OVER_HTTPS: typeof ALWAYS = [
	...ALWAYS,
	['Strict-Transport-Security', `max-age=${YEAR_S}; includeSubDomains`]
];

/** What every answer tells the browser to forbid, whoever gives it. */
export function securityHeaders(protocol: Caller['protocol']): typeof ALWAYS {
	return protocol === 'https' ? OVER_HTTPS : ALWAYS;
}

/**
 * The one gate in front of the API and the pages: no other site may make a browser change
 * anything here with the cookie it holds, whatever the body's type.
 */
export function gate(caller: CallerReader): Middleware {
	return async (context, next) => {
		const who = caller(context.req);
		Object.assign(context.req.headers, {
			[ADDRESS_HEADER]: who.address,
			[PROTOCOL_HEADER]: who.protocol,
			[HOST_HEADER]: who.host
		});
		for (const [name, value] of securityHeaders(who.protocol)) context.set(name, value);
		const misshapen = problemOf(context);
		if (misshapen) {
			context.status = misshapen.status;
			context.body = misshapen;
			context.type = 'application/problem+json';
			return;
		}
		if (!SAFE_METHODS.has(context.method) && isForeign(context.req, who)) {
			context.status = 403;
			context.body = plainProblem(403, 'foreign_origin', 'This request came from another site');
			context.type = 'application/problem+json';
			return;
		}
		if (!SAFE_METHODS.has(context.method)) {
			takeForForm(context.req);
			vouchFor(context.req, who);
		}
		await next();
	};
}

/** What is wrong with a request before anybody looks at what it wants. */
function problemOf(context: Pick<Context, 'method' | 'path'>): Problem | null {
	if (!METHODS.has(context.method))
		return plainProblem(405, 'method_not_allowed', 'No such method here');
	try {
		// `GET http://[` gets as far as this, and no further than its own address.
		void context.path;
		return null;
	} catch {
		return plainProblem(400, 'invalid_input', 'The address is not well formed');
	}
}

/**
 * A program that posts a form and takes any answer gets what a browser without script gets:
 * SvelteKit would take it for its own script and answer with JSON.
 */
function takeForForm(request: IncomingMessage): void {
	const { accept } = request.headers;
	if (accept === undefined || accept === '*/*') request.headers.accept = 'text/html';
}

/**
 * SvelteKit asks for the origin once more and would refuse a program that names none, even at
 * the sign-in, where it has no cookie yet that could be misused.
 */
function vouchFor(request: IncomingMessage, who: Caller): void {
	request.headers.origin = who.origin;
}

/** Did another site send this, or may it have, with a cookie of ours? */
function isForeign(request: IncomingMessage, who: Caller): boolean {
	const { origin } = request.headers;
	if (origin !== undefined) return !isOwnOrigin(origin, who);
	const site = request.headers['sec-fetch-site'];
	if (site !== undefined) return site !== 'same-origin' && site !== 'none';
	// A program that is no browser names no origin; then only a token may speak for it.
	const byToken = /^Bearer /i.test(request.headers.authorization ?? '');
	return !byToken && readCookie(request.headers, sessionCookieName(who.protocol)) !== null;
}
