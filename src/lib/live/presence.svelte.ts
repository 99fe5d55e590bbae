import type { Looker, Looking, PresenceView } from '#lib/domain/presence.ts';

/** How long after the last letter one still counts as writing. */
const WRITING_MS = 4_000;

/** The server may not have known whether we may look, and nobody answers: so it is said again. */
const SAID_AGAIN_MS = 20_000;

/**
 * Who else has the ticket of this page open. Nothing of it is lasting: it is said anew at every
 * connection and now and then, and while there is none nobody is shown.
 */
export class PresenceFeed {
	#say: (looking: Looking) => void;
	#mine: Looking = { ticket: null, typing: false };
	#people = $state.raw<readonly Looker[]>([]);
	#pause: ReturnType<typeof setTimeout> | undefined;

	constructor(say: (looking: Looking) => void) {
		this.#say = say;
	}

	/** Everybody who has it open, oneself among them. */
	get people(): readonly Looker[] {
		return this.#people;
	}

	/** The page shows this ticket; returns how to say that it does no longer. */
	look(ticket: string): () => void {
		this.#tell({ ticket, typing: false });
		const again = setInterval(() => {
			if (this.#mine.ticket === ticket) this.#say(this.#mine);
		}, SAID_AGAIN_MS);
		return () => {
			clearInterval(again);
			if (this.#mine.ticket !== ticket) return;
			clearTimeout(this.#pause);
			this.#people = [];
			this.#tell({ ticket: null, typing: false });
		};
	}

	/** A letter was typed into the reply. */
	wrote(): void {
		if (this.#mine.ticket === null) return;
		clearTimeout(this.#pause);
		this.#pause = setTimeout(() => this.#tell({ ...this.#mine, typing: false }), WRITING_MS);
		if (!this.#mine.typing) this.#tell({ ...this.#mine, typing: true });
	}

	/** The connection stands: the server knows nothing of us yet. */
	connected(): void {
		if (this.#mine.ticket !== null) this.#say(this.#mine);
	}

	/** The connection is gone: who looks now is unknown. */
	lost(): void {
		this.#people = [];
	}

	heard({ ticket, people }: PresenceView): void {
		if (ticket === this.#mine.ticket) this.#people = people;
	}

	#tell(looking: Looking): void {
		this.#mine = looking;
		this.#say(looking);
	}
}
