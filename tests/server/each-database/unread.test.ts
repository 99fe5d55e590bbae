import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import type { Person } from '#server/portal.ts';
import { MINUTE } from '../../support/clock.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let ticket: FullTicket;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	client = await world.make.aClient();
});
beforeEach(async () => {
	world.clock.advance(MINUTE);
	ticket = await world.make.aTicket({ by: client });
});
afterAll(() => world.close());

const seen = async (by: Person = client) => {
	const { news, unread } = await world.queries.ticket(by, ticket.number);
	return { news, unread };
};
const unreadTickets = async (of: Person = client) =>
	(await world.snapshot(`client:${of.id}`)).state.unread?.tickets;

describe('a ticket is unread', () => {
	it('not when it was filed, and not by what its client says itself', async () => {
		await world.make.aReply(ticket, client);
		expect(await seen()).toEqual({ news: 0, unread: 0 });
	});

	it('by a reply, and by a change of status or words, each counted', async () => {
		await world.make.aReply(ticket, manager);
		await world.commands.updateTicket(manager, ticket.number, {
			status: 'in_progress',
			subject: 'Точнее сказано'
		});
		expect(await seen()).toEqual({ news: 3, unread: 3 });
	});

	it('neither by an internal note nor by how staff share the work', async () => {
		await world.make.aNote(ticket, manager);
		await world.commands.updateTicket(manager, ticket.number, {
			assignee: manager.email,
			priority: 'high'
		});
		expect(await seen()).toEqual({ news: 0, unread: 0 });
	});

	it('until its client looks, as far as it has looked', async () => {
		await world.make.aReply(ticket, manager);
		await world.make.aReply(ticket, manager);
		await world.commands.readTicket(client, ticket.number, 1);
		expect(await seen()).toEqual({ news: 2, unread: 1 });
		// A slower tab that had seen less takes nothing back.
		await world.commands.readTicket(client, ticket.number, 0);
		expect(await seen()).toEqual({ news: 2, unread: 1 });
		await world.commands.readTicket(client, ticket.number);
		expect(await seen()).toEqual({ news: 2, unread: 0 });
		await world.commands.readTicket(client, ticket.number, 99);
		await world.make.aReply(ticket, manager);
		expect(await seen()).toEqual({ news: 3, unread: 1 });
	});

	it('to its own client alone: staff are told nothing of it', async () => {
		await world.make.aReply(ticket, manager);
		expect(await seen(manager)).toEqual({ news: undefined, unread: undefined });
		const staff = await world.snapshot('staff');
		expect(staff.state.unread).toBeUndefined();
		expect(JSON.stringify(staff)).not.toContain('"unread"');
		const refused = await world.commands
			.readTicket(manager, ticket.number)
			.catch((error: unknown) => error);
		expect(refused).toMatchObject({ code: 'forbidden' });
	});

	it('leaves version and times of the ticket alone when it is looked at', async () => {
		await world.make.aReply(ticket, manager);
		const before = await world.queries.ticket(client, ticket.number);
		world.clock.advance(MINUTE);
		await world.commands.readTicket(client, ticket.number);
		expect(await world.queries.ticket(client, ticket.number)).toEqual({ ...before, unread: 0 });
	});
});

describe('the list of unread tickets', () => {
	it('is of the client who asks, and shrinks as they are looked at', async () => {
		const other = await world.make.aClient();
		const foreign = await world.make.aTicket({ by: other });
		const second = await world.make.aTicket({ by: other });
		for (const one of [foreign, second, foreign]) await world.make.aReply(one, manager);
		const numbers = async () =>
			(await world.queries.tickets(other, { unread: true, sort: 'newest' })).items.map(
				(one) => one.number
			);
		expect(await numbers()).toEqual([second.number, foreign.number]);
		expect(await unreadTickets(other)).toBe(2);
		await world.commands.readTicket(other, foreign.number);
		expect(await numbers()).toEqual([second.number]);
		expect(await unreadTickets(other)).toBe(1);
		await world.commands.deleteTicket(await world.make.anAdmin(), second.number, 'Дубль');
		expect([await numbers(), await unreadTickets(other)]).toEqual([[], 0]);
	});

	it('is counted right after random work: the counter is what counting gives', async () => {
		const clients = [await world.make.aClient(), await world.make.aClient()];
		const work = await RandomWork.begin(world, { seed: 77, crowd: 12, clients });
		await work.fill(6);
		for (let step = 0; step < 150; step++) await work.step();
		const counted = await world.database.read((tx) =>
			tx.all<{ id: number; kept: number; real: number }>(
				`SELECT u.id, u.unread_tickets AS kept, COUNT(t.id) AS real FROM users u
				LEFT JOIN tickets t ON t.requester_id = u.id AND t.news > t.news_seen
					AND t.deleted_at IS NULL
				GROUP BY u.id, u.unread_tickets`
			)
		);
		expect(counted.filter(({ kept, real }) => kept !== real)).toEqual([]);
		const mine = counted.filter(({ id }) => clients.some((one) => one.id === id));
		expect(mine.some(({ kept }) => kept > 0)).toBe(true);
	});

	it('is right when many reply to many of its tickets at once', async () => {
		const busy = await world.make.aClient();
		const service = (await world.make.aService()).slug;
		const tickets = await Promise.all(
			Array.from({ length: 8 }, () => world.make.aTicket({ by: busy, service }))
		);
		await Promise.all([...tickets, ...tickets].map((one) => world.make.aReply(one, manager)));
		expect(await unreadTickets(busy)).toBe(8);
		await Promise.all(
			[...tickets, ...tickets].map((one) => world.commands.readTicket(busy, one.number))
		);
		expect(await unreadTickets(busy)).toBe(0);
	});
});
