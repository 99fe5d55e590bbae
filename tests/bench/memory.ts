import type { LiveServer, Memory } from './live-server.ts';
import type { Worker } from './processes.ts';
import type { Protocol } from './screen.ts';
import type { Figure } from './report.ts';
import { startBare, startContender, startScreens, withProcesses, type Setting } from './setting.ts';
import { median } from './statistics.ts';

/** What an open screen that only listens costs, beside one of a bare `ws` server. */
export async function measureMemory(setting: Setting): Promise<Figure[]> {
	const count = Math.max(...setting.screens);
	const rounds = setting.quick ? 1 : 3;
	const ours: Memory[] = [];
	const bare: Memory[] = [];
	for (let round = 0; round < rounds; round += 1) {
		ours.push(await perScreen(startContender(setting), 'socket.io', count));
		bare.push(await perScreen(startBare(), 'bare', count));
		setting.say(`memory at ${count}: round ${round + 1} of ${rounds}`);
	}
	const figure = (what: string, of: (memory: Memory) => number): Figure => ({
		part: 'memory',
		what: `${count.toLocaleString('en')} idle screens: ${what}`,
		unit: 'kB each',
		ours: median(ours.map(of)) / 1_000,
		bare: median(bare.map(of)) / 1_000,
		score: median(ours.map(of)) / 1_000
	});
	return [
		{ ...figure('resident memory', ({ rss }) => rss), goal: { reach: 14, better: 'less' } },
		figure('alive on the heap and in buffers', ({ live }) => live)
	];
}

/** In a process of its own each time: what was freed before would hide what is taken. */
async function perScreen(
	server: Worker<LiveServer>,
	protocol: Protocol,
	count: number
): Promise<Memory> {
	const screens = startScreens();
	return withProcesses([screens, server], async () => {
		const { port } = await server.call('listen', { snapshotBytes: 0 });
		const one = { group: 'screens', port, protocol, greeted: protocol === 'socket.io' };
		// The first few pay for the code that all of them use.
		await screens.call('open', { ...one, group: 'first', count: 50 });
		const before = await server.call('memory');
		await screens.call('open', { ...one, count });
		// A pulse, the pings of the first and the ends of the handshakes go by.
		await new Promise((resolve) => setTimeout(resolve, 6_000));
		const after = await server.call('memory');
		return {
			rss: (after.rss - before.rss) / count,
			live: (after.live - before.live) / count
		};
	});
}
