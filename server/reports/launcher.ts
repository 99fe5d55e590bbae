// The thread that starts the process that makes one report, and passes on what each tells the
// other: see `process.ts`.
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import type { MakeOrder } from './order.ts';
import { MAKER_FLAGS, type Told } from './process.ts';

const MAKER = fileURLToPath(new URL('./maker.ts', import.meta.url));

/** Behind all that answers people. */
const NICENESS = 10;

const order: MakeOrder = workerData;
const child = fork(MAKER, [], {
	execArgv: [...MAKER_FLAGS],
	// Nothing of the portal's settings and secrets is its affair.
	env: { PATH: process.env['PATH'], TZ: 'UTC' },
	serialization: 'advanced',
	stdio: ['ignore', 'ignore', 'pipe', 'ipc']
});
if (child.pid !== undefined) {
	try {
		setPriority(child.pid, NICENESS);
	} catch {
		// It has ended already: then there is nothing to hold back.
	}
}

let complaint = '';
child.stderr?.on('data', (chunk: Buffer) => {
	complaint = (complaint + chunk.toString()).slice(-2_000);
});
child.on('message', tell);
child.once('error', ({ message }) => tell({ fault: message }));
child.once('exit', (code, signal) => {
	tell({ fault: `the maker of reports ended (${signal ?? code}) ${complaint}`.trim() });
	parentPort?.close();
});
// Whatever is said from there means that the report is given up or done.
parentPort?.once('message', () => child.kill('SIGKILL'));
child.send(order, (error) => {
	if (error) child.kill('SIGKILL');
});

function tell(told: Told): void {
	parentPort?.postMessage(told);
}
