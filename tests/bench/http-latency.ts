import type { HttpProbe } from './http-probe.ts';
import type { LiveServer } from './live-server.ts';
import { start, type Worker } from './processes.ts';
import type { Figure } from './report.ts';
import type { Protocol } from './screen.ts';
import { startBare, startContender, startScreens, withProcesses, type Setting } from './setting.ts';
import { median, quantile } from './statistics.ts';

interface Latency {
	readonly idle: number;
	readonly busy: number;
	/** Median of the rounds' ratios. */
	readonly ratio: number;
}

const PER_SECOND = 100;

/** How long HTTP waits while every change goes to all screens, over an idle server. */
export async function measureHttp(setting: Setting): Promise<Figure[]> {
	const count = Math.max(...setting.screens);
	const paths = setting.contender === 'portal' ? ['/healthz', '/api/v1/live'] : ['/healthz'];
	const ours = await latencies(setting, startContender(setting), 'socket.io', count, paths);
	const [bare] = await latencies(setting, startBare(), 'bare', count, ['/healthz']);
	return ours.map((latency, index) => ({
		part: 'http',
		what: `GET ${paths[index] ?? ''} p99 while 10/s go to ${count.toLocaleString('en')}, over idle`,
		unit: '×',
		ours: latency.ratio,
		bare: bare?.ratio ?? null,
		score: latency.ratio,
		goal: { reach: 3, better: 'less' },
		detail: { idleMs: latency.idle, busyMs: latency.busy, bareBusyMs: bare?.busy ?? null }
	}));
}

async function latencies(
	setting: Setting,
	server: Worker<LiveServer>,
	protocol: Protocol,
	count: number,
	paths: readonly string[]
): Promise<Latency[]> {
	const screens = startScreens();
	const probe = start<HttpProbe>('./http-probe.ts');
	const rounds = setting.quick ? 1 : 5;
	const asked = setting.quick ? 200 : 500;
	return withProcesses([probe, screens, server], async () => {
		const { port } = await server.call('listen', { snapshotBytes: 0 });
		const greeted = protocol === 'socket.io';
		await screens.call('open', { group: 'screens', port, protocol, count, greeted });
		const found: Latency[] = [];
		for (const path of paths) {
			const question = { port, path, perSecond: PER_SECOND, count: asked };
			await probe.call('ask', question);
			const idle: number[] = [];
			const busy: number[] = [];
			for (let round = 0; round < rounds; round += 1) {
				idle.push(quantile(await probe.call('ask', question), 0.99));
				const changes = Math.ceil((asked / PER_SECOND) * 10);
				const publishing = server.call('publish', {
					perSecond: 10,
					count: changes,
					frameBytes: 600
				});
				busy.push(quantile(await probe.call('ask', question), 0.99));
				await publishing;
				await screens.call('reset', 'screens');
			}
			const ratio = median(busy.map((value, round) => value / (idle[round] ?? NaN)));
			found.push({ idle: median(idle), busy: median(busy), ratio });
			setting.say(`HTTP ${path}, ${protocol}: ${rounds} pairs of rounds`);
		}
		return found;
	});
}
