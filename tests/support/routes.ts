import Koa from 'koa';
import Router from '@koa/router';
import { pino } from 'pino';
import { mountApi } from '#server/api/index.ts';
import type { Portal } from '#server/portal.ts';

/** A route as its router knows it. */
export interface ApiRoute {
	readonly method: string;
	readonly path: string;
}

/** Every route of the JSON API, read from the routers that the host mounts. */
export function apiRoutes(portal: Portal): ApiRoute[] {
	const app = new Koa();
	mountApi(app, portal, {
		caller: () => ({ address: '', protocol: 'http', host: '', origin: '' }),
		log: pino({ level: 'silent' })
	});
	const routes: ApiRoute[] = [];
	for (const middleware of app.middleware) {
		const router: unknown = Reflect.get(middleware, 'router');
		if (!(router instanceof Router)) continue;
		for (const { methods, path } of router.stack)
			for (const method of methods)
				if (method !== 'HEAD') routes.push({ method, path: String(path) });
	}
	return routes;
}

/** `GET /tickets/:number`, as the tables of the tests name a route. */
export function nameOf({ method, path }: ApiRoute): string {
	return `${method} ${path.replace('/api/v1', '')}`;
}
