import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DomainError } from '#lib/domain/errors.ts';
import type { PresenceView } from '#lib/domain/presence.ts';
import { Presence } from '#server/sockets/presence.ts';
import { Wire } from '../support/wire.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
	for (const node of nodes.splice(0)) node.stop();
	vi.useRealTimers();
});

const MINUTE = 60_000;
const TICKET = 'BC-1';
const nodes: Presence[] = [];

/** A node, by what it hears of the others. */
function nodeOn(wire: Wire): Presence {
	const presence = new Presence(wire.whispers());
	nodes.push(presence);
	return presence;
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
	const [here, there] = [nodeOn(wire), nodeOn(wire)];
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
	const [here, there] = [nodeOn(wire), nodeOn(wire)];
	await looker(here, 'Анна');
	const again = await looker(there, 'Анна');
	expect(again.sees()).toEqual(['Анна']);
});

it('a node that starts later asks who is there', async () => {
	const wire = new Wire();
	const anna = await looker(nodeOn(wire), 'Анна');
	const boris = await looker(nodeOn(wire), 'Борис');
	expect(boris.sees()).toEqual(['Борис', 'Анна']);
	expect(anna.sees()).toEqual(['Анна', 'Борис']);
});

it('what was lost on the way is told again, and a node that was killed is forgotten', async () => {
	const wire = new Wire();
	const [here, there] = [nodeOn(wire), nodeOn(wire)];
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

it('whom nobody could vouch for at the moment is neither seen nor turned away', async () => {
	const node = nodeOn(new Wire());
	const anna = await looker(node, 'Анна');
	const answers = [
		() => Promise.reject(new DomainError('unavailable')),
		() => Promise.resolve(true)
	];
	const boris = {
		id: 'Борис',
		person: { name: 'Борис', email: 'boris@bazis.example' },
		mayLook: () => answers.shift()?.() ?? Promise.resolve(false),
		tell: () => undefined
	};
	await node.hear(boris, { ticket: TICKET });
	expect(anna.sees()).toEqual(['Анна']);
	await node.hear(boris, { ticket: TICKET });
	expect(anna.sees()).toEqual(['Анна', 'Борис']);
});
