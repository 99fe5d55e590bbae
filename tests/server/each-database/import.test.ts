import { afterAll, beforeAll, expect, it } from 'vitest';
import { SYSTEM } from '#lib/domain/people.ts';
import { isOpen, isSolved, TICKET_STATUSES } from '#lib/domain/ticket.ts';
import { importTicket, type ImportedTicket } from '#server/commands/import-ticket.ts';
import { runImport } from '#server/import/run.ts';
import { DAY, HOUR } from '../../support/clock.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await createWorld();
	await world.tick();
});
afterAll(() => world.close());

/** Tickets of yesterday in every status, from a desk nobody here knows. */
function tickets(count: number, prefix: string): ImportedTicket[] {
	return Array.from({ length: count }, (_, place) => {
		const createdAt = world.clock.now() - DAY + place;
		const status = TICKET_STATUSES[place % TICKET_STATUSES.length] ?? 'new';
		const over = status === 'resolved' || status === 'closed';
		return {
			externalId: `${prefix}-${place}`,
			subject: `Перенос ${place}`,
			description: '',
			service: { slug: `${prefix.toLowerCase()}-${place % 3}`, name: `Услуга ${place % 3}` },
			requester: { email: `caller-${place % 5}@import.example`, name: `Caller ${place % 5}` },
			assignee: { email: `resolver-${place % 4}@import.example`, name: `Resolver ${place % 4}` },
			priority: 'high',
			status,
			createdAt,
			updatedAt: createdAt + HOUR,
			resolvedAt: over && place % 4 !== 0 ? createdAt + HOUR : null,
			closedAt: null
		};
	});
}

const run = (list: readonly ImportedTicket[]) =>
	runImport(
		importTicket(world.core.execute),
		world.database.dialect,
		list.map((ticket, place) => ({ ...ticket, line: place + 2 })),
		() => undefined
	);

it('old snapshot + changes = new snapshot, and a second run records nothing', async () => {
	const list = tickets(60, 'OLD');
	const client = await world.make.aClient();
	const { events } = await lawHolds(world, ['public', 'staff', `client:${client.id}`], () =>
		run(list)
	);
	expect(events.filter(({ type }) => type === 'ticket.imported')).toHaveLength(60);
	const again = await lawHolds(world, ['public', 'staff'], () => run(list));
	expect(again.events).toEqual([]);
	const manager = await world.make.aManager();
	const { items, total } = await world.queries.tickets(manager, { sort: 'oldest', limit: 200 });
	expect(total).toBe(60);
	expect(items.map(({ externalId }) => externalId)).toEqual(list.map((one) => one.externalId));
	expect(items.map(({ resolvedAt }) => resolvedAt && Date.parse(resolvedAt))).toEqual(
		list.map((one) => one.resolvedAt)
	);
});

it('time changes nothing of what is over', async () => {
	await world.pass(DAY);
	const before = await world.seq();
	await run(tickets(6, 'OVER').filter(({ status }) => status === 'closed'));
	await world.tick();
	const events = await world.events(before);
	expect(events.map(({ type }) => type)).not.toContain('ticket.sla_crossed');
});

it('a ticket that cannot be taken over leaves nothing behind', async () => {
	const { email } = await world.make.aClient();
	const [ticket] = tickets(1, 'HALF');
	if (!ticket) throw new Error('no ticket');
	const before = await world.seq();
	const summary = await run([{ ...ticket, assignee: { email, name: 'Клиент' } }]);
	expect(summary).toMatchObject({
		imported: 0,
		refused: [{ line: 2, externalId: 'HALF-0', reason: 'invalid_input, assignee: unknown_person' }]
	});
	expect(await world.seq()).toBe(before);
	expect((await world.queries.services()).map(({ slug }) => slug)).not.toContain('half-0');
	await expect(
		importTicket(world.core.execute)({ ...SYSTEM, id: 1, role: 'client' }, ticket)
	).rejects.toMatchObject({ code: 'forbidden' });
});

