import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportedTicket } from '#server/commands/import-ticket.ts';
import { importTicket } from '#server/commands/import-ticket.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { Person } from '#server/portal.ts';
import { HOUR, MINUTE } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	client = await world.make.aClient();
});
afterAll(() => world.close());

async function worked(number: string) {
	const id = ticketId(number) ?? 0;
	const row = await world.database.read((tx) =>
		tx.one<{ response: number | null; resolution: number | null }>(
			`SELECT response_worked_ms AS "response", resolution_worked_ms AS "resolution"
			FROM tickets WHERE id = $1`,
			[id]
		)
	);
	const { payload } = (await world.events()).findLast(
		(event) => event.payload.ticket?.number === number
	) ?? { payload: null };
	expect(row).toEqual({
		response: payload?.ticket?.responseWorkedMs,
		resolution: payload?.ticket?.resolutionWorkedMs
	});
	return row;
}

const move = (number: string, status: 'in_progress' | 'waiting' | 'resolved' | 'closed') =>
	world.commands.updateTicket(manager, number, { status });

it('of a new ticket there is no worked time', async () => {
	const { number } = await world.make.aTicket({ by: client });
	expect(await worked(number)).toEqual({ response: null, resolution: null });
});

it('the first public reply of staff sets the time of the response, a later one leaves it', async () => {
	const ticket = await world.make.aTicket({ by: client });
	world.clock.advance(20 * MINUTE);
	await world.make.aReply(ticket, client);
	await world.make.aNote(ticket, manager);
	expect(await worked(ticket.number)).toMatchObject({ response: null });
	await world.make.aReply(ticket, manager);
	world.clock.advance(HOUR);
	await world.make.aReply(ticket, manager);
	expect(await worked(ticket.number)).toEqual({ response: 20 * MINUTE, resolution: null });
});

it('the solution counts without the pauses, and closing adds nothing', async () => {
	const { number } = await world.make.aTicket({ by: client });
	world.clock.advance(HOUR);
	await move(number, 'waiting');
	world.clock.advance(5 * HOUR);
	await move(number, 'in_progress');
	world.clock.advance(30 * MINUTE);
	await move(number, 'resolved');
	expect(await worked(number)).toEqual({ response: null, resolution: 90 * MINUTE });
	world.clock.advance(HOUR);
	await move(number, 'closed');
	expect(await worked(number)).toEqual({ response: null, resolution: 90 * MINUTE });
});

it('solved while the client was waited for, the last pause does not count either', async () => {
	const { number } = await world.make.aTicket({ by: client });
	world.clock.advance(HOUR);
	await move(number, 'waiting');
	world.clock.advance(5 * HOUR);
	await move(number, 'resolved');
	expect(await worked(number)).toMatchObject({ resolution: HOUR });
});

it('reopening takes the time of the solution away; the next one leaves the break out', async () => {
	const { number } = await world.make.aTicket({ by: client });
	world.clock.advance(HOUR);
	await move(number, 'resolved');
	world.clock.advance(10 * HOUR);
	await world.commands.reopenTicket(client, number, { body: 'Снова то же' });
	expect(await worked(number)).toMatchObject({ resolution: null });
	world.clock.advance(HOUR);
	await move(number, 'resolved');
	expect(await worked(number)).toMatchObject({ resolution: 2 * HOUR });
});

it('an imported ticket has it when its solution has a time, and not otherwise', async () => {
	const importOne = importTicket(world.core.execute);
	const createdAt = world.clock.now() - 50 * HOUR;
	const given: ImportedTicket = {
		externalId: 'INC1',
		subject: 'Из журнала',
		description: '',
		service: { slug: 'mail', name: 'Почта' },
		requester: { email: client.email, name: client.name },
		assignee: null,
		priority: 'normal',
		status: 'closed',
		createdAt,
		updatedAt: createdAt + 9 * HOUR,
		resolvedAt: createdAt + 7 * HOUR,
		closedAt: createdAt + 9 * HOUR
	};
	const known = await importOne(SYSTEM, given);
	expect(await worked(known.number)).toEqual({ response: null, resolution: 7 * HOUR });
	const unknown = await importOne(SYSTEM, { ...given, externalId: 'INC2', resolvedAt: null });
	expect(await worked(unknown.number)).toEqual({ response: null, resolution: null });
});
