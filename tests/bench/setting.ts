import type { LiveServer } from './live-server.ts';
import { start, type Worker } from './processes.ts';
import type { ScreensWorker } from './screens.ts';

/** What is measured against the bare server. */
export const CONTENDERS = ['portal', 'adapter', 'stock'] as const;
export type Contender = (typeof CONTENDERS)[number];

export interface Setting {
	/** Smaller sizes and fewer rounds, to see that all works. */
	readonly quick: boolean;
	readonly contender: Contender;
	/** How many screens, one measurement for each. */
	readonly screens: readonly number[];
	readonly say: (line: string) => void;
}

/** Those of production, and a garbage collector that can be called for the memory figures. */
const FLAGS = ['--max-semi-space-size=4', '--expose-gc'];

export function startContender({ contender }: Setting): Worker<LiveServer> {
	if (contender === 'portal') return start<LiveServer>('./portal-server.ts', { flags: FLAGS });
	const env = { BENCH_ADAPTER: contender };
	return start<LiveServer>('./socket-io-server.ts', { flags: FLAGS, env });
}

export function startBare(): Worker<LiveServer> {
	return start<LiveServer>('./bare-server.ts', { flags: FLAGS });
}

export function startScreens(): Worker<ScreensWorker> {
	return start<ScreensWorker>('./screens.ts');
}

/** Runs an action with processes that end with it, whatever happens. */
export async function withProcesses<T>(
	workers: readonly Pick<Worker<never>, 'stop'>[],
	action: () => Promise<T>
): Promise<T> {
	try {
		return await action();
	} finally {
		await Promise.all(workers.map((worker) => worker.stop()));
	}
}
