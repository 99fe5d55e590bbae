import { start, type Worker } from './processes.ts';
import type { BarePages } from './bare-pages.ts';
import type { PageReaders } from './page-readers.ts';
import type { PagesServer } from './pages-server.ts';
import type { Figure } from './report.ts';
import { withProcesses, type Setting } from './setting.ts';
import { median, medianRatio, quantile } from './statistics.ts';

const CONNECTIONS = 32;

const PAGES = [
	['home', '/'],
	['the queue', '/queue'],
	['incidents', '/incidents'],
	['the figures', '/kpi']
] as const;

/** Changes a second while pages are read; pages stand still at zero. */
const PACES = [0, 1, 10] as const;

/** What of bare http is to be reached while the stream stands still, and while it moves. */
const REACH = { still: 0.6, moving: 0.5 };

/** Production's own flag. */
const FLAGS = ['--max-semi-space-size=4'];

interface Workers {
	readonly portal: Worker<PagesServer>;
	readonly bare: Worker<BarePages>;
	readonly readers: Worker<PageReaders>;
}

/** Public pages under load, beside bare http serving the same bytes. */
export async function measurePublicPages(setting: Setting): Promise<Figure[]> {
	const workers: Workers = {
		portal: start<PagesServer>('./pages-server.ts', { flags: FLAGS }),
		bare: start<BarePages>('./bare-pages.ts', { flags: FLAGS }),
		readers: start<PageReaders>('./page-readers.ts')
	};
	const { portal, bare, readers } = workers;
	return withProcesses([readers, bare, portal], async () => {
		const { port } = await portal.call('listen');
		const home = new TextDecoder().decode(await readers.call('fetch', { port, path: '/' }));
		const script = /\/_app\/immutable\/[^"]+\.js/.exec(home)?.[0] ?? '/favicon.svg';
		const bytes = new Map<string, Uint8Array>();
		for (const path of [...PAGES.map(([, page]) => page), script])
			bytes.set(path, await readers.call('fetch', { port, path }));
		const ports = { ours: port, bare: (await bare.call('listen', bytes)).port };
		const figures: Figure[] = [];
		for (const perSecond of PACES)
			for (const [what, path] of PAGES) {
				const found = await compare(workers, ports, { path, perSecond }, setting);
				const moving = perSecond === 0 ? 'nothing moves' : `${perSecond} changes a second`;
				figures.push({
					...found,
					what: `${what}, ${moving}`,
					goal: { reach: perSecond === 0 ? REACH.still : REACH.moving, better: 'more' }
				});
				setting.say(`${figures.at(-1)?.what}: ${found.score.toFixed(2)} of bare http`);
			}
		const file = await compare(workers, ports, { path: script, perSecond: 0 }, setting);
		figures.push({ ...file, what: 'a script of the build, for comparison' });
		figures.push(await rendersOfOne(workers, port, setting));
		return figures;
	});
}

async function compare(
	{ portal, readers }: Workers,
	ports: { readonly ours: number; readonly bare: number },
	{ path, perSecond }: { readonly path: string; readonly perSecond: number },
	{ quick }: Setting
): Promise<Figure> {
	const rounds = quick ? 1 : 5;
	const ms = quick ? 500 : perSecond === 1 ? 4_000 : 2_000;
	const question = { path, connections: CONNECTIONS, ms };
	const pairs: { ours: number; bare: number }[] = [];
	const p99: number[] = [];
	const bareP99: number[] = [];
	// What is run for the first time is slow on either side.
	for (const port of [ports.ours, ports.bare])
		await readers.call('read', { ...question, port, ms: ms / 4 });
	for (let round = 0; round < rounds; round += 1) {
		const changing =
			perSecond === 0
				? Promise.resolve()
				: portal.call('change', { perSecond, count: Math.ceil((perSecond * ms) / 1_000) });
		const ours = await readers.call('read', { ...question, port: ports.ours });
		await changing;
		const bare = await readers.call('read', { ...question, port: ports.bare });
		pairs.push({ ours: ours.perSecond, bare: bare.perSecond });
		p99.push(quantile(ours.latencies, 0.99));
		bareP99.push(quantile(bare.latencies, 0.99));
	}
	return {
		part: 'pages',
		what: path,
		unit: '/s',
		ours: median(pairs.map(({ ours }) => ours)),
		bare: median(pairs.map(({ bare }) => bare)),
		score: medianRatio(pairs),
		detail: { p99Ms: median(p99), bareP99Ms: median(bareP99) }
	};
}

/** However many ask for a page at the moment after a change, it is rendered once. */
async function rendersOfOne(
	{ portal, readers }: Workers,
	port: number,
	{ quick }: Setting
): Promise<Figure> {
	const changes = quick ? 3 : 20;
	const before = await portal.call('renders');
	for (let at = 0; at < changes; at += 1) {
		await portal.call('change', { perSecond: 1_000, count: 1 });
		await readers.call('burst', { port, path: '/queue', connections: CONNECTIONS });
	}
	const renders = ((await portal.call('renders')) - before) / changes;
	return {
		part: 'pages',
		what: `renders of a page that ${CONNECTIONS} ask for right after a change`,
		unit: '',
		ours: renders,
		bare: null,
		score: renders,
		// The clock may have recorded something of its own in between.
		goal: { reach: 1.1, better: 'less' }
	};
}
