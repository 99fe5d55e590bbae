import { z } from 'zod';
import type { ScreenVitals } from '#lib/domain/screen.ts';
import type { Whispers } from '#server/database/database.ts';
import { Whisperer } from './whisper.ts';

/** Milliseconds: however many look, and through however many nodes, all are asked this seldom. */
const ASKED_EVERY_MS = 4_000;
/** Milliseconds: whoever has told everybody just now has answered. */
const TOLD_EVERY_MS = 2_000;
/** Milliseconds: what was not told again for so long is of a node or a screen that is gone. */
const SILENT_MS = 20_000;
/** A whisper is some thousand bytes at most. */
const SCREENS_A_WHISPER = 80;

const said = z.union([
	z.strictObject({ from: z.string(), fleet: z.literal('asks') }),
	z.strictObject({
		from: z.string(),
		fleet: z.array(z.tuple([z.number(), z.number(), z.number(), z.string()]))
	})
]);
type Said = z.infer<typeof said>;

/**
 * How the screens fare whose sockets the other nodes of one PostgreSQL hold, by what they whisper
 * when they are asked: while nobody looks, nobody tells.
 */
export class FleetElsewhere {
	readonly #node: Whisperer<Said>;
	readonly #here: () => readonly ScreenVitals[];
	readonly #heard = new Map<number, { readonly vitals: ScreenVitals; readonly at: number }>();
	#askedAt = -Infinity;
	#toldAt = -Infinity;

	constructor(whispers: Whispers, here: () => readonly ScreenVitals[]) {
		this.#here = here;
		this.#node = new Whisperer(whispers, said, (heard) => this.#hear(heard));
	}

	/** What was heard of them lately; asks for more, which whoever looks again will find. */
	vitals(): readonly ScreenVitals[] {
		if (performance.now() - this.#askedAt >= ASKED_EVERY_MS) {
			this.#askedAt = performance.now();
			this.#node.say({ fleet: 'asks' });
		}
		this.#forget();
		return [...this.#heard.values()].map(({ vitals }) => vitals);
	}

	stop(): void {
		this.#node.stop();
	}

	#hear({ fleet }: Said): void {
		if (fleet === 'asks') {
			// All hear the answers, whoever asked.
			this.#askedAt = performance.now();
			this.#tell();
			return;
		}
		this.#forget();
		for (const [id, lag, uptimeMs, at] of fleet) {
			const known = this.#heard.get(id);
			// A node may hold on to a dead socket while the screen has come back on another one.
			if (known && known.vitals.at > at) continue;
			this.#heard.set(id, { vitals: { id, lag, uptimeMs, at }, at: performance.now() });
		}
	}

	#tell(): void {
		if (performance.now() - this.#toldAt < TOLD_EVERY_MS) return;
		this.#toldAt = performance.now();
		const screens = this.#here().map(
			({ id, lag, uptimeMs, at }) => [id, lag, uptimeMs, at] as const
		);
		for (let first = 0; first < screens.length; first += SCREENS_A_WHISPER)
			this.#node.say({ fleet: screens.slice(first, first + SCREENS_A_WHISPER) });
	}

	#forget(): void {
		const now = performance.now();
		for (const [id, { at }] of this.#heard) if (now - at > SILENT_MS) this.#heard.delete(id);
	}
}
