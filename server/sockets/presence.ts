import { z } from 'zod';
import { isDomainError } from '#lib/domain/errors.ts';
import type { PersonRef } from '#lib/domain/people.ts';
import type { Looker, Looking, PresenceView } from '#lib/domain/presence.ts';
import { ticketId, ticketNumber } from '#lib/domain/ticket.ts';
import type { Whispers } from '#server/database/database.ts';
import { PresenceElsewhere } from './presence-elsewhere.ts';

/** What a socket may say of itself; anything else counts as not said. */
const looking = z.strictObject({
	ticket: z.string().max(20).nullable(),
	typing: z.boolean().default(false)
});

/** A socket of one of the staff. */
export interface PresentSocket {
	readonly id: string;
	readonly person: PersonRef;
	/** May this one see the ticket? Rejects when that cannot be told now. */
	mayLook(number: string): Promise<boolean>;
	tell(presence: PresenceView): void;
}

interface Present {
	readonly socket: PresentSocket;
	ticket: string | null;
	typing: boolean;
	/** Counts what the socket said: an answer that was overtaken is let go. */
	said: number;
}

/**
 * Who of the staff looks at which ticket at this moment: kept in memory alone and gone with the
 * socket. A socket says what it looks at, never who is to hear of it: the server tells those whose
 * own ticket it is, found and authorised like any read. Nodes whisper to each other whom they have.
 */
export class Presence {
	readonly #sockets = new Map<string, Present>();
	readonly #byTicket = new Map<string, Set<Present>>();
	readonly #elsewhere: PresenceElsewhere | null;

	/** `whispers`: how nodes of one database hear of each other, if there may be any. */
	constructor(whispers: Whispers | null = null) {
		this.#elsewhere = whispers
			? new PresenceElsewhere(whispers, {
					tickets: () => this.#byTicket.keys(),
					here: (ticket) => this.#here(ticket),
					changed: (ticket) => this.#show(ticket)
				})
			: null;
	}

	stop(): void {
		this.#elsewhere?.stop();
	}

	/** Takes in what a socket said; what is not understood or not allowed changes nothing. */
	async hear(socket: PresentSocket, message: unknown): Promise<void> {
		const parsed = looking.safeParse(message);
		if (!parsed.success) return;
		const present = this.#of(socket);
		const said = ++present.said;
		const wanted = await this.#allowed(present, parsed.data);
		if (wanted === undefined || said !== present.said || !this.#sockets.has(socket.id)) return;
		const before = present.ticket;
		if (before === wanted && present.typing === parsed.data.typing) return;
		present.typing = parsed.data.typing;
		if (before !== wanted) this.#move(present, wanted);
		if (before !== null && before !== wanted) this.#tell(before);
		if (wanted !== null) this.#tell(wanted);
	}

	/** The socket is gone. */
	leave(id: string): void {
		const present = this.#sockets.get(id);
		if (!present) return;
		this.#sockets.delete(id);
		const { ticket } = present;
		this.#move(present, null);
		if (ticket !== null) this.#tell(ticket);
	}

	/** How many tickets somebody looks at: none when nobody is there. */
	get tickets(): number {
		return this.#byTicket.size;
	}

	/** The number as it is written, null for none; undefined when it may not, or not yet, be looked at. */
	async #allowed(present: Present, { ticket }: Looking): Promise<string | null | undefined> {
		if (ticket === null) return null;
		const id = ticketId(ticket);
		if (id === null) return undefined;
		const number = ticketNumber(id);
		if (number === present.ticket) return number;
		try {
			return (await present.socket.mayLook(number)) ? number : undefined;
		} catch (error) {
			// Not known yet: the page says again now and then what it shows.
			if (isDomainError(error) && error.code === 'unavailable') return undefined;
			throw error;
		}
	}

	#of(socket: PresentSocket): Present {
		const known = this.#sockets.get(socket.id);
		if (known) return known;
		const present: Present = { socket, ticket: null, typing: false, said: 0 };
		this.#sockets.set(socket.id, present);
		return present;
	}

	#move(present: Present, ticket: string | null): void {
		if (present.ticket !== null) {
			const others = this.#byTicket.get(present.ticket);
			others?.delete(present);
			if (others?.size === 0) this.#byTicket.delete(present.ticket);
		}
		present.ticket = ticket;
		if (ticket === null) return;
		const together = this.#byTicket.get(ticket) ?? new Set();
		together.add(present);
		this.#byTicket.set(ticket, together);
	}

	#tell(ticket: string): void {
		this.#show(ticket);
		this.#elsewhere?.tell(ticket);
	}

	/** Shows those who look at a ticket to those of them who are here. */
	#show(ticket: string): void {
		const present = this.#byTicket.get(ticket);
		if (!present) return;
		const elsewhere = this.#elsewhere?.people(ticket) ?? [];
		const view: PresenceView = { ticket, people: byPerson([...this.#here(ticket), ...elsewhere]) };
		for (const { socket } of present) socket.tell(view);
	}

	#here(ticket: string): readonly Looker[] {
		const present = [...(this.#byTicket.get(ticket) ?? [])];
		return byPerson(
			present.map(({ socket: { person }, typing }) => ({
				name: person.name,
				email: person.email,
				typing
			}))
		);
	}
}

/** One person with two windows is one person. */
function byPerson(lookers: readonly Looker[]): readonly Looker[] {
	const people = new Map<string, Looker>();
	for (const { name, email, typing } of lookers) {
		const known = people.get(email)?.typing ?? false;
		people.set(email, { name, email, typing: typing || known });
	}
	return [...people.values()];
}
