import { afterAll, beforeAll, expect, it } from 'vitest';
import { isOverdue } from '#lib/domain/figures.ts';
import { PRIORITIES, TICKET_STATUSES, type FullTicket } from '#lib/domain/ticket.ts';
import { TICKET_SORTS, type Person, type TicketFilter } from '#server/portal.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: World;
let manager: Person;
let client: Person;
let filters: TicketFilter[];

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	const work = await RandomWork.begin(world, { seed: 21, crowd: 80, clients: [client] });
	await work.fill(90);
	for (let step = 0; step < 150; step++) await work.step();
	const { items } = await world.queries.tickets(manager, { limit: 200 });
	const [first] = items;
	const assigned = items.find(({ assignee }) => assignee !== null);
	const one: TicketFilter[] = [
		...TICKET_STATUSES.map((status) => ({ status: [status] })),
		{ status: ['new', 'waiting', 'closed'] },
		...PRIORITIES.map((priority) => ({ priority: [priority] })),
		{ priority: ['low', 'critical'] },
		{ service: first?.service },
		{ assignee: assigned?.assignee?.email },
		{ assignee: 'none' },
		{ requester: client.email },
		{ requester: 'nobody@firma.example' },
		{ service: 'no-such-service' }
	];
	filters = [{}, ...one.flatMap((a) => one.map((b) => ({ ...a, ...b })))];
}, 120_000);
afterAll(() => world.close());

/** Every page of a list, one after the other. */
async function allOf(viewer: Person, filter: TicketFilter) {
	const items = [];
	let cursor: string | undefined;
	let total: number | undefined;
	do {
		const page = await world.queries.tickets(viewer, { ...filter, limit: 7, cursor });
		items.push(...page.items);
		total ??= page.total;
		expect(page.total).toBe(total);
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return { items, total };
}

it('any two filters find what plain arithmetic finds, on all pages and in all orders', async () => {
	const { items: everything } = await allOf(manager, { sort: 'oldest' });
	expect(everything.length).toBeGreaterThan(80);
	for (const [place, filter] of filters.entries()) {
		const sort = TICKET_SORTS[place % TICKET_SORTS.length] ?? 'urgency';
		const { status, priority, service, assignee, requester } = filter;
		const expected = everything.filter(
			(ticket) =>
				(!status || status.includes(ticket.status)) &&
				(!priority || priority.includes(ticket.priority)) &&
				(service === undefined || ticket.service === service) &&
				(assignee === undefined || (ticket.assignee?.email ?? 'none') === assignee) &&
				(requester === undefined || ticket.requester.email === requester)
		);
		const { items, total } = await allOf(manager, { ...filter, sort });
		const told = JSON.stringify({ filter, sort });
		expect(total, told).toBe(expected.length);
		expect(items.map(({ number }) => number).toSorted(), told).toEqual(
			expected.map(({ number }) => number).toSorted()
		);
		const times = items.map(({ createdAt, updatedAt }) =>
			sort === 'updated' ? updatedAt : createdAt
		);
		if (sort === 'newest' || sort === 'updated')
			expect(times, told).toEqual(times.toSorted().reverse());
		if (sort === 'oldest') expect(times, told).toEqual(times.toSorted());
	}
});

it('a requester, what is overdue and a stretch of time narrow each other, on all pages', async () => {
	await world.pass(10 * DAY);
	const early = world.clock.now();
	for (let hour = 0; hour < 6; hour++) {
		await world.make.aTicket(hour % 2 === 0 ? { by: client } : {});
		await world.pass(HOUR);
	}
	const late = world.clock.now() - 2 * HOUR;
	const { items: everything } = await allOf(manager, { sort: 'oldest' });
	const isLate = (ticket: FullTicket) =>
		isOverdue({
			status: ticket.status,
			priority: ticket.priority,
			assigned: ticket.assignee !== null,
			responseSla: ticket.sla.response,
			resolutionSla: ticket.sla.resolution,
			firstResponseAt: ticket.firstResponseAt === null ? null : Date.parse(ticket.firstResponseAt)
		});
	expect(new Set(everything.map(isLate))).toEqual(new Set([true, false]));
	for (const requester of [undefined, client.email, 'nobody@firma.example'])
		for (const overdue of [undefined, true] as const)
			for (const [createdFrom, createdTo] of [
				[early, late],
				[early, undefined],
				[undefined, late],
				[late, early]
			])
				for (const sort of TICKET_SORTS) {
					const filter = { requester, overdue, createdFrom, createdTo, sort };
					const expected = everything.filter(
						(ticket) =>
							(requester === undefined || ticket.requester.email === requester) &&
							(!overdue || isLate(ticket)) &&
							Date.parse(ticket.createdAt) >= (createdFrom ?? 0) &&
							Date.parse(ticket.createdAt) < (createdTo ?? Infinity)
					);
					const { items, total } = await allOf(manager, filter);
					const told = JSON.stringify(filter);
					expect(total, told).toBe(expected.length);
					expect(items.map(({ number }) => number).toSorted(), told).toEqual(
						expected.map(({ number }) => number).toSorted()
					);
				}
});

it('a client finds its own alone, whatever it asks for', async () => {
	const { items } = await allOf(client, {});
	expect(items.length).toBeGreaterThan(0);
	for (const { requester } of items) expect(requester.email).toBe(client.email);
	expect(await allOf(client, { requester: manager.email })).toEqual({ items: [], total: 0 });
});

it('nothing is overdue that is over', async () => {
	const { items } = await allOf(manager, { overdue: true });
	for (const { status } of items) expect(['new', 'in_progress', 'waiting']).toContain(status);
	const over = { overdue: true, status: ['closed'] } as const;
	expect(await allOf(manager, over)).toEqual({ items: [], total: 0 });
});

it('what is over comes last by urgency', async () => {
	const { items } = await allOf(manager, { sort: 'urgency' });
	const over = items.map(({ status }) => status === 'closed' || status === 'cancelled');
	expect(over).toContain(true);
	expect(over.lastIndexOf(false)).toBeLessThan(over.indexOf(true));
});
