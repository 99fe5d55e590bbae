import {
	createServer,
	type IncomingMessage,
	type RequestListener,
	type Server,
	type ServerResponse
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import Koa from 'koa';
import type { Logger } from 'pino';
import { isDomainError, type ErrorCode } from '#lib/domain/errors.ts';
import { mountApi } from '#server/api/index.ts';
import type { Config } from '#server/config.ts';
import type { PortalCore } from '#server/create-portal.ts';
import { createLiveSockets, type LiveSockets } from '#server/sockets/live-sockets.ts';
import { bodyLimit } from './body-limit.ts';
import { createCallerReader } from './caller.ts';
import { gate } from './gate.ts';
import { countPages, createMetrics, mountHealth } from './health.ts';
import { KeptPages } from './kept-pages.ts';
import { traceRequests } from './request-trace.ts';

/** Renders a page: SvelteKit's handler, built or from the development server. */
export type PageHandler = (
	request: IncomingMessage,
	response: ServerResponse,
	next: (error?: unknown) => void
) => void;

export interface Host {
	readonly http: Server;
	readonly sockets: LiveSockets;
	/** Public pages as they are kept; null when none are. */
	readonly keptPages: KeptPages | null;
	/** Where it listens. */
	readonly address: { readonly host: string; readonly port: number };
	/** Stops accepting, finishes what is under way, closes sockets, clock and database. */
	stop(): Promise<void>;
}

/** Thousands of screens come back within the same second after a restart. */
const BACKLOG = 4_096;

/** Milliseconds that requests under way get before their connections are cut. */
const GRACE_MS = 10_000;

/** Milliseconds between looks for connections whose last request has been answered. */
const IDLE_LOOK_MS = 50;

/** Milliseconds a screen gets to say goodbye; one whose cable was pulled never will. */
const FAREWELL_MS = 500;

/** How a read says that something is not there for whoever asks. */
const NO_ACCESS: ReadonlySet<ErrorCode> = new Set(['not_found', 'forbidden', 'not_signed_in']);

/** Puts gate, API, health, pages and sockets on one port and begins to follow the stream. */
export async function startHost(options: {
	core: PortalCore;
	config: Pick<Config, 'PORT' | 'HOST' | 'TRUST_PROXY' | 'ORIGIN'>;
	log: Logger;
	/** Makes the pages' handler for this server; null serves none. */
	pages: ((http: Server) => Promise<PageHandler>) | null;
	/** Are public pages kept as bytes? Not while their sources are being worked on. */
	keepPages?: boolean;
}): Promise<Host> {
	const { core, config, log } = options;
	const caller = createCallerReader({
		trustProxy: config.TRUST_PROXY,
		origin: config.ORIGIN ?? null
	});
	const metrics = createMetrics();
	const app = new Koa();
	app.silent = true;
	const http = createServer();
	const upgraded = new Set<Duplex>();
	http.on('upgrade', (_request, socket) => {
		upgraded.add(socket);
		socket.once('close', () => upgraded.delete(socket));
	});
	let closing = false;
	let answer: RequestListener = (_request, response) => response.writeHead(503).end();
	// Before the sockets are attached: they take their own requests away only from whoever listens
	// already. One answered twice, as polling would be, ends the process.
	http.on('request', (request, response) => answer(request, response));

	const sockets = createLiveSockets({
		http,
		database: core.database,
		build: core.portal.installation.build,
		now: core.portal.now,
		caller,
		session: (token, address) => core.portal.queries.session(token, address),
		screen: (token) => core.portal.queries.pairedScreen(token),
		fleet: core.fleet,
		liveJson: (audience) => core.portal.queries.liveJson(audience),
		mayLook: (viewer, number) =>
			core.portal.queries.ticket(viewer, number).then(
				() => true,
				(refused: unknown) => {
					// A database that is away refuses nobody.
					if (isDomainError(refused) && NO_ACCESS.has(refused.code)) return false;
					throw refused;
				}
			),
		failed: (error) => log.warn({ err: error }, 'live stream'),
		onFanOut: (report) => metrics.fanOut.observe((report.finishedAt - report.calledAt) / 1000),
		onEmit: (events) => {
			const now = core.portal.now();
			for (const { at } of events) metrics.emit.observe(Math.max(0, now - at) / 1000);
		}
	});
	core.kpiTimings.listen((query, seconds) => metrics.kpi.observe({ query }, seconds));

	const pages = options.pages ? await options.pages(http) : null;
	app.use(gate(caller));
	app.use(bodyLimit);
	mountHealth(app, core, sockets, { metrics, caller, isClosing: () => closing });
	mountApi(app, core.portal, { caller, log });
	app.use((context) => {
		if (!pages) {
			context.status = 404;
			return;
		}
		// Koa hands the rest over: SvelteKit writes the answer by itself.
		context.respond = false;
		context.res.statusCode = 200;
		pages(context.req, context.res, (error) => {
			if (error) log.error({ err: error }, 'page failed');
			if (!context.res.headersSent) context.res.writeHead(error ? 500 : 404);
			context.res.end();
		});
	});
	app.on('error', (error) => log.error({ err: error }, 'host'));
	const callback = app.callback();
	const otherwise = traceRequests((request, response) => void callback(request, response), {
		log,
		trustProxy: config.TRUST_PROXY
	});
	const keptPages =
		pages && options.keepPages !== false
			? new KeptPages({
					pages,
					stream: sockets.tailer,
					shared: core.database.dialect === 'postgres',
					now: core.portal.now,
					caller,
					otherwise,
					failed: (error) => log.error({ err: error }, 'page failed')
				})
			: null;
	if (keptPages) countPages(metrics, keptPages);
	answer = keptPages?.answer ?? otherwise;

	await sockets.start();
	core.follow(sockets.tailer);
	core.clockJob.start();
	core.mediaSweep.start();
	core.mailJob?.start();
	core.reportJob.start();
	await new Promise<void>((resolve, reject) => {
		http.once('error', reject);
		http.listen({ port: config.PORT, host: config.HOST, backlog: BACKLOG }, resolve);
	});
	const { address: host, port } = addressOf(http);

	return {
		http,
		sockets,
		keptPages,
		address: { host, port },
		async stop() {
			closing = true;
			const closed = new Promise<void>((resolve) => http.close(() => resolve()));
			http.closeIdleConnections();
			// One whose request was under way would be kept open for a next one that never comes.
			const idle = setInterval(() => http.closeIdleConnections(), IDLE_LOOK_MS);
			await core.clockJob.stop();
			await core.mailJob?.stop();
			await core.reportJob.stop();
			await sockets.stop();
			const farewell = setTimeout(() => {
				for (const socket of upgraded) socket.destroy();
			}, FAREWELL_MS);
			const cut = setTimeout(() => http.closeAllConnections(), GRACE_MS);
			await closed;
			clearInterval(idle);
			clearTimeout(farewell);
			clearTimeout(cut);
			await core.close();
		}
	};
}

function addressOf(http: Server): AddressInfo {
	const address = http.address();
	if (address === null || typeof address === 'string') throw new Error('no TCP address');
	return address;
}
