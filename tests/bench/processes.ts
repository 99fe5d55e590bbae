import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

type Handlers = Record<string, (...args: never[]) => unknown>;

interface Call {
	readonly id: number;
	readonly name: string;
	readonly args: readonly never[];
}
interface Answer {
	readonly id: number;
	readonly value?: unknown;
	readonly error?: string;
}

/** A process of the bench and what may be asked of it. */
export interface Worker<H extends Handlers> {
	call<K extends keyof H & string>(
		name: K,
		...args: Parameters<H[K]>
	): Promise<Awaited<ReturnType<H[K]>>>;
	stop(): Promise<void>;
}

/** Milliseconds of the machine's monotonic clock, the same in every process. */
export function clock(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}

/** Answers the calls of the process that started this one, until that lets go. */
export function serve(handlers: Handlers, stop: () => unknown = () => undefined): void {
	process.on('message', (call: Call) => {
		const handler = handlers[call.name];
		Promise.resolve()
			.then(() => handler?.(...call.args))
			.then((value) => process.send?.({ id: call.id, value }))
			.catch((error: unknown) => {
				const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
				process.send?.({ id: call.id, error: text });
			});
	});
	process.once('disconnect', () => {
		void Promise.resolve()
			.then(stop)
			.finally(() => process.exit());
	});
}

/** Starts a file of this folder as a process of its own. */
export function start<H extends Handlers>(
	file: string,
	options: { flags?: readonly string[]; env?: Readonly<Record<string, string>> } = {}
): Worker<H> {
	const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
		execArgv: [...(options.flags ?? [])],
		env: { ...process.env, ...options.env },
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'inherit', 'ipc']
	});
	const open = new Map<number, (answer: Answer) => void>();
	let last = 0;
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	child.on('message', (answer: Answer) => {
		open.get(answer.id)?.(answer);
		open.delete(answer.id);
	});
	void ended.then(() => {
		for (const [id, settle] of open) settle({ id, error: `${file} ended early` });
		open.clear();
	});
	return {
		call(name, ...args) {
			const id = (last += 1);
			return new Promise((resolve, reject) => {
				open.set(id, (answer) => {
					if (answer.error === undefined) resolve(answer.value as never);
					else reject(new Error(answer.error));
				});
				child.send({ id, name, args } satisfies Call);
			});
		},
		async stop() {
			if (child.connected) child.disconnect();
			await ended;
		}
	};
}
