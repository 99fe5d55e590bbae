import { constants, setPriority } from 'node:os';
import { openRawWebSocket, type RawWebSocket } from '../support/raw-websocket.ts';
import { fuzzBytes, sendBytes } from '../support/fuzz/wire.ts';
import { Chance } from '../support/random.ts';
import { serve } from './processes.ts';

/** How many of each kind misbehave at once. */
export interface Rudeness {
	readonly port: number;
	/** Connect and are let in; one that is cut off comes back. */
	readonly readers: number;
	/** Whether those ever read again. */
	readonly reading: boolean;
	/** Send pings and messages by the hundred until they are cut off, and come back. */
	readonly flooders: number;
	/** Connections a second that send what is no request. */
	readonly garbage: number;
}

/** What they got done. */
export interface RudeCount {
	readonly floods: number;
	readonly garbage: number;
	readonly readers: number;
}

export type RudeClients = {
	/** Resolves when the slow readers are connected and the others have begun. */
	begin(rudeness: Rudeness): Promise<void>;
	/** Resolves when the last connection is gone. */
	end(): Promise<RudeCount>;
};

const MESSAGES = 300;
const REST_MS = 500;

let going = false;
let working: Promise<unknown>[] = [];
const listening = new Set<RawWebSocket>();
let floods = 0;
let garbage = 0;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function closed({ tcp }: RawWebSocket): Promise<void> {
	return new Promise((resolve) => {
		if (tcp.destroyed) resolve();
		else tcp.once('close', () => resolve());
	});
}

async function listen(port: number, reading: boolean): Promise<void> {
	const raw = await openRawWebSocket(port);
	raw.sendText('40');
	while (!raw.received().includes('"hello"')) await pause(5);
	if (reading) raw.tcp.removeAllListeners('data').resume();
	else raw.tcp.pause();
	listening.add(raw);
	raw.tcp.once('close', () => {
		listening.delete(raw);
		if (going) working.push(listen(port, reading).catch(() => undefined));
	});
}

async function flood(port: number, share: number): Promise<void> {
	// They know nothing of each other: in step they would be a storm, which has a part of its own.
	await pause(share * REST_MS);
	while (going) {
		const raw = await openRawWebSocket(port).catch(() => null);
		if (raw) {
			for (let sent = 0; sent < MESSAGES; sent++) {
				if (sent % 2 === 0) raw.ping(Buffer.from('?'));
				else raw.sendText('42["x"]');
			}
			await Promise.race([closed(raw), pause(REST_MS)]);
			raw.tcp.destroy();
			floods++;
		}
		await pause(REST_MS);
	}
}

async function babble(port: number, perSecond: number, chance: Chance): Promise<void> {
	while (going) {
		await sendBytes(port, fuzzBytes(chance));
		garbage++;
		await pause(1_000 / perSecond);
	}
}

/** As many as keep the pace even when some requests wait for their other half. */
const BABBLERS = 20;

// They stand for other machines: what they cost here to be rude is nothing that the portal does.
setPriority(constants.priority.PRIORITY_LOW);

serve({
	async begin({ port, readers, reading, flooders, garbage: perSecond }) {
		going = true;
		floods = 0;
		garbage = 0;
		await Promise.all(Array.from({ length: readers }, () => listen(port, reading)));
		working = [
			...Array.from({ length: flooders }, (_, place) => flood(port, place / flooders)),
			...Array.from({ length: perSecond === 0 ? 0 : BABBLERS }, (_, place) =>
				babble(port, perSecond / BABBLERS, new Chance(place + 1))
			)
		];
	},
	async end() {
		going = false;
		await Promise.all(working);
		const count = { floods, garbage, readers: listening.size };
		for (const { tcp } of listening) tcp.destroy();
		return count;
	}
} satisfies RudeClients);
