import type { Audience } from '#lib/domain/audience.ts';
import type { Batch, Snapshot } from '#lib/domain/live.ts';
import { Screen } from '../bench/screen.ts';

/** Where one of the crowd may connect at the moment. */
export type Route = (member: number) => number;

/** Whose eyes a socket has: what it shows, and the state it begins with. */
export interface Seat {
	readonly audience: Audience;
	readonly token: string | null;
	readonly snapshot: Snapshot;
}

/** A batch that came to a socket, and when; times as `Date.now()`. */
export interface Arrival {
	readonly audience: Audience;
	/** Where the socket was before. */
	readonly from: number;
	readonly seq: number;
	readonly at: number;
}

interface Member {
	readonly seat: Seat;
	readonly number: number;
	cursor: number;
	/** Places of its batches among those of all. */
	readonly batches: number[];
	screen: Screen | null;
	greeted: boolean;
}

const AT_ONCE = 128;
const RETRY_MS = 50;
const BATCH = Buffer.from('42["batch",');
const HELLO = Buffer.from('42["hello",');
const PULSE = Buffer.from('42["pulse",');
const HEAD_LENGTH = 160;
const CURSOR = /"epoch":"([^"]*)","after":(\d+),"seq":(\d+)/;

/**
 * Thousands of screens in one process: each keeps its place in the stream, comes back to wherever
 * it is sent when its node is gone, and remembers every batch. Bytes that many of them get are
 * kept once.
 */
export class Crowd {
	/** What no screen should ever have to hear or to find. */
	readonly faults: string[] = [];
	readonly #members: readonly Member[];
	readonly #route: Route;
	readonly #bytes: Buffer[] = [];
	/** Places in `#bytes` by the stretch of the stream: a client's own ones may differ. */
	readonly #places = new Map<string, number[]>();
	readonly #retries = new Set<NodeJS.Timeout>();
	#arrivals: Arrival[] = [];
	#closed = false;

	constructor(seats: readonly Seat[], route: Route) {
		this.#route = route;
		this.#members = seats.map((seat, number) => ({
			seat,
			number,
			cursor: seat.snapshot.seq,
			batches: [],
			screen: null,
			greeted: false
		}));
	}

	/** Connects all, some at a time; resolves when each was greeted. */
	async open(): Promise<void> {
		let next = 0;
		const opening = async () => {
			for (let member = this.#members[next++]; member; member = this.#members[next++]) {
				const one = member;
				await new Promise<void>((resolve) => this.#connect(one, resolve));
			}
		};
		await Promise.all(Array.from({ length: AT_ONCE }, opening));
	}

	/** Breaks connections; whoever had one comes back to where the route leads now. */
	drop(which: (member: number) => boolean): void {
		for (const { number, screen } of this.#members) if (which(number)) screen?.close();
	}

	/** How many are not connected. */
	get away(): number {
		return this.#members.filter(({ greeted }) => !greeted).length;
	}

	/** How many have not come as far as their audience's last event. */
	behind(last: (audience: Audience) => number): number {
		return this.#members.filter(({ seat, cursor }) => cursor < last(seat.audience)).length;
	}

	/** What arrived since this was asked the last time. */
	arrivals(): readonly Arrival[] {
		return this.#arrivals.splice(0);
	}

	/** Each different story that screens of one audience were told, and how many were told it. */
	stories(): { seat: Seat; batches: Batch[]; told: number }[] {
		const parsed = this.#bytes.map((bytes): Batch => JSON.parse(bytes.toString())[1]);
		const stories = new Map<string, { seat: Seat; batches: Batch[]; told: number }>();
		for (const { seat, batches } of this.#members) {
			const key = `${seat.audience} ${batches.join()}`;
			const known = stories.get(key);
			if (known) known.told++;
			else
				stories.set(key, {
					seat,
					batches: batches.flatMap((place) => parsed[place] ?? []),
					told: 1
				});
		}
		return [...stories.values()];
	}

	close(): void {
		this.#closed = true;
		for (const retry of this.#retries) clearTimeout(retry);
		for (const { screen } of this.#members) screen?.close();
	}

	#connect(member: Member, greeted: () => void): void {
		const { token, snapshot } = member.seat;
		member.screen = new Screen(this.#route(member.number), 'socket.io', {
			auth: () =>
				JSON.stringify({
					epoch: snapshot.epoch,
					after: member.cursor,
					...(token === null ? {} : { token })
				}),
			message: (_screen, bytes, from, to) => {
				if (startsWith(bytes, from, BATCH)) return this.#take(member, bytes, from, to);
				if (startsWith(bytes, from, HELLO)) {
					member.greeted = true;
					greeted();
				} else if (!startsWith(bytes, from, PULSE))
					this.faults.push(`${member.seat.audience} heard ${bytes.toString('utf8', from, to)}`);
			},
			closed: () => {
				member.greeted = false;
				if (this.#closed) return;
				const retry = setTimeout(() => {
					this.#retries.delete(retry);
					this.#connect(member, greeted);
				}, RETRY_MS);
				this.#retries.add(retry);
			}
		});
	}

	#take(member: Member, bytes: Buffer, from: number, to: number): void {
		const head = CURSOR.exec(bytes.toString('latin1', from, Math.min(to, from + HEAD_LENGTH)));
		const [, epoch, after, seq] = head ?? [];
		const { audience, snapshot } = member.seat;
		const where = `${audience} at ${member.cursor}: ${after} → ${seq}`;
		if (epoch !== snapshot.epoch) this.faults.push(`${where} of another history`);
		if (Number(after) > member.cursor) this.faults.push(`${where} leaves a gap`);
		if (Number(seq) <= member.cursor) this.faults.push(`${where} comes twice`);
		this.#arrivals.push({ audience, from: member.cursor, seq: Number(seq), at: Date.now() });
		member.cursor = Number(seq);
		const key = `${audience} ${after} ${seq}`;
		const places = this.#places.get(key) ?? [];
		const known = places.find((place) => this.#bytes[place]?.compare(bytes, from + 2, to) === 0);
		if (known !== undefined) {
			member.batches.push(known);
			return;
		}
		member.batches.push(this.#bytes.length);
		places.push(this.#bytes.length);
		this.#places.set(key, places);
		this.#bytes.push(Buffer.from(bytes.subarray(from + 2, to)));
	}
}

function startsWith(bytes: Buffer, from: number, start: Buffer): boolean {
	return bytes.compare(start, 0, start.length, from, from + start.length) === 0;
}
