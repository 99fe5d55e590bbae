import Router from '@koa/router';
import type Koa from 'koa';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { may } from '#lib/domain/permission.ts';
import { isWithin } from '#lib/domain/token-scope.ts';
import type { PortalCore } from '#server/create-portal.ts';
import type { LiveSockets } from '#server/sockets/live-sockets.ts';
import type { CallerReader } from './caller.ts';
import type { KeptPages } from './kept-pages.ts';
import { readCookie, sessionCookieName } from './session-cookie.ts';

/** Events behind which the tailer counts as lagging. */
const LAG_LIMIT = 1_000;

export interface Metrics {
	readonly registry: Registry;
	/** Seconds from a broadcast's call to its last recipient. */
	readonly fanOut: Histogram;
	/** Seconds from an event's own moment, which its commit follows, to its way to the sockets. */
	readonly emit: Histogram;
	/** Seconds that figures took to read, by query. */
	readonly kpi: Histogram<'query'>;
}

/** Seconds: what a screen does not notice, up to what everybody does. */
const BUCKETS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** Counters of the process, for Prometheus. */
export function createMetrics(): Metrics {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry });
	const fanOut = new Histogram({
		name: 'portal_fan_out_seconds',
		help: 'From the call of a broadcast to its last recipient',
		buckets: BUCKETS,
		registers: [registry]
	});
	const emit = new Histogram({
		name: 'portal_commit_to_emit_seconds',
		help: 'From the moment of an event to its way to the sockets',
		buckets: BUCKETS,
		registers: [registry]
	});
	const kpi = new Histogram({
		name: 'portal_kpi_seconds',
		help: 'Reading of figures',
		labelNames: ['query'],
		buckets: BUCKETS,
		registers: [registry]
	});
	return { registry, fanOut, emit, kpi };
}

/** How often public pages came from memory, were rendered, and what they take up. */
export function countPages({ registry }: Metrics, pages: KeptPages): void {
	new Gauge({
		name: 'portal_public_pages',
		help: 'Public pages sent from memory, and renders that were begun, since the start',
		labelNames: ['how'],
		registers: [registry],
		collect() {
			this.set({ how: 'kept' }, pages.counts.kept);
			this.set({ how: 'rendered' }, pages.counts.rendered);
		}
	});
	new Gauge({
		name: 'portal_kept_pages_bytes',
		help: 'Bytes of public pages in memory',
		registers: [registry],
		collect() {
			this.set(pages.bytes);
		}
	});
}

/** `/healthz` (process), `/readyz` (database, tailer lag) and `/metrics`. */
export function mountHealth(
	app: Koa,
	core: PortalCore,
	sockets: LiveSockets,
	options: { metrics: Metrics; caller: CallerReader; isClosing: () => boolean }
): void {
	const { metrics, caller } = options;
	new Gauge({
		name: 'portal_sockets',
		help: 'Open live sockets by whose they are',
		labelNames: ['audience'],
		registers: [metrics.registry],
		collect() {
			for (const [audience, count] of Object.entries(sockets.byAudience()))
				this.set({ audience }, count);
		}
	});
	new Gauge({
		name: 'portal_tailer_lag_events',
		help: 'Events committed and not yet delivered; -1 while the database does not answer',
		registers: [metrics.registry],
		async collect() {
			this.set((await readLag(core, sockets)) ?? -1);
		}
	});
	new Gauge({
		name: 'portal_stream_seq',
		help: 'Number of the last event delivered',
		registers: [metrics.registry],
		collect() {
			this.set(sockets.tailer.seq);
		}
	});
	new Gauge({
		name: 'portal_mails',
		help: 'Letters that wait to be sent, and those that were given up',
		labelNames: ['state'],
		registers: [metrics.registry],
		async collect() {
			const { waiting, failed } = await core.portal.queries.mails();
			this.set({ state: 'waiting' }, waiting);
			this.set({ state: 'failed' }, failed);
		}
	});
	const router = new Router({ sensitive: true });
	router.get('/healthz', (context) => {
		context.set('Cache-Control', 'no-store');
		context.body = { status: 'ok' };
	});
	router.get('/readyz', async (context) => {
		context.set('Cache-Control', 'no-store');
		const lag = await readLag(core, sockets);
		const ready = lag !== null && lag < LAG_LIMIT && !options.isClosing();
		context.status = ready ? 200 : 503;
		context.body = { status: ready ? 'ok' : 'unavailable', database: lag !== null, lag };
	});
	router.get('/metrics', async (context) => {
		const who = caller(context.req);
		// A proxy on this machine that nobody told us of speaks for the whole world.
		const proxied = 'x-forwarded-for' in context.headers || 'forwarded' in context.headers;
		const loopback = !proxied && (who.address === '127.0.0.1' || who.address === '::1');
		if (!loopback) {
			const bearer = /^Bearer (\S+)$/i.exec(context.get('Authorization'))?.[1];
			const token = bearer ?? readCookie(context.req.headers, sessionCookieName(who.protocol));
			const session = token === null ? null : await core.portal.queries.session(token, who.address);
			const within = session !== null && isWithin(session.scopes, 'read');
			if (!within || !may(session.viewer, 'metrics.read')) {
				context.status = session ? 403 : 401;
				return;
			}
		}
		context.set('Cache-Control', 'no-store');
		context.type = metrics.registry.contentType;
		context.body = await metrics.registry.metrics();
	});
	app.use(router.routes());
}

/** Events committed but not yet delivered, or null when the database does not answer. */
async function readLag(core: PortalCore, sockets: LiveSockets): Promise<number | null> {
	try {
		const row = await core.database.read((tx) =>
			tx.one<{ seq: number }>(`SELECT COALESCE(MAX(seq), 0) AS seq FROM events`)
		);
		return row ? Math.max(0, row.seq - sockets.tailer.seq) : null;
	} catch {
		return null;
	}
}
