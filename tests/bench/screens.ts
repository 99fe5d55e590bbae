import { connect } from 'node:net';
import { clock, serve } from './processes.ts';
import { Screen, type Protocol, type ScreenEvents } from './screen.ts';

/** What a group of screens received: batch by batch, in order of arrival. */
export interface Received {
	readonly after: Float64Array;
	readonly seq: Float64Array;
	readonly at: Float64Array;
	/** Mean size of a frame's payload. */
	readonly frameBytes: number;
}

export type ScreensWorker = {
	/** Opens screens a few at a time and resolves when each was greeted. */
	open(options: GroupOptions): Promise<void>;
	close(group: string): Promise<void>;
	/** Forgets what the group received so far. */
	reset(group: string): void;
	/** Resolves when every screen of the group has seen `seq`, with how many did not in time. */
	settle(group: string, seq: number, withinMs: number): Promise<number>;
	received(group: string): Received;
	/** Opens all at once; resolves with each one's time until it had its snapshot. */
	storm(options: StormOptions): Promise<Float64Array>;
};

export interface GroupOptions {
	readonly group: string;
	readonly port: number;
	readonly protocol: Protocol;
	readonly count: number;
	/** Whether the server says something first, by which a screen knows that it is in. */
	readonly greeted: boolean;
}

export interface StormOptions extends Omit<GroupOptions, 'greeted'> {
	/** Where a screen fetches its snapshot once greeted; null when it comes over the socket. */
	readonly snapshotPath: string | null;
	/** Nothing smaller is a snapshot. */
	readonly snapshotBytes: number;
	readonly withinMs: number;
}

const AT_ONCE = 128;
const HEAD_LENGTH = 160;
const CURSOR = /"after":(\d+),"seq":(\d+)/;

class Group {
	readonly screens = new Map<Screen, { seq: number }>();
	after: number[] = [];
	seq: number[] = [];
	at: number[] = [];
	bytes = 0;

	take(screen: Screen, bytes: Buffer, from: number, to: number): void {
		const cursor = CURSOR.exec(bytes.toString('latin1', from, Math.min(to, from + HEAD_LENGTH)));
		if (cursor === null) return;
		const seq = Number(cursor[2]);
		const state = this.screens.get(screen);
		if (state !== undefined) state.seq = seq;
		this.after.push(Number(cursor[1]));
		this.seq.push(seq);
		this.at.push(clock());
		this.bytes += to - from;
	}
}

const groups = new Map<string, Group>();

function groupOf(name: string): Group {
	const group = groups.get(name) ?? new Group();
	groups.set(name, group);
	return group;
}

async function open({ group: name, port, protocol, count, greeted }: GroupOptions): Promise<void> {
	const group = groupOf(name);
	let left = count;
	const one = async (): Promise<void> => {
		while (left > 0) {
			left -= 1;
			await new Promise<void>((resolve, reject) => {
				let ready = false;
				const events: ScreenEvents = {
					message(screen, bytes, from, to) {
						if (ready) group.take(screen, bytes, from, to);
						ready = true;
						resolve();
					},
					closed(screen) {
						group.screens.delete(screen);
						reject(new Error(`${name}: a screen was closed`));
					}
				};
				if (!greeted) {
					events.upgraded = () => {
						ready = true;
						resolve();
					};
				}
				group.screens.set(new Screen(port, protocol, events), { seq: 0 });
			});
		}
	};
	await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, one));
}

async function close(name: string): Promise<void> {
	const group = groupOf(name);
	for (const screen of group.screens.keys()) screen.close();
	while (group.screens.size > 0) await pause(10);
	groups.delete(name);
}

async function settle(name: string, seq: number, withinMs: number): Promise<number> {
	const group = groupOf(name);
	const until = clock() + withinMs;
	for (;;) {
		let behind = 0;
		for (const state of group.screens.values()) if (state.seq < seq) behind += 1;
		if (behind === 0 || clock() > until) return behind;
		await pause(20);
	}
}

async function storm(options: StormOptions): Promise<Float64Array> {
	const group = groupOf(options.group);
	const times: number[] = [];
	let settled = 0;
	const startedAt = clock();
	const done = (): void => {
		times.push(clock() - startedAt);
		settled += 1;
	};
	for (let index = 0; index < options.count; index += 1) {
		let waiting = true;
		const screen = new Screen(options.port, options.protocol, {
			again: options.snapshotPath === null,
			message(_screen, _bytes, from, to) {
				if (!waiting) return;
				if (options.snapshotPath === null && to - from < options.snapshotBytes) return;
				waiting = false;
				if (options.snapshotPath === null) done();
				else fetchSnapshot(options.port, options.snapshotPath, done);
			},
			closed: (closed) => group.screens.delete(closed)
		});
		group.screens.set(screen, { seq: 0 });
	}
	while (settled < options.count && clock() - startedAt < options.withinMs) await pause(20);
	return Float64Array.from(times);
}

/** Plain HTTP over a connection of its own, as a browser would that had none left. */
function fetchSnapshot(port: number, path: string, done: () => void): void {
	const tcp = connect({ port, host: '127.0.0.1', noDelay: true });
	tcp.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
	let bytes = 0;
	let status = '';
	tcp.on('data', (chunk: Buffer) => {
		if (bytes === 0) status = chunk.toString('latin1', 0, 12);
		bytes += chunk.length;
	});
	tcp.on('error', () => tcp.destroy());
	tcp.on('end', () => {
		if (status === 'HTTP/1.1 200') done();
	});
}

function pause(ms: number): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve, ms));
}

const worker: ScreensWorker = {
	open,
	close,
	reset(name) {
		Object.assign(groupOf(name), { after: [], seq: [], at: [], bytes: 0 });
	},
	settle,
	received(name) {
		const group = groupOf(name);
		return {
			after: Float64Array.from(group.after),
			seq: Float64Array.from(group.seq),
			at: Float64Array.from(group.at),
			frameBytes: group.seq.length === 0 ? 0 : Math.round(group.bytes / group.seq.length)
		};
	},
	storm
};

serve(worker);
