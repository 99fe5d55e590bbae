import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REOPEN_MS, ticketId } from '#lib/domain/ticket.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { historyFromEvents } from '../../../migrations/0003-ticket-life.ts';
import type { Person } from '#server/portal.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { overTheWire } from '../../support/law.ts';
import { presentAll } from '#server/presenters/present.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let admin: Person;
let owner: Person;
let ticket: FullTicket;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	admin = await world.make.anAdmin();
	owner = await world.make.aClient();
});
afterAll(() => world.close());
beforeEach(async () => {
	ticket = await world.make.aTicket({ by: owner });
	world.clock.advance(MINUTE);
});

const refusal = (command: Promise<unknown>) => command.catch((error: unknown) => error);
const resolve = () => world.commands.updateTicket(manager, ticket.number, { status: 'resolved' });

describe('the history of a ticket', () => {
	const told = async (viewer: Person) =>
		(await world.queries.history(viewer, ticket.number)).map(
			({ field, before, after, author }) => `${field}: ${before} → ${after}, ${author?.name}`
		);

	it('tells every change, by whom and from what to what', async () => {
		const { commands } = world;
		await commands.updateTicket(manager, ticket.number, {
			status: 'in_progress',
			assignee: manager.email
		});
		await commands.updateTicket(admin, ticket.number, { priority: 'critical', subject: 'Касса' });
		await commands.updateTicket(manager, ticket.number, { status: 'waiting' });
		await world.make.aReply(ticket, owner);
		expect(await told(manager)).toEqual([
			`status: new → in_progress, ${manager.name}`,
			`assignee: null → ${manager.email}, ${manager.name}`,
			`priority: normal → critical, ${admin.name}`,
			`subject: ${ticket.subject} → Касса, ${admin.name}`,
			`status: in_progress → waiting, ${manager.name}`,
			`status: waiting → in_progress, ${owner.name}`
		]);
	});

	it('shows its client what became of the ticket, and not how staff share their work', async () => {
		const { commands } = world;
		await commands.updateTicket(manager, ticket.number, {
			status: 'in_progress',
			priority: 'high',
			assignee: admin.email,
			service: (await world.make.aService()).slug
		});
		await commands.cancelTicket(owner, ticket.number);
		expect(await told(owner)).toEqual([
			'status: new → in_progress, undefined',
			`status: in_progress → cancelled, ${owner.name}`
		]);
	});

	it('is live: what a page had, with the changes told, is what a page has now', async () => {
		for (const [viewer, audience] of [
			[manager, 'staff'],
			[owner, `client:${owner.id}`]
		] as const) {
			const before = await world.queries.thread(viewer, ticket.number);
			await world.commands.updateTicket(manager, ticket.number, { priority: 'low' });
			await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
			await world.make.aReply(ticket, owner);
			const changes = overTheWire(presentAll(await world.events(before.seq), audience));
			const entries = changes.flatMap((change) =>
				change.op === 'put' && change.kind === 'history' ? [change.value] : []
			);
			const after = await world.queries.thread(viewer, ticket.number);
			expect(entries.length).toBeGreaterThan(0);
			expect([...before.history, ...entries]).toEqual(after.history);
		}
	});

	it('tells visitors and other clients nothing', async () => {
		const other = await world.make.aClient();
		const seq = await world.seq();
		await world.commands.updateTicket(manager, ticket.number, { status: 'in_progress' });
		const events = await world.events(seq);
		for (const audience of ['public', `client:${other.id}`] as const)
			expect(presentAll(events, audience).map(({ kind }) => kind)).not.toContain('history');
		expect(await refusal(world.queries.history(other, ticket.number))).toMatchObject({
			code: 'not_found'
		});
	});

	it('outlives the events', async () => {
		await resolve();
		const before = await world.queries.history(manager, ticket.number);
		world.clock.advance(40 * DAY);
		await world.core.clockJob.prune();
		expect(await world.queries.history(manager, ticket.number)).toEqual(before);
	});
});

describe('a history that begins with an update of the portal', () => {
	const rows = () =>
		world.database.read((tx) =>
			tx.all(
				`SELECT ticket_id, at, actor_id, field, old_value, new_value FROM ticket_changes
				WHERE ticket_id = $1 ORDER BY at, field`,
				[ticketId(ticket.number)]
			)
		);

	it('is what the events tell that are still there', async () => {
		const { commands } = world;
		await commands.updateTicket(manager, ticket.number, {
			status: 'in_progress',
			assignee: manager.email
		});
		world.clock.advance(MINUTE);
		await commands.updateTicket(admin, ticket.number, { assignee: null, priority: 'low' });
		const kept = await rows();
		expect(kept).toHaveLength(4);
		await world.database.write(async (tx) => {
			await tx.run(`DELETE FROM ticket_changes`, []);
			await tx.run(historyFromEvents(tx.dialect), []);
		});
		expect(await rows()).toEqual(kept);
	});
});

