// The small process that starts a process for each report and passes on what it and the portal
// tell each other: see `process.ts`.
import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { MakeOrder } from './order.ts';
import { MAKER_FLAGS, type LauncherOrder, type LauncherTold, type Told } from './process.ts';

const MAKER = fileURLToPath(new URL('./maker.ts', import.meta.url));

/** Behind all that answers people; makers take it over. */
const NICENESS = 10;

const makers = new Map<number, ChildProcess>();

setPriority(NICENESS);
// The portal decides when it is over: Ctrl+C in its terminal asks everybody at once.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('message', ({ id, order }: LauncherOrder) => {
	if (order === 'stop') makers.get(id)?.kill('SIGKILL');
	else start(id, order);
});
process.on('disconnect', () => {
	for (const maker of makers.values()) maker.kill('SIGKILL');
	process.exit(0);
});

function start(id: number, order: MakeOrder): void {
	const maker = fork(MAKER, [], {
		execArgv: [...MAKER_FLAGS],
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc']
	});
	makers.set(id, maker);
	let complaint = '';
	maker.stderr?.on('data', (chunk: Buffer) => {
		complaint = (complaint + chunk.toString()).slice(-2_000);
	});
	maker.on('message', (told: Told) => tell({ id, told }));
	const gone = (fault: string) => {
		if (!makers.delete(id)) return;
		// Without effect once the report was made.
		tell({ id, told: { fault } });
		tell({ id, told: 'gone' });
	};
	maker.once('error', ({ message }) => gone(message));
	maker.once('exit', (code, signal) => {
		const end = () => gone(`the maker of reports ended (${signal ?? code}) ${complaint}`.trim());
		// What it said last may still be on its way.
		if (maker.connected) maker.once('disconnect', end);
		else end();
	});
	maker.send(order, (error) => {
		if (error) maker.kill('SIGKILL');
	});
}

function tell(told: LauncherTold): void {
	// A portal that is gone is told nothing.
	process.send?.(told, undefined, {}, () => undefined);
}
