import type { LiveServer } from './live-server.ts';
import type { Worker } from './processes.ts';
import type { Figure } from './report.ts';
import { latencies } from './received.ts';
import type { ScreensWorker } from './screens.ts';
import { startBare, startContender, startScreens, withProcesses, type Setting } from './setting.ts';
import { median, medianRatio, quantile } from './statistics.ts';

interface Round {
	/** First socket written → received. */
	readonly fanOut: { readonly p50: number; readonly p99: number };
	/** Acknowledged by the database → received. */
	readonly committed: { readonly p50: number; readonly p99: number };
	/** Command called → acknowledged. */
	readonly commit: { readonly p50: number; readonly p99: number };
	readonly perCpuSecond: number;
	readonly frameBytes: number;
}

interface Side {
	readonly server: Worker<LiveServer>;
	readonly screens: Worker<ScreensWorker>;
	readonly group: string;
	readonly count: number;
}

const SETTLE_MS = 60_000;

/** Change → every screen, beside a bare `ws` server that sends one prepared frame to as many. */
export async function measureFanOut(setting: Setting): Promise<Figure[]> {
	const pairs = setting.quick ? 2 : 5;
	const figures: Figure[] = [];
	for (const count of setting.screens) {
		const ourServer = startContender(setting);
		const bareServer = startBare();
		const screens = startScreens();
		await withProcesses([screens, ourServer, bareServer], async () => {
			const ours = { server: ourServer, screens, group: 'ours', count };
			const bare = { server: bareServer, screens, group: 'bare', count };
			const { port } = await ourServer.call('listen', { snapshotBytes: 0 });
			await screens.call('open', {
				group: ours.group,
				port,
				protocol: 'socket.io',
				count,
				greeted: true
			});
			const { port: barePort } = await bareServer.call('listen', { snapshotBytes: 0 });
			await screens.call('open', {
				group: bare.group,
				port: barePort,
				protocol: 'bare',
				count,
				greeted: false
			});
			// Warms both up, and tells how large the portal's frames are.
			const { frameBytes } = await round(ours, 10, 20, 400);
			await round(bare, 10, 20, frameBytes);
			for (const perSecond of [1, 10]) {
				const changes = perSecond === 1 ? 8 : 50;
				const rounds: { ours: Round; bare: Round }[] = [];
				for (let pair = 0; pair < pairs; pair += 1) {
					const measured = await sideBySide(pair, ours, bare, perSecond, changes, frameBytes);
					rounds.push(measured);
				}
				figures.push(...describe(count, perSecond, rounds));
				setting.say(`fan-out to ${count} at ${perSecond}/s: ${rounds.length} pairs of rounds`);
			}
		});
	}
	return figures;
}

/** The two take turns in going first. */
async function sideBySide(
	pair: number,
	ours: Side,
	bare: Side,
	perSecond: number,
	changes: number,
	frameBytes: number
): Promise<{ ours: Round; bare: Round }> {
	if (pair % 2 === 0) {
		const first = await round(ours, perSecond, changes, frameBytes);
		return { ours: first, bare: await round(bare, perSecond, changes, frameBytes) };
	}
	const first = await round(bare, perSecond, changes, frameBytes);
	return { ours: await round(ours, perSecond, changes, frameBytes), bare: first };
}

async function round(
	{ server, screens, group, count }: Side,
	perSecond: number,
	changes: number,
	frameBytes: number
): Promise<Round> {
	await screens.call('reset', group);
	const before = await server.call('usage');
	const made = await server.call('publish', { perSecond, count: changes, frameBytes });
	const last = made.at(-1)?.seq ?? 0;
	const missing = await screens.call('settle', group, last, SETTLE_MS);
	const after = await server.call('usage');
	if (missing > 0) throw new Error(`${group}: ${missing} of ${count} screens missed ${last}`);
	const received = await screens.call('received', group);
	const commit = made.map((change) => change.committed - change.called);
	return {
		fanOut: spread(latencies(made, received, 'emitted')),
		committed: spread(latencies(made, received, 'committed')),
		commit: spread(commit),
		perCpuSecond: received.seq.length / ((after.cpuMs - before.cpuMs) / 1_000),
		frameBytes: received.frameBytes
	};
}

function spread(sample: ArrayLike<number>): { p50: number; p99: number } {
	return { p50: quantile(sample, 0.5), p99: quantile(sample, 0.99) };
}

/** Goals of the largest size; smaller ones are shown for the curve. */
const GOALS: Readonly<Record<number, { readonly perCpu?: number; readonly p99: number }>> = {
	1: { p99: 1.25 },
	10: { perCpu: 0.8, p99: 1.5 }
};

function describe(
	count: number,
	perSecond: number,
	rounds: readonly { readonly ours: Round; readonly bare: Round }[]
): Figure[] {
	const where = `${count.toLocaleString('en')} screens, ${perSecond}/s`;
	const figure = (what: string, unit: string, of: (round: Round) => number): Figure => {
		const pairs = rounds.map((pair) => ({ ours: of(pair.ours), bare: of(pair.bare) }));
		return {
			part: 'fan-out',
			what: `${where}: ${what}`,
			unit,
			ours: median(pairs.map((pair) => pair.ours)),
			bare: median(pairs.map((pair) => pair.bare)),
			score: medianRatio(pairs)
		};
	};
	const goal = count === 5_000 ? GOALS[perSecond] : undefined;
	const p99 = figure('emitted → received, p99', 'ms', (round) => round.fanOut.p99);
	const perCpu = figure('deliveries per CPU second', '/s', (round) => round.perCpuSecond);
	const commit = figure('called → committed, p50', 'ms', (round) => round.commit.p50);
	return [
		figure('committed → received, p50', 'ms', (round) => round.committed.p50),
		figure('committed → received, p99', 'ms', (round) => round.committed.p99),
		figure('emitted → received, p50', 'ms', (round) => round.fanOut.p50),
		goal === undefined ? p99 : { ...p99, goal: { reach: goal.p99, better: 'less' } },
		goal?.perCpu === undefined
			? perCpu
			: { ...perCpu, goal: { reach: goal.perCpu, better: 'more' } },
		{ ...commit, bare: null, score: commit.ours }
	];
}
