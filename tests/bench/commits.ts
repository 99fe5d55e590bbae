import type { Work, Writer, Written } from './portal-writer.ts';
import { start, type Worker } from './processes.ts';
import type { Figure } from './report.ts';
import { withProcesses, type Setting } from './setting.ts';
import { median, medianRatio } from './statistics.ts';

/** Share of bare `node:sqlite` that is to be reached, by number of callers. */
const REACH: Readonly<Record<number, number>> = { 1: 0.18, 64: 0.45 };

/** Committed changes a second, synchronous = FULL, beside bare `node:sqlite` in the same folder. */
export async function measureCommits(setting: Setting): Promise<Figure[]> {
	const ours = start<Writer>('./portal-writer.ts', { flags: ['--max-semi-space-size=4'] });
	const bare = start<Writer>('./bare-writer.ts', { flags: ['--max-semi-space-size=4'] });
	const pairs = setting.quick ? 2 : 7;
	return withProcesses([ours, bare], async () => {
		await ours.call('open');
		await bare.call('open');
		const figures: Figure[] = [];
		for (const callers of [1, 64]) {
			const work = { callers, ms: setting.quick ? 500 : 2_000 };
			await rate(ours, work);
			await rate(bare, work);
			const rounds: { ours: number; bare: number }[] = [];
			for (let pair = 0; pair < pairs; pair += 1) {
				const [first, second] = pair % 2 === 0 ? [ours, bare] : [bare, ours];
				const one = await rate(first, work);
				const two = await rate(second, work);
				rounds.push(pair % 2 === 0 ? { ours: one, bare: two } : { ours: two, bare: one });
			}
			const reach = REACH[callers];
			const figure: Figure = {
				part: 'commits',
				what: `${callers} ${callers === 1 ? 'caller' : 'callers'}: change + event, committed`,
				unit: '/s',
				ours: median(rounds.map((round) => round.ours)),
				bare: median(rounds.map((round) => round.bare)),
				score: medianRatio(rounds)
			};
			figures.push(reach === undefined ? figure : { ...figure, goal: { reach, better: 'more' } });
			setting.say(`commits from ${callers}: ${pairs} pairs of rounds`);
		}
		return figures;
	});
}

async function rate(writer: Worker<Writer>, work: Work): Promise<number> {
	const { committed, ms }: Written = await writer.call('write', work);
	return committed / (ms / 1_000);
}
