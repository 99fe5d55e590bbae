import type { LiveServer } from './live-server.ts';
import type { Worker } from './processes.ts';
import type { Figure } from './report.ts';
import type { ScreensWorker, StormOptions } from './screens.ts';
import { startBare, startContender, startScreens, withProcesses, type Setting } from './setting.ts';
import { median, medianRatio, quantile } from './statistics.ts';

const WITHIN_MS = 60_000;
const SNAPSHOT_PATH = '/api/v1/live';

interface Storm {
	/** Until the last screen had its snapshot. */
	readonly last: number;
	readonly p50: number;
	readonly cpuMs: number;
}

/** All screens come back at once, until each has its snapshot; beside `ws` that sends it at once. */
export async function measureStorm(setting: Setting): Promise<Figure[]> {
	const count = Math.max(...setting.screens);
	const pairs = setting.quick ? 2 : 5;
	const ours = startContender(setting);
	const bare = startBare();
	const screens = startScreens();
	return withProcesses([screens, ours, bare], async () => {
		const { port } = await ours.call('listen', { snapshotBytes: 0 });
		const answer = await fetch(`http://127.0.0.1:${port}${SNAPSHOT_PATH}`);
		const snapshotBytes = (await answer.arrayBuffer()).byteLength;
		const { port: barePort } = await bare.call('listen', { snapshotBytes });
		const us = {
			group: 'ours',
			port,
			protocol: 'socket.io',
			count,
			snapshotBytes,
			snapshotPath: null,
			withinMs: WITHIN_MS
		} as const;
		const them = { ...us, group: 'bare', port: barePort, protocol: 'bare' } as const;
		await storm(screens, ours, { ...us, count: 200 });
		await storm(screens, bare, { ...them, count: 200 });
		const rounds: Rounds[] = [];
		for (let pair = 0; pair < pairs; pair += 1) {
			const one = pair % 2 === 0 ? await storm(screens, ours, us) : null;
			const two = await storm(screens, bare, them);
			const fetched = await storm(screens, ours, { ...us, snapshotPath: SNAPSHOT_PATH });
			rounds.push({ ours: one ?? (await storm(screens, ours, us)), bare: two, fetched });
			setting.say(`storm of ${count}: round ${pair + 1} of ${pairs}`);
		}
		const where = `${count.toLocaleString('en')} at once, ${Math.round(snapshotBytes / 1_000)} kB each`;
		const figure = (
			what: string,
			of: (storm: Storm) => number,
			way: 'ours' | 'fetched' = 'ours'
		): Figure => {
			const values = rounds.map((round) => ({ ours: of(round[way]), bare: of(round.bare) }));
			return {
				part: 'storm',
				what: `${where}: ${what}`,
				unit: 'ms',
				ours: median(values.map((value) => value.ours)),
				bare: median(values.map((value) => value.bare)),
				score: medianRatio(values)
			};
		};
		return [
			{ ...figure('the last has it', ({ last }) => last), goal: GOAL },
			figure('half have it', ({ p50 }) => p50),
			figure("server's CPU", ({ cpuMs }) => cpuMs),
			figure('the last has fetched it by HTTP', ({ last }) => last, 'fetched')
		];
	});
}

interface Rounds {
	readonly ours: Storm;
	readonly bare: Storm;
	/** As clients do that do not ask for a snapshot over the socket. */
	readonly fetched: Storm;
}

const GOAL = { reach: 2.8, better: 'less' } as const;

async function storm(
	screens: Worker<ScreensWorker>,
	server: Worker<LiveServer>,
	options: StormOptions
): Promise<Storm> {
	const before = await server.call('usage');
	const times = await screens.call('storm', options);
	const after = await server.call('usage');
	await screens.call('close', options.group);
	if (times.length < options.count)
		throw new Error(`${options.group}: ${times.length} of ${options.count} got their snapshot`);
	return {
		last: quantile(times, 1),
		p50: quantile(times, 0.5),
		cpuMs: after.cpuMs - before.cpuMs
	};
}
