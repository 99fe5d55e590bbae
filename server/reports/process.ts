import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Make, MakeOrder } from './order.ts';

const MAKER = fileURLToPath(new URL('./maker.ts', import.meta.url));

/** Megabytes of heap that a report may take: it is made of sums, never of all that was summed. */
const HEAP_MB = 384;

/** Behind all that answers people. */
const NICENESS = 10;

/** What the maker tells. */
export type Told =
	{ readonly progress: number } | { readonly made: Uint8Array } | { readonly fault: string };

/**
 * Makes a report in a process of its own, with a connection that only reads: neither the event
 * loop of the portal nor the threads it shares with SQLite feel it, and its memory goes with it.
 */
export const makeInProcess: Make = (order: MakeOrder, advanced) => {
	const child = fork(MAKER, [], {
		execArgv: [`--max-old-space-size=${HEAP_MB}`],
		// Nothing of the portal's settings and secrets is its affair.
		env: { PATH: process.env['PATH'], TZ: 'UTC' },
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	let complaint = '';
	child.stderr?.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString()).slice(-2_000);
	});
	if (child.pid !== undefined) {
		try {
			setPriority(child.pid, NICENESS);
		} catch {
			// It has ended already: then there is nothing to hold back.
		}
	}
	const gone = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const made = new Promise<Uint8Array>((resolve, reject) => {
		child.on('message', (told: Told) => {
			if ('progress' in told) advanced(told.progress);
			else if ('made' in told) resolve(told.made);
			else reject(new Error(told.fault));
		});
		child.once('error', reject);
		child.once('exit', (code, signal) =>
			reject(new Error(`the maker of reports ended (${signal ?? code}) ${complaint}`.trim()))
		);
	});
	child.send(order, (error) => {
		if (error) child.kill('SIGKILL');
	});
	return {
		made: made.finally(() => child.kill('SIGKILL')),
		async stop() {
			child.kill('SIGKILL');
			await gone;
		}
	};
};
