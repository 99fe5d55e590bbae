import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withBatch } from '#lib/domain/latest.ts';
import { present } from '#server/presenters/present.ts';
import type { Person } from '#server/portal.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

const MOST = 12;

let world: World;
let manager: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
});
afterAll(() => world.close());

describe('what happened last', () => {
	it('is for staff alone', async () => {
		const client = await world.make.aClient();
		for (const viewer of [null, client])
			await expect(world.queries.latestChanges(viewer, MOST)).rejects.toMatchObject({
				code: 'forbidden'
			});
	});

	it('tells of tickets filed, changed and answered, and of incidents, the newest first', async () => {
		const ticket = await world.make.aTicket({ subject: 'Не печатает' });
		world.clock.advance(1_000);
		await world.commands.updateTicket(manager, ticket.number, { status: 'in_progress' });
		world.clock.advance(1_000);
		await world.commands.commentTicket(manager, ticket.number, { body: 'Еду', internal: false });
		world.clock.advance(1_000);
		const incident = await world.make.anIncident({ by: manager, title: 'Нет сети' });
		const { items, subjects } = await world.queries.latestChanges(manager, 4);
		expect(items.map(({ kind }) => kind)).toEqual(['incident', 'replied', 'changed', 'filed']);
		expect(items[0]).toMatchObject({ incident: { number: incident.number, title: 'Нет сети' } });
		expect(items[3]).toMatchObject({ ticket: { number: ticket.number } });
		expect(JSON.stringify(items)).not.toContain('Еду');
		expect(subjects).toEqual({ [ticket.number]: 'Не печатает' });
	});

	it('carried on by the stream is what is read anew', async () => {
		const work = await RandomWork.begin(world, {
			seed: 5,
			crowd: 20,
			clients: [await world.make.aClient()]
		});
		await work.fill(20);
		let seq = await world.seq();
		let { items } = await world.queries.latestChanges(manager, MOST);
		for (let round = 0; round < 40; round += 1) {
			world.clock.advance(1_000);
			await work.step();
			const before = items;
			for (const event of await world.events(seq)) {
				items = withBatch(items, present(event, 'staff'), MOST);
				seq = event.seq;
			}
			const anew = await world.queries.latestChanges(manager, MOST);
			expect(items).toEqual(anew.items);
			expect(items.length).toBeLessThanOrEqual(MOST);
			if (round === 0) expect(items).not.toEqual(before);
		}
	});

	it('loses whatever spoke of a ticket that was deleted', async () => {
		const admin = await world.make.anAdmin();
		const ticket = await world.make.aTicket({ subject: 'Лишняя' });
		const seq = await world.seq();
		const before = await world.queries.latestChanges(manager, MOST);
		expect(before.subjects[ticket.number]).toBe('Лишняя');
		await world.commands.deleteTicket(admin, ticket.number, 'Дубль');
		const changes = (await world.events(seq)).flatMap((event) => present(event, 'staff'));
		const carried = withBatch(before.items, changes, MOST);
		const anew = await world.queries.latestChanges(manager, MOST);
		for (const items of [carried, anew.items])
			expect(JSON.stringify(items)).not.toContain(ticket.number);
	});
});
