import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PresenceView } from '#lib/domain/presence.ts';
import type { Whispers } from '#server/database/database.ts';
import { Presence } from '#server/sockets/presence.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	for (const node of nodes.splice(0)) node.stop();
	vi.useRealTimers();
});

const MINUTE = 60_000;
const TICKET = 'BC-1';
const nodes: Presence[] = [];

/** A database between nodes that may be made to lose what they say. */
class Wire {
	readonly #listeners = new Set<(text: string) => void>();
	cut = false;

	/** A node, by what it hears of the others. */
	node(): Presence {
		const whispers: Whispers = {
			tell: (text) => {
				if (!this.cut) for (const listener of this.#listeners) listener(text);
			},
			listen: (listener) => {
				this.#listeners.add(listener);
				return () => this.#listeners.delete(listener);
			}
		};
		const presence = new Presence(whispers);
		nodes.push(presence);
		return presence;
	}
}

/** Somebody with the ticket open, and whom they see there. */
async function looker(node: Presence, name: string) {
	const told: PresenceView[] = [];
	const email = `${name}@bazis.example`;
	const socket = {
		id: `${name} ${nodes.indexOf(node)}`,
		person: { name, email },
		mayLook: () => Promise.resolve(true),
		tell: (view: PresenceView) => void told.push(view)
	};
	await node.hear(socket, { ticket: TICKET });
	return {
		sees: () => told.at(-1)?.people.map(({ name: who, typing }) => (typing ? `${who}…` : who)),
		say: (message: unknown) => node.hear(socket, message),
		leave: () => node.leave(socket.id)
	};
}

it('those who look at one ticket through different nodes see each other come, write and go', async () => {
	const wire = new Wire();
	const [here, there] = [wire.node(), wire.node()];
	const anna = await looker(here, 'Анна');
	const boris = await looker(there, 'Борис');
	expect(anna.sees()).toEqual(['Анна', 'Борис']);
	expect(boris.sees()).toEqual(['Борис', 'Анна']);
	await boris.say({ ticket: TICKET, typing: true });
	expect(anna.sees()).toEqual(['Анна', 'Борис…']);
	boris.leave();
	expect(anna.sees()).toEqual(['Анна']);
});

it('one person with a window on each of two nodes is one person', async () => {
	const wire = new Wire();
	const [here, there] = [wire.node(), wire.node()];
	await looker(here, 'Анна');
	const again = await looker(there, 'Анна');
	expect(again.sees()).toEqual(['Анна']);
});

it('a node that starts later asks who is there', async () => {
	const wire = new Wire();
	const anna = await looker(wire.node(), 'Анна');
	const boris = await looker(wire.node(), 'Борис');
	expect(boris.sees()).toEqual(['Борис', 'Анна']);
	expect(anna.sees()).toEqual(['Анна', 'Борис']);
});

it('what was lost on the way is told again, and a node that was killed is forgotten', async () => {
	const wire = new Wire();
	const [here, there] = [wire.node(), wire.node()];
	const anna = await looker(here, 'Анна');
	wire.cut = true;
	await looker(there, 'Борис');
	expect(anna.sees()).toEqual(['Анна']);
	wire.cut = false;
	await vi.advanceTimersByTimeAsync(MINUTE / 2);
	expect(anna.sees()).toEqual(['Анна', 'Борис']);
	there.stop();
	await vi.advanceTimersByTimeAsync(2 * MINUTE);
	expect(anna.sees()).toEqual(['Анна']);
});
