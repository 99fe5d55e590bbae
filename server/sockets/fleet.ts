import type { ScreenFacts, ScreenVitals } from '#lib/domain/screen.ts';
import type { Whispers } from '#server/database/database.ts';
import { iso } from '#server/records/ticket-record.ts';
import { FleetElsewhere } from './fleet-elsewhere.ts';

/** What this node writes down of the screens whose sockets it holds. */
export interface FleetMarks {
	came(id: number): Promise<void>;
	reported(id: number, facts: ScreenFacts): Promise<void>;
}

/** A screen may call itself something else this often, milliseconds: each time is an event. */
const REPORTED_EVERY_MS = 5_000;

interface Here {
	readonly sockets: Set<string>;
	vitals: ScreenVitals | null;
	facts: string;
	reportedAt: number;
}

/** The screens whose sockets this node holds, and how all of them fare: in memory alone. */
export class Fleet {
	readonly #marks: FleetMarks;
	readonly #now: () => number;
	readonly #here = new Map<number, Here>();
	readonly #elsewhere: FleetElsewhere | null;

	/** `whispers`: how nodes of one database hear of each other, if there may be any. */
	constructor(marks: FleetMarks, now: () => number, whispers: Whispers | null = null) {
		this.#marks = marks;
		this.#now = now;
		this.#elsewhere = whispers && new FleetElsewhere(whispers, () => this.#vitalsHere());
	}

	/** Screens that are here now. */
	ids(): readonly number[] {
		return [...this.#here.keys()];
	}

	/** How all screens fare, as each said last, whichever node it said it to. */
	vitals(): readonly ScreenVitals[] {
		const newest = new Map<number, ScreenVitals>();
		for (const vitals of [...this.#vitalsHere(), ...(this.#elsewhere?.vitals() ?? [])]) {
			const known = newest.get(vitals.id);
			if (!known || known.at < vitals.at) newest.set(vitals.id, vitals);
		}
		return [...newest.values()];
	}

	/** Hears no more of other nodes, and tells them nothing. */
	stop(): void {
		this.#elsewhere?.stop();
	}

	/** A socket of a screen was opened. */
	async join(id: number, socketId: string): Promise<void> {
		const here = this.#here.get(id);
		if (here) here.sockets.add(socketId);
		else
			this.#here.set(id, {
				sockets: new Set([socketId]),
				vitals: null,
				facts: '',
				reportedAt: -Infinity
			});
		await this.#marks.came(id);
	}

	leave(id: number, socketId: string): void {
		const here = this.#here.get(id);
		here?.sockets.delete(socketId);
		if (here?.sockets.size === 0) this.#here.delete(id);
	}

	/** A screen says how it fares; what it runs on is written down when it is something new. */
	async hear(
		id: number,
		{ facts, lag, uptimeMs }: { facts: ScreenFacts; lag: number; uptimeMs: number }
	): Promise<void> {
		const here = this.#here.get(id);
		if (!here) return;
		const at = this.#now();
		here.vitals = { id, lag, uptimeMs, at: iso(at) };
		const text = JSON.stringify(facts);
		if (text === here.facts || performance.now() - here.reportedAt < REPORTED_EVERY_MS) return;
		here.reportedAt = performance.now();
		await this.#marks.reported(id, facts);
		// Only now: what could not be written down is to be written when it is said again.
		here.facts = text;
	}

	#vitalsHere(): readonly ScreenVitals[] {
		return [...this.#here.values()].flatMap(({ vitals }) => vitals ?? []);
	}
}
