import type { LiveServer } from './live-server.ts';
import type { RudeClients, Rudeness } from './rude-clients.ts';
import { start, type Worker } from './processes.ts';
import type { Figure } from './report.ts';
import { latencies } from './received.ts';
import type { ScreensWorker } from './screens.ts';
import { startContender, startScreens, withProcesses, type Setting } from './setting.ts';
import { median, quantile } from './statistics.ts';

const PER_SECOND = 10;
const GROUP = 'behaved';
/** So many that the slowest hundredth is more than one change. */
const CHANGES = 300;
const SETTLE_MS = 60_000;

/** Others' p99 may rise by a fifth. */
const GOAL = { reach: 1.2, better: 'less' } as const;

/** As many listeners as there will be, for each costs every change a write whether it reads or not. */
const POLITE: Omit<Rudeness, 'port'> = { readers: 50, reading: true, flooders: 0, garbage: 0 };
const RUDE: Omit<Rudeness, 'port'> = { readers: 50, reading: false, flooders: 20, garbage: 100 };

/** What screens that behave feel of clients that do not: slow readers, floods and garbage. */
export async function measureRudeness(setting: Setting): Promise<Figure[]> {
	const count = Math.min(...setting.screens);
	const pairs = setting.quick ? 2 : 7;
	const server = startContender(setting);
	const screens = startScreens();
	const rude = start<RudeClients>('./rude-clients.ts');
	return withProcesses([rude, screens, server], async () => {
		const { port } = await server.call('listen', { snapshotBytes: 0 });
		await screens.call('open', {
			group: GROUP,
			port,
			protocol: 'socket.io',
			count,
			greeted: true
		});
		await round(server, screens);
		const rounds: { polite: number; among: number }[] = [];
		let floods = 0;
		let garbage = 0;
		for (let pair = 0; pair < pairs; pair += 1) {
			await rude.call('begin', { port, ...POLITE });
			const polite = await round(server, screens);
			await rude.call('end');
			await rude.call('begin', { port, ...RUDE });
			const among = await round(server, screens);
			const done = await rude.call('end');
			floods += done.floods;
			garbage += done.garbage;
			rounds.push({ polite, among });
			setting.say(
				`rude: ${polite.toFixed(1)} ms among polite ones, ${among.toFixed(1)} ms among ${done.floods} floods, ${done.garbage} requests that are none`
			);
		}
		if (floods === 0 || garbage === 0) throw new Error('nobody was rude');
		return [
			{
				part: 'rude',
				what: `${count.toLocaleString('en')} screens, ${PER_SECOND}/s: committed → received p99 among rude clients, over polite ones`,
				unit: 'ms',
				ours: median(rounds.map(({ among }) => among)),
				bare: median(rounds.map(({ polite }) => polite)),
				score: median(rounds.map(({ polite, among }) => among / polite)),
				goal: GOAL,
				detail: { floods, garbage, readers: RUDE.readers }
			}
		];
	});
}

/** Milliseconds from commit to screen, p99 over all screens. */
async function round(server: Worker<LiveServer>, screens: Worker<ScreensWorker>): Promise<number> {
	await screens.call('reset', GROUP);
	const made = await server.call('publish', {
		perSecond: PER_SECOND,
		count: CHANGES,
		frameBytes: 0
	});
	const missing = await screens.call('settle', GROUP, made.at(-1)?.seq ?? 0, SETTLE_MS);
	if (missing > 0) throw new Error(`${missing} screens missed a change`);
	return quantile(latencies(made, await screens.call('received', GROUP), 'committed'), 0.99);
}
