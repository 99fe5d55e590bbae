import { existsSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LARGEST_BODY } from './body-limit.ts';
import { HOST_HEADER, PROTOCOL_HEADER } from './gate.ts';
import type { PageHandler } from './host.ts';

export const BUILD_DIRECTORY = 'build';

/** The file in which a build keeps its identity. */
export const BUILD_ID_FILE = join(BUILD_DIRECTORY, 'build-id');

/** Identity of the build that is served; screens that were made by another one reload. */
export function readBuildId(): string {
	return existsSync(BUILD_ID_FILE) ? readFileSync(BUILD_ID_FILE, 'utf8').trim() : 'unbuilt';
}

interface BuiltHandler {
	readonly handler: PageHandler;
}

function isBuiltHandler(module: object): module is BuiltHandler {
	return 'handler' in module && typeof module.handler === 'function';
}

/** The pages as SvelteKit built them. */
export const builtPages = (): Promise<PageHandler> => pagesBuiltIn(BUILD_DIRECTORY);

/** The pages of a build that lies somewhere. */
export async function pagesBuiltIn(directory: string): Promise<PageHandler> {
	// The adapter reads these once, when it is imported: the gate has the last word on who calls.
	process.env['PROTOCOL_HEADER'] = PROTOCOL_HEADER;
	process.env['HOST_HEADER'] = HOST_HEADER;
	process.env['BODY_SIZE_LIMIT'] = String(LARGEST_BODY);
	const file = resolve(directory, 'handler.js');
	const module: object = await import(pathToFileURL(file).href);
	if (!isBuiltHandler(module)) throw new Error('The pages are not built: npm run build');
	const { handler } = module;
	return (request, response, next) => {
		// The adapter lists its files once and listens to no fault of reading one: the first that a
		// deploy took away under the running process would end it. Its head is written by then, so
		// the answer breaks off.
		response.once('pipe', (file) => file.once('error', () => response.destroy()));
		// It throws at a stretch that ends before it begins, and the caller would wait for ever.
		if (!isStretch(request.headers.range)) delete request.headers.range;
		handler(request, response, next);
	};
}

/** Is this a stretch of a file that can be sent? Whatever else is asked for gets the whole. */
function isStretch(range: string | undefined): boolean {
	const [, from, to] = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(range ?? '') ?? [];
	return from !== undefined && (to === '' || Number(from) <= Number(to));
}

/** The pages from Vite's development server, with hot reload over the same port. */
export async function developmentPages(http: Server): Promise<PageHandler> {
	const { createServer } = await import('vite');
	const vite = await createServer({
		server: { middlewareMode: true, hmr: { server: http } },
		appType: 'custom'
	});
	return vite.middlewares;
}
