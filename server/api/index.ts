import Router from '@koa/router';
import type Koa from 'koa';
import type { Logger } from 'pino';
import { DomainError } from '#lib/domain/errors.ts';
import { isWithin, scopeOf } from '#lib/domain/token-scope.ts';
import type { CallerReader } from '#server/host/caller.ts';
import { readCookie, sessionCookieName } from '#server/host/session-cookie.ts';
import type { Portal } from '#server/portal.ts';
import type { ApiState } from './context.ts';
import { documentRoutes } from './documents.ts';
import { hookRoutes } from './hooks.ts';
import { hookToken } from './hook-token.ts';
import { incidentRoutes } from './incidents.ts';
import { kpiRoutes } from './kpis.ts';
import { openapiRoutes } from './openapi.ts';
import { problems } from './problem.ts';
import { screenRoutes } from './screens.ts';
import { reportRoutes } from './reports.ts';
import { serviceRoutes } from './services.ts';
import { siteRoutes } from './site.ts';
import { shiftRoutes } from './shifts.ts';
import { slaRoutes } from './sla.ts';
import { streamRoutes } from './stream.ts';
import { ticketRoutes } from './tickets.ts';

export const API_PREFIX = '/api/v1';

/** Mounts the JSON API on an application; what it does not know is `problem+json` too. */
export function mountApi(
	app: Koa,
	portal: Portal,
	options: { caller: CallerReader; log: Logger }
): void {
	// The door below and the scopes of keys go by the letters of the path: so must the routes.
	const router = new Router({ prefix: API_PREFIX, sensitive: true });
	ticketRoutes(router, portal);
	incidentRoutes(router, portal);
	hookRoutes(router, portal);
	kpiRoutes(router, portal);
	serviceRoutes(router, portal);
	screenRoutes(router, portal);
	reportRoutes(router, portal);
	siteRoutes(router, portal);
	shiftRoutes(router, portal);
	slaRoutes(router, portal);
	documentRoutes(router, portal);
	streamRoutes(router, portal);
	openapiRoutes(router, API_PREFIX);
	const answerProblem = problems(options.log);

	const isApi = (path: string) => /^\/api(?:\/|$)/i.test(path);

	app.use(async (context, next) => {
		if (!isApi(context.path)) return next();
		context.set('Cache-Control', 'no-store');
		context.set('Content-Security-Policy', `default-src 'none'; frame-ancestors 'none'`);
		await answerProblem(context, async () => {
			await recognise(context, tokenShown(context), context.state);
			await next();
		});
	});
	app.use(router.routes());
	app.use(router.allowedMethods());
	app.use(async (context, next) => {
		if (!isApi(context.path)) await next();
	});

	/** The token that a request carries, other than its cookie. */
	function tokenShown(context: Koa.Context): string | undefined {
		const bearer = /^Bearer (\S+)$/i.exec(context.get('Authorization'))?.[1];
		return context.path.startsWith(`${API_PREFIX}/hooks/`) ? hookToken(context, bearer) : bearer;
	}

	async function recognise(
		{ req: request, method, path }: Pick<Koa.Context, 'req' | 'method' | 'path'>,
		bearer: string | undefined,
		state: Record<string, unknown>
	): Promise<void> {
		const caller = options.caller(request);
		const cookie = readCookie(request.headers, sessionCookieName(caller.protocol));
		const token = bearer ?? cookie;
		const screen = bearer === undefined ? null : await portal.queries.pairedScreen(bearer);
		if (screen) {
			// It reads one board: everything else, what is public too, is none of its business.
			const known: ApiState = {
				viewer: null,
				sessionId: null,
				address: caller.address,
				screen: screen.audience
			};
			Object.assign(state, known);
			if (method === 'GET' && path === `${API_PREFIX}/live`) return;
			throw new DomainError('forbidden', {
				issues: [{ field: 'scope', code: 'insufficient_scope' }]
			});
		}
		const session = token === null ? null : await portal.queries.session(token, caller.address);
		if (bearer !== undefined && session === null) throw new DomainError('not_signed_in');
		// The one place where a key is held to what it was made for, whatever its owner may do.
		const needed = scopeOf(method, path.slice(API_PREFIX.length));
		if (session && !isWithin(session.scopes, needed))
			throw new DomainError('forbidden', {
				issues: [{ field: 'scope', code: 'insufficient_scope', about: needed }]
			});
		const known: ApiState = {
			viewer: session?.viewer ?? null,
			sessionId: session?.id ?? null,
			address: caller.address,
			screen: null
		};
		Object.assign(state, known);
	}
}