describe('a solved ticket', () => {
	it('is reopened by its client within seven days, with what it says', async () => {
		await resolve();
		world.clock.advance(REOPEN_MS);
		await world.commands.reopenTicket(owner, ticket.number, { body: 'Снова не печатает' });
		const thread = await world.queries.thread(owner, ticket.number);
		expect(thread.ticket).toMatchObject({ status: 'in_progress', resolvedAt: null });
		expect(thread.comments.map(({ body }) => body)).toEqual(['Снова не печатает']);
		expect(thread.history.at(-1)).toMatchObject({ before: 'resolved', after: 'in_progress' });
	});

	it('is not reopened later, and nothing of the attempt stays', async () => {
		await resolve();
		world.clock.advance(REOPEN_MS + 1);
		const late = world.commands.reopenTicket(owner, ticket.number, { body: 'Снова' });
		expect(await refusal(late)).toMatchObject({ code: 'too_late' });
		expect(await world.queries.thread(owner, ticket.number)).toMatchObject({
			ticket: { status: 'resolved' },
			comments: []
		});
	});

	it('has its week anew when it is closed', async () => {
		await resolve();
		world.clock.advance(5 * DAY);
		await world.commands.updateTicket(manager, ticket.number, { status: 'closed' });
		world.clock.advance(6 * DAY);
		await world.commands.reopenTicket(owner, ticket.number, { body: 'Снова' });
		expect((await world.queries.ticket(owner, ticket.number)).status).toBe('in_progress');
	});

	it('stays solved and closed when it was, whatever else is changed of it', async () => {
		const { commands } = world;
		const solved = await resolve();
		world.clock.advance(HOUR);
		const closed = await commands.updateTicket(manager, ticket.number, { status: 'closed' });
		world.clock.advance(2 * DAY);
		const { resolvedAt } = solved;
		const { closedAt } = closed;
		expect(closedAt).not.toBeNull();
		for (const patch of [{ priority: 'critical' }, { assignee: admin.email }] as const)
			expect(await commands.updateTicket(manager, ticket.number, patch)).toMatchObject({
				resolvedAt,
				closedAt
			});
	});

	it('one that is not solved, or taken back, has nothing to reopen or to rate', async () => {
		const { commands } = world;
		for (const prepare of [() => null, () => commands.cancelTicket(owner, ticket.number)]) {
			await prepare();
			const { number } = ticket;
			for (const command of [
				() => commands.reopenTicket(owner, number, { body: 'Снова' }),
				() => commands.rateTicket(owner, number, { score: 5, comment: '' })
			])
				expect(await refusal(command())).toMatchObject({ code: 'forbidden_transition' });
		}
	});

	it('a repeated request reopens once, also after it was solved again', async () => {
		await resolve();
		const again = () =>
			world.commands.reopenTicket(owner, ticket.number, { body: 'Снова' }, 'life-1');
		const first = await again();
		await resolve();
		expect(await again()).toEqual({ ...first, created: false });
		expect((await world.queries.ticket(owner, ticket.number)).status).toBe('resolved');
	});

	it('is rated once, and the last word counts', async () => {
		const { version } = await resolve();
		await world.commands.rateTicket(owner, ticket.number, { score: 2, comment: 'Долго' });
		await world.commands.rateTicket(owner, ticket.number, { score: 4, comment: 'Но хорошо' });
		const seen = await world.queries.ticket(manager, ticket.number);
		expect(seen.rating).toMatchObject({ score: 4, comment: 'Но хорошо' });
		expect(seen.version).toBe(version);
	});

	it('loses its rating when it comes back, and the history keeps it', async () => {
		await resolve();
		await world.commands.rateTicket(owner, ticket.number, { score: 1, comment: '' });
		await world.commands.updateTicket(manager, ticket.number, { status: 'in_progress' });
		expect((await world.queries.ticket(owner, ticket.number)).rating).toBeNull();
		expect(await world.queries.history(manager, ticket.number)).toContainEqual(
			expect.objectContaining({ field: 'rating', before: null, after: '1' })
		);
	});
});

describe('a deleted ticket', () => {
	const REASON = 'Заведена по ошибке';

	it('is there for nobody, and its history for administrators', async () => {
		const externalId = `gone-${world.clock.now()}`;
		ticket = await world.make.aTicket({ by: manager, externalId, subject: 'Призрак' });
		await world.make.aNote(ticket, manager);
		await world.commands.deleteTicket(admin, ticket.number, REASON);
		const { queries, commands } = world;
		for (const viewer of [manager, admin, owner]) {
			expect(await refusal(queries.ticket(viewer, ticket.number))).toMatchObject({
				code: 'not_found'
			});
			for (const filter of [{ q: ticket.number }, { q: 'Призрак' }, { externalId }])
				expect(await queries.tickets(viewer, filter)).toMatchObject({ items: [], total: 0 });
		}
		for (const command of [
			() => commands.updateTicket(admin, ticket.number, { status: 'resolved' }),
			() => commands.commentTicket(manager, ticket.number, { body: 'x', internal: false }),
			() => commands.deleteTicket(admin, ticket.number, REASON),
			() => queries.history(manager, ticket.number)
		])
			expect(await refusal(command())).toMatchObject({ code: 'not_found' });
		expect((await queries.history(admin, ticket.number)).at(-1)).toMatchObject({
			field: 'deleted',
			after: REASON,
			author: { name: admin.name }
		});
	});

	it('does not come back with the next import', async () => {
		const externalId = `import-${world.clock.now()}`;
		const { number, service } = await world.make.aTicket({ by: manager, externalId });
		await world.commands.deleteTicket(admin, number, REASON);
		const again = world.make.aTicket({ by: manager, externalId, service });
		expect(await refusal(again)).toMatchObject({
			issues: [{ field: 'externalId', code: 'deleted' }]
		});
	});

	it('crosses no threshold any more', async () => {
		await world.commands.deleteTicket(admin, ticket.number, REASON);
		const seq = await world.seq();
		await world.pass(30 * DAY + HOUR);
		const crossed = (await world.events(seq)).map(({ payload }) => payload.ticket?.number);
		expect(crossed).not.toContain(ticket.number);
	});
});
