import { globSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { builtPages } from '#server/host/pages.ts';
import type { Person } from '#server/portal.ts';
import type { Answer } from './api.ts';
import { createWorld, type World } from './world.ts';

const ROUTES = resolve(import.meta.dirname, '../../src/routes');

/** A portal with its built pages on the network. */
export async function startSite(): Promise<World> {
	const world = await createWorld({ database: 'sqlite', pages: builtPages });
	globalThis.__portal = world.portal;
	await world.startHost();
	return world;
}

/** Addresses of files of a kind among the routes: `/panel/queue/[number]`. */
export function routesWith(file: '+page.svelte' | '+server.ts' | '+page.server.ts'): string[] {
	return globSync(`**/${file}`, { cwd: ROUTES })
		.map((path) => `/${dirname(path)}`.replace(/\/\([^)]+\)/g, '').replace(/^\/\.$/, '/') || '/')
		.sort();
}

/** A browser's session of somebody; nobody without a person. */
export async function cookieOf(world: World, person: Person | null): Promise<string> {
	return person === null ? '' : `session=${await world.tokenOf(person, 'web')}`;
}

export function visit(world: World, path: string, cookie = ''): Promise<Answer> {
	return world.call('GET', path, { headers: { Cookie: cookie, Accept: 'text/html' } });
}

/** Sends a form as a browser without script would. */
export function send(
	world: World,
	path: string,
	fields: Record<string, string>,
	cookie = '',
	headers: Record<string, string> = {}
): Promise<Answer> {
	return world.call('POST', path, {
		body: new URLSearchParams(fields).toString(),
		headers: {
			Cookie: cookie,
			Accept: 'text/html',
			Origin: world.url,
			'Content-Type': 'application/x-www-form-urlencoded',
			...headers
		}
	});
}