it('of one time that cannot be, that ticket alone is refused', async () => {
	const [first, second, ...rest] = tickets(8, 'NEVER');
	if (!first || !second) throw new Error('no tickets');
	const never = Date.parse('9999-12-31T23:59:00.000Z');
	const zero = Date.parse('1899-12-30T00:00:00.000Z');
	const times: Partial<ImportedTicket>[] = [
		{ status: 'resolved', resolvedAt: never },
		{ status: 'closed', closedAt: never },
		{ createdAt: zero },
		{ createdAt: world.clock.now() + 2 * DAY },
		{ updatedAt: never },
		{ status: 'resolved', resolvedAt: first.createdAt - 1 },
		{ status: 'closed', closedAt: first.createdAt - 1 }
	];
	const spoiled = times.map((time, place) => ({
		...first,
		...time,
		externalId: `NEVER-spoiled-${place}`
	}));
	const summary = await run([...spoiled, second, ...rest]);
	expect(summary.imported).toBe(7);
	expect(summary.refused.toSorted((a, b) => a.line - b.line).map(({ reason }) => reason)).toEqual([
		'invalid_input, resolvedAt: in_the_future',
		'invalid_input, closedAt: in_the_future',
		'invalid_input, createdAt: invalid',
		'invalid_input, createdAt: in_the_future',
		'invalid_input, updatedAt: in_the_future',
		'invalid_input, resolvedAt: before_start',
		'invalid_input, closedAt: before_start'
	]);
});

it('a ticket that is open or cancelled is not solved, whatever the other desk has kept', async () => {
	const [ticket] = tickets(1, 'REOPENED');
	if (!ticket) throw new Error('no ticket');
	const at = ticket.createdAt + HOUR;
	const manager = await world.make.aManager();
	const ever = { from: Date.parse('2026-01-01T00:00:00Z'), to: world.clock.now() };
	const solved = async () => (await world.queries.kpi(manager, 'resolved', ever)).value;
	const before = await solved();
	const statuses = TICKET_STATUSES.filter((status) => !isSolved(status));
	await run(
		statuses.map((status) => ({
			...ticket,
			externalId: `REOPENED-${status}`,
			status,
			resolvedAt: at,
			closedAt: at
		}))
	);
	expect(await solved()).toBe(before);
	for (const status of statuses) {
		const externalId = `REOPENED-${status}`;
		const { items } = await world.queries.tickets(manager, { externalId });
		const closedAt = isOpen(status) ? null : new Date(at).toISOString();
		expect(items).toMatchObject([{ status, resolvedAt: null, closedAt }]);
	}
});

it.each([
	['resolved', null],
	['closed', null],
	['cancelled', HOUR]
] as const)(
	'one that is %s ended when it did, whatever is changed of it',
	async (status, ended) => {
		const [ticket] = tickets(1, 'ENDED');
		if (!ticket) throw new Error('no ticket');
		const externalId = `ENDED-${status}`;
		const closedAt = ended && ticket.createdAt + ended;
		await run([{ ...ticket, externalId, status, resolvedAt: null, closedAt }]);
		const manager = await world.make.aManager();
		const find = async () => (await world.queries.tickets(manager, { externalId })).items[0];
		const before = await find();
		if (!before) throw new Error('no ticket');
		for (const priority of ['critical', 'low'] as const) {
			await world.commands.updateTicket(manager, before.number, { priority });
			expect(await find()).toMatchObject({ resolvedAt: null, closedAt: before.closedAt });
		}
		const { sla } = (await find()) ?? before;
		expect(sla).toEqual({ response: 'met', resolution: 'met' });
		const seq = await world.seq();
		await world.pass(30 * DAY);
		const events = await world.events(seq);
		expect(events.map(({ type }) => type)).not.toContain('ticket.sla_crossed');
	}
);
