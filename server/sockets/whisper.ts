import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Whispers } from '#server/database/database.ts';

const fromJson = z.string().transform((text, context): unknown => {
	try {
		return JSON.parse(text);
	} catch {
		context.addIssue('no JSON');
		return z.NEVER;
	}
});

/** A node among those of one database: whispers to the others, and does not hear itself. */
export class Whisperer<Said extends { readonly from: string }> {
	readonly #whispers: Whispers;
	readonly #name = randomUUID();
	readonly #deaf: () => void;

	/** Another release may whisper otherwise: what does not fit `said` is not heard. */
	constructor(whispers: Whispers, said: z.ZodType<Said>, hear: (heard: Said) => void) {
		this.#whispers = whispers;
		const parser = fromJson.pipe(said);
		this.#deaf = whispers.listen((text) => {
			const parsed = parser.safeParse(text);
			if (parsed.success && parsed.data.from !== this.#name) hear(parsed.data);
		});
	}

	/** Tells all nodes; what cannot be told now is not told at all. */
	say(what: object): void {
		this.#whispers.tell(JSON.stringify({ from: this.#name, ...what }));
	}

	/** Hears nothing more. */
	stop(): void {
		this.#deaf();
	}
}
