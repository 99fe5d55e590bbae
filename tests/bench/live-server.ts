import { clock } from './processes.ts';

/** When one change was where; milliseconds of the machine's clock. */
export interface ChangeTimes {
	readonly seq: number;
	/** The command was called. */
	readonly called: number;
	/** The database acknowledged it. */
	readonly committed: number;
	/** The first socket was about to be written. */
	readonly emitted: number;
}

export interface Usage {
	readonly cpuMs: number;
	readonly at: number;
}

export interface Memory {
	readonly rss: number;
	/** What is alive on V8's heap and in buffers. */
	readonly live: number;
}

/** What every server of the bench answers to; see `processes.ts`. */
export type LiveServer = {
	/** Starts it and tells the port. */
	listen(options: ListenOptions): Promise<{ port: number }>;
	/** Makes changes at a steady pace; resolves when the last was handed to the sockets. */
	publish(pace: Pace): Promise<ChangeTimes[]>;
	usage(): Usage;
	memory(): Memory;
};

export interface ListenOptions {
	/** Size of what a newcomer needs to draw its screen; the bare server sends it on connecting. */
	readonly snapshotBytes: number;
}

export interface Pace {
	readonly perSecond: number;
	readonly count: number;
	/** Size of a frame, so that the bare server sends as much as the portal did. */
	readonly frameBytes: number;
}

/** As many waiting handshakes as the system allows: a storm must not be refused. */
export const BACKLOG = 4_096;

export function usage(): Usage {
	const { user, system } = process.cpuUsage();
	return { cpuMs: (user + system) / 1_000, at: clock() };
}

export function memory(): Memory {
	// Twice: the first pass runs the finalizers that let go of more.
	globalThis.gc?.();
	globalThis.gc?.();
	const { rss, heapUsed, external } = process.memoryUsage();
	return { rss, live: heapUsed + external };
}

/** Runs an action at a steady pace, late ones at once. */
export async function paced<T>(
	{ perSecond, count }: Pick<Pace, 'perSecond' | 'count'>,
	action: (index: number) => T | Promise<T>
): Promise<T[]> {
	const startedAt = clock();
	const results: T[] = [];
	for (let index = 0; index < count; index += 1) {
		const wait = startedAt + (index * 1_000) / perSecond - clock();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		results.push(await action(index));
	}
	return results;
}

/** A batch of the given size, in the very form the portal sends. */
export function batchText(seq: number, bytes: number): string {
	const head = `42["batch",{"epoch":"0000000000000000","after":${seq - 1},"seq":${seq},"changes":"`;
	return `${head}${'x'.repeat(Math.max(0, bytes - head.length - 3))}"}]`;
}
