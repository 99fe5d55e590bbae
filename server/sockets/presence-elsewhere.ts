import { z } from 'zod';
import type { Looker } from '#lib/domain/presence.ts';
import type { Whispers } from '#server/database/database.ts';
import { Whisperer } from './whisper.ts';

/** Milliseconds between two accounts of who is here; one that has fallen silent for three is gone. */
const EVERY_MS = 20_000;
const SILENT_MS = 3 * EVERY_MS;

const said = z.union([
	z.strictObject({ from: z.string(), asks: z.literal(true) }),
	z.strictObject({
		from: z.string(),
		ticket: z.string(),
		people: z.array(z.object({ name: z.string(), email: z.string(), typing: z.boolean() }))
	})
]);

type Said = z.infer<typeof said>;

interface Heard {
	readonly people: readonly Looker[];
	readonly at: number;
}

/** What this node knows of its own sockets. */
export interface PresenceHere {
	tickets(): Iterable<string>;
	here(ticket: string): readonly Looker[];
	/** Others came to a ticket or left it. */
	changed(ticket: string): void;
}

/**
 * Who looks at which ticket on the other nodes of one PostgreSQL, by what they whisper: kept in
 * memory alone. Whatever is lost on the way is told again soon, and a node that was killed is
 * forgotten with those whom it has spoken of.
 */
export class PresenceElsewhere {
	readonly #node: Whisperer<Said>;
	readonly #presence: PresenceHere;
	readonly #heard = new Map<string, Map<string, Heard>>();
	readonly #timer: NodeJS.Timeout;

	constructor(whispers: Whispers, presence: PresenceHere) {
		this.#presence = presence;
		this.#node = new Whisperer(whispers, said, (heard) => this.#hear(heard));
		this.#timer = setInterval(() => this.#tellAgain(), EVERY_MS).unref();
		this.#node.say({ asks: true });
	}

	/** Those on other nodes. */
	people(ticket: string): readonly Looker[] {
		return [...(this.#heard.get(ticket)?.values() ?? [])].flatMap(({ people }) => people);
	}

	/** Who is here has changed. */
	tell(ticket: string): void {
		this.#node.say({ ticket, people: this.#presence.here(ticket) });
	}

	stop(): void {
		clearInterval(this.#timer);
		this.#node.stop();
	}

	#hear(heard: Said): void {
		if ('asks' in heard) {
			for (const ticket of this.#presence.tickets()) this.tell(ticket);
			return;
		}
		const { from, ticket, people } = heard;
		const nodes = this.#heard.get(ticket) ?? new Map<string, Heard>();
		const before = nodes.get(from)?.people ?? [];
		if (people.length > 0) nodes.set(from, { people, at: performance.now() });
		else nodes.delete(from);
		if (nodes.size > 0) this.#heard.set(ticket, nodes);
		else this.#heard.delete(ticket);
		if (JSON.stringify(before) !== JSON.stringify(people)) this.#presence.changed(ticket);
	}

	#tellAgain(): void {
		for (const ticket of this.#presence.tickets()) this.tell(ticket);
		const now = performance.now();
		for (const [ticket, nodes] of this.#heard) {
			const silent = [...nodes].filter(([, { at }]) => now - at > SILENT_MS);
			if (silent.length === 0) continue;
			for (const [node] of silent) nodes.delete(node);
			if (nodes.size === 0) this.#heard.delete(ticket);
			this.#presence.changed(ticket);
		}
	}
}
