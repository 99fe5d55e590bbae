import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { MakeOrder, Makers } from './order.ts';

const LAUNCHER = fileURLToPath(new URL('./launcher.ts', import.meta.url));

/** It only passes on what others say; a report goes through it once. */
const LAUNCHER_HEAP_MB = 64;

/** Their collectors work in their own thread alone: several at once would take the other cores. */
const LEAN_FLAGS: readonly string[] = ['--single-threaded-gc', '--v8-pool-size=0'];

/** Megabytes of heap that a report may take: it is made of sums, never of all that was summed. */
const HEAP_MB = 384;

export const MAKER_FLAGS: readonly string[] = [`--max-old-space-size=${HEAP_MB}`, ...LEAN_FLAGS];

/** What a maker tells. */
export type Told =
	{ readonly progress: number } | { readonly made: Uint8Array } | { readonly fault: string };

/** What the launcher is told. */
export type LauncherOrder = { readonly id: number; readonly order: MakeOrder | 'stop' };

/** What it answers: what a maker told, and at last that it is gone. */
export type LauncherTold = { readonly id: number; readonly told: Told | 'gone' };

interface Waiting {
	readonly launcher: ChildProcess;
	hear(told: Told): void;
	gone(): void;
}

/**
 * Makes each report in a process of its own, with a connection that only reads: neither the event
 * loop of the portal nor the threads it shares with SQLite feel it, and its memory goes with it.
 *
 * A launcher starts them, a small process that is begun with the portal: to fork marks all memory
 * of whoever does it as shared, and every page it then writes to is copied under its feet; of the
 * portal, in the middle of its work, that made the slowest changes four times as slow.
 */
export function createReportMakers(): Makers {
	const waiting = new Map<number, Waiting>();
	let launcher: ChildProcess | null = null;
	let ended: Promise<void> = Promise.resolve();
	let last = 0;

	function running(): ChildProcess {
		if (launcher) return launcher;
		const begun = fork(LAUNCHER, [], {
			execArgv: [`--max-old-space-size=${LAUNCHER_HEAP_MB}`, ...LEAN_FLAGS],
			// Nothing of the portal's settings and secrets is its affair.
			env: { PATH: process.env['PATH'], TZ: 'UTC' },
			serialization: 'advanced',
			stdio: ['ignore', 'ignore', 'inherit', 'ipc']
		});
		begun.on('message', ({ id, told }: LauncherTold) => {
			if (told === 'gone') waiting.get(id)?.gone();
			else waiting.get(id)?.hear(told);
		});
		ended = new Promise((resolve) => {
			const over = () => {
				if (launcher === begun) launcher = null;
				for (const one of [...waiting.values()]) if (one.launcher === begun) one.gone();
				resolve();
			};
			begun.once('exit', over);
			begun.once('error', over);
		});
		launcher = begun;
		hold(begun);
		return begun;
	}

	/** Only while something is made, whoever asked for it is kept from ending by it. */
	function hold(begun: ChildProcess): void {
		const how = waiting.size > 0 ? 'ref' : 'unref';
		begun[how]();
		begun.channel?.[how]();
	}

	function send(to: ChildProcess, message: LauncherOrder): void {
		// One that died in this moment says so by its end.
		to.send(message, () => undefined);
	}

	return {
		start: () => void running(),
		make(order, advanced) {
			const id = (last += 1);
			const own = running();
			let over: () => void = () => undefined;
			const gone = new Promise<void>((resolve) => (over = resolve));
			const made = new Promise<Uint8Array>((resolve, reject) => {
				waiting.set(id, {
					launcher: own,
					hear(told) {
						if ('progress' in told) advanced(told.progress);
						else if ('made' in told) resolve(told.made);
						else reject(new Error(told.fault));
					},
					gone() {
						waiting.delete(id);
						hold(own);
						over();
						reject(new Error('the maker of reports was not heard of again'));
					}
				});
			});
			hold(own);
			send(own, { id, order });
			return {
				made,
				async stop() {
					if (waiting.has(id)) send(own, { id, order: 'stop' });
					await gone;
				}
			};
		},
		async close() {
			const ending = launcher;
			launcher = null;
			// Its end is waited for, so it has to count as something to wait for.
			ending?.ref();
			if (ending?.connected) ending.disconnect();
			await ended;
		}
	};
}
