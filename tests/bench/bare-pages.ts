import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BACKLOG } from './live-server.ts';
import { serve } from './processes.ts';

export type BarePages = {
	/** Serves these bytes at each path, by nothing but node:http. */
	listen(pages: ReadonlyMap<string, Uint8Array>): Promise<{ readonly port: number }>;
};

let pages: ReadonlyMap<string, Uint8Array> = new Map();
const http = createServer((request, response) => response.end(pages.get(request.url ?? '')));

const server: BarePages = {
	async listen(given) {
		pages = given;
		await new Promise<void>((resolve) =>
			http.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve)
		);
		return { port: (http.address() as AddressInfo).port };
	}
};

serve(server);
