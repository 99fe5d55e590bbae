import type { ScreenFacts, ScreenVitals } from '#lib/domain/screen.ts';
import { iso } from '#server/records/ticket-record.ts';

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

/** The screens whose sockets this node holds, and how they fare: in memory alone. */
export class Fleet {
	readonly #marks: FleetMarks;
	readonly #now: () => number;
	readonly #here = new Map<number, Here>();

	constructor(marks: FleetMarks, now: () => number) {
		this.#marks = marks;
		this.#now = now;
	}

	/** Screens that are here now. */
	ids(): readonly number[] {
		return [...this.#here.keys()];
	}

	/** How they fare, as they said last. */
	vitals(): readonly ScreenVitals[] {
		return [...this.#here.values()].flatMap(({ vitals }) => vitals ?? []);
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
		here.facts = text;
		here.reportedAt = performance.now();
		await this.#marks.reported(id, facts);
	}
}
