import { Worker } from 'node:worker_threads';
import type { Make, MakeOrder } from './order.ts';

const LAUNCHER = new URL('./launcher.ts', import.meta.url);

/** Megabytes of heap that a report may take: it is made of sums, never of all that was summed. */
const HEAP_MB = 384;

/** Its collector works in its own thread alone: several at once would take the other cores too. */
export const MAKER_FLAGS: readonly string[] = [
	`--max-old-space-size=${HEAP_MB}`,
	'--single-threaded-gc',
	'--v8-pool-size=0'
];

/** What the maker tells. */
export type Told =
	{ readonly progress: number } | { readonly made: Uint8Array } | { readonly fault: string };

/**
 * Makes a report in a process of its own, with a connection that only reads: neither the event
 * loop of the portal nor the threads it shares with SQLite feel it, and its memory goes with it.
 * A thread starts it: to fork copies the tables of all the portal's memory, and stops whoever
 * asks for it for a dozen milliseconds.
 */
export const makeInProcess: Make = (order: MakeOrder, advanced) => {
	const launcher = new Worker(LAUNCHER, { workerData: order });
	const gone = new Promise<void>((resolve) => launcher.once('exit', () => resolve()));
	const made = new Promise<Uint8Array>((resolve, reject) => {
		launcher.on('message', (told: Told) => {
			if ('progress' in told) advanced(told.progress);
			else if ('made' in told) resolve(told.made);
			else reject(new Error(told.fault));
		});
		launcher.once('error', reject);
		launcher.once('exit', () => reject(new Error('the maker of reports was not heard of again')));
	});
	const end = () => launcher.postMessage('end');
	return {
		made: made.finally(end),
		async stop() {
			end();
			await gone;
		}
	};
};
