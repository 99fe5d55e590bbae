import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDomainError } from '#lib/domain/errors.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { NewTicket, Person } from '#server/portal.ts';
import { createStopTokens } from '#server/sessions/stop-token.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { createWorld, SECRET, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let service: string;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	service = (await world.make.aService()).slug;
});
afterAll(() => world.close());

const input = (given: Partial<NewTicket> = {}): NewTicket => ({
	subject: 'Не работает принтер',
	description: 'Мигает и молчит',
	service,
	priority: 'normal',
	...given
});
const times = <T>(count: number, what: (index: number) => Promise<T>) =>
	Promise.all(Array.from({ length: count }, (_, index) => what(index)));
/** What came of it: the code of a refusal, or `done`. */
const outcome = (work: Promise<unknown>) =>
	work.then(
		() => 'done',
		(error: unknown) => {
			if (isDomainError(error)) return error.code;
			throw error;
		}
	);
const tally = (outcomes: readonly string[]) =>
	Object.fromEntries(
		[...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((o) => o === one).length])
	);
const created = async (after: number) =>
	(await world.events(after)).filter(({ type }) => type.endsWith('.created'));

describe('the same key', () => {
	it('ten times at once has one effect', async () => {
		const seq = await world.seq();
		const answers = await times(10, () => world.commands.createTicket(client, input(), 'once'));
		expect(new Set(answers.map(({ ticket }) => ticket.number)).size).toBe(1);
		expect(answers.filter((answer) => answer.created)).toHaveLength(1);
		expect(await created(seq)).toHaveLength(1);
	});

	it('over the API answers 201 once and 200 after that', async () => {
		const api = await world.api(client);
		const answers = await times(5, () =>
			api.post('/api/v1/tickets', input(), { 'Idempotency-Key': 'over-http' })
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 201]);
		expect(new Set(answers.map(({ body }) => body['number'])).size).toBe(1);
	});

	it('with another request is a conflict', async () => {
		await world.commands.createTicket(client, input(), 'other');
		const again = world.commands.createTicket(client, input({ subject: 'Другое' }), 'other');
		await expect(again).rejects.toMatchObject({ code: 'idempotency_conflict' });
	});

	it('of another person is another key', async () => {
		const mine = await world.commands.createTicket(client, input(), 'shared');
		const theirs = await world.commands.createTicket(manager, input(), 'shared');
		expect(theirs.created).toBe(true);
		expect(theirs.ticket.number).not.toBe(mine.ticket.number);
	});

	it('holds for comments and incidents too', async () => {
		const { ticket } = await world.commands.createTicket(client, input());
		const seq = await world.seq();
		await times(5, () =>
			world.commands.commentTicket(client, ticket.number, { body: 'Раз', internal: false }, 'c')
		);
		await times(5, () =>
			world.commands.createIncident(
				manager,
				{ title: 'Раз', severity: 'minor', services: [service], message: 'Раз' },
				'i'
			)
		);
		expect((await world.events(seq)).map(({ type }) => type)).toEqual([
			'ticket.commented',
			'incident.created'
		]);
	});

	it('is forgotten after two days', async () => {
		const first = await world.commands.createTicket(client, input(), 'forgotten');
		world.clock.advance(3 * DAY);
		await world.core.clockJob.prune();
		const second = await world.commands.createTicket(client, input(), 'forgotten');
		expect(second.ticket.number).not.toBe(first.ticket.number);
	});

	it('must be a key that can be kept', async () => {
		const filed = outcome(world.commands.createTicket(client, input(), 'k'.repeat(201)));
		expect(await filed).toBe('invalid_input');
	});
});

it('the same external id ten times at once is one ticket', async () => {
	const seq = await world.seq();
	const answers = await times(10, () =>
		world.commands.createTicket(manager, input({ externalId: 'INC0000045' }))
	);
	expect(new Set(answers.map(({ ticket }) => ticket.number)).size).toBe(1);
	expect(answers.filter((answer) => answer.created)).toHaveLength(1);
	expect(await created(seq)).toHaveLength(1);
});

it('the same e-mail ten times at once is one person', async () => {
	const people = await times(10, () => world.make.aClient({ email: 'same@bazis.example' }));
	expect(new Set(people.map(({ id }) => id)).size).toBe(1);
});

describe('of twenty who change the same version', () => {
	it('of a ticket exactly one wins, and the others learn what is there now', async () => {
		const { ticket } = await world.commands.createTicket(client, input());
		const api = await world.api(manager);
		const priorities = ['low', 'high', 'critical'] as const;
		const answers = await times(20, (at) =>
			api.patch(`/api/v1/tickets/${ticket.number}`, {
				priority: priorities[at % 3],
				version: ticket.version
			})
		);
		expect(tally(answers.map(({ status }) => String(status)))).toEqual({ 200: 1, 409: 19 });
		const winner = answers.find(({ status }) => status === 200);
		for (const loser of answers.filter(({ status }) => status === 409))
			expect(loser.body).toMatchObject({
				code: 'stale_version',
				stale: {
					currentVersion: 2,
					changedBy: manager.name,
					current: { priority: winner?.body['priority'], status: 'new' }
				}
			});
		expect((await world.queries.ticket(manager, ticket.number)).version).toBe(2);
	});

	it('of an incident exactly one wins', async () => {
		const { number, version } = await world.make.anIncident({ by: manager });
		const outcomes = await times(20, (at) =>
			outcome(world.commands.updateIncident(manager, number, { message: `Слово ${at}`, version }))
		);
		expect(tally(outcomes)).toEqual({ done: 1, stale_version: 19 });
		const incident = await world.queries.incident(manager, number);
		expect(incident.updates).toHaveLength(2);
	});
});

describe('two who change one ticket at once', () => {
	it('each see all of what the other did: its service and its assignee by name', async () => {
		const other = (await world.make.aService()).slug;
		for (let round = 0; round < 15; round++) {
			const { ticket } = await world.commands.createTicket(client, input());
			const seq = await world.seq();
			await Promise.all([
				world.commands.updateTicket(manager, ticket.number, { assignee: manager.email }),
				world.commands.updateTicket(manager, ticket.number, { service: other }),
				world.commands.updateTicket(manager, ticket.number, { priority: 'high' }),
				world.commands.commentTicket(client, ticket.number, { body: 'Ещё', internal: false })
			]);
			const last = (await world.events(seq)).findLast(
				({ payload }) => payload.ticket?.number === ticket.number
			);
			const now = await world.queries.ticket(manager, ticket.number);
			expect(now).toMatchObject({
				service: other,
				priority: 'high',
				assignee: { email: manager.email }
			});
			expect(last?.payload.ticket).toMatchObject(now);
		}
	});
});

describe('many writers at once', () => {
	it('sixty-four have no failure, and every write is there', async () => {
		const seq = await world.seq();
		await times(64, async (at) => {
			const { ticket } = await world.commands.createTicket(client, input({ subject: `№ ${at}` }));
			for (const status of ['in_progress', 'waiting', 'resolved', 'closed'] as const)
				await world.commands.updateTicket(manager, ticket.number, { status });
		});
		const events = (await world.events(seq)).filter(({ actorId }) => actorId !== null);
		expect(events).toHaveLength(64 * 5);
		expect(events.map((event) => event.seq)).toEqual(
			[...events.map((event) => event.seq)].sort((a, b) => a - b)
		);
	});

	it('one refusal undoes nothing of another command of its group', async () => {
		const { ticket } = await world.commands.createTicket(client, input());
		const seq = await world.seq();
		const outcomes = await times(30, (at) =>
			outcome(
				at % 3 === 0
					? world.commands.updateTicket(manager, ticket.number, { status: 'closed' })
					: at % 3 === 1
						? world.commands.createTicket(client, input({ service: 'missing' }))
						: world.commands.createTicket(client, input({ subject: `Из группы ${at}` }))
			)
		);
		expect(tally(outcomes)).toEqual({ done: 10, forbidden_transition: 10, invalid_input: 10 });
		expect(await created(seq)).toHaveLength(10);
		const page = await world.queries.tickets(manager, { q: 'Из группы', limit: 50 });
		expect(page.total).toBe(10);
	});

	it('a command that fails halfway leaves nothing behind', async () => {
		// What the clock has to say is said before.
		await world.tick();
		const seq = await world.seq();
		const before = await world.snapshot('staff');
		const failing = world.core.execute(async ({ tx, record }) => {
			await tx.run(`UPDATE figures SET "new" = "new" + 100`, []);
			record({ type: 'figures.turned', actor: manager, turnFigures: true });
			throw new Error('power failure');
		});
		await expect(failing).rejects.toThrow('power failure');
		expect(await world.seq()).toBe(seq);
		expect((await world.snapshot('staff')).state).toEqual(before.state);
	});

	it('two incidents of the same services at once do not stand in each other’s way', async () => {
		const services = [(await world.make.aService()).slug, (await world.make.aService()).slug];
		await times(16, async (at) => {
			const { number } = await world.make.anIncident({
				by: manager,
				services: at % 2 ? services : [...services].reverse()
			});
			await world.commands.updateIncident(manager, number, { status: 'resolved' });
		});
		const states = (await world.queries.services())
			.filter(({ slug }) => services.includes(slug))
			.map(({ state }) => state);
		expect(states).toEqual(['operational', 'operational']);
	});
});

describe('a threshold', () => {
	const crossings = async (number: string) =>
		(await world.events())
			.filter(
				({ type, payload }) => type === 'ticket.sla_crossed' && payload.ticket?.number === number
			)
			.map(({ payload }) => payload.ticket?.sla);

	it('becomes an event once, however often and from how many sides the clock is asked', async () => {
		const { ticket } = await world.commands.createTicket(client, input({ priority: 'critical' }));
		for (let minute = 0; minute < 300; minute += 2) {
			world.clock.advance(2 * MINUTE);
			await Promise.all([world.tick(), world.tick()]);
		}
		expect(await crossings(ticket.number)).toEqual([
			{ response: 'warning', resolution: 'running' },
			{ response: 'breached', resolution: 'running' },
			{ response: 'breached', resolution: 'warning' },
			{ response: 'breached', resolution: 'breached' }
		]);
	});

	it('fires no second time when the clock jumps back and passes it again', async () => {
		const { ticket } = await world.commands.createTicket(client, input({ priority: 'high' }));
		const start = world.clock.now();
		await world.pass(10 * HOUR);
		expect(await crossings(ticket.number)).toHaveLength(1);
		world.clock.set(start);
		await world.tick();
		await world.pass(10 * HOUR);
		expect(await crossings(ticket.number)).toEqual([
			{ response: 'breached', resolution: 'breached' }
		]);
	});

	it('is not reached while the ticket waits for its client', async () => {
		const { ticket } = await world.commands.createTicket(client, input({ priority: 'critical' }));
		await world.commands.updateTicket(manager, ticket.number, { status: 'waiting' });
		await world.pass(30 * DAY);
		expect(await crossings(ticket.number)).toEqual([]);
		const now = world.clock.now();
		await world.commands.commentTicket(client, ticket.number, { body: 'Готово', internal: false });
		const going = await world.queries.ticket(manager, ticket.number);
		expect(going).toMatchObject({
			status: 'in_progress',
			sla: { response: 'running', resolution: 'running' },
			pausedAt: null,
			resolutionDueAt: new Date(now + 4 * HOUR).toISOString()
		});
	});

	it('is crossed for hundreds of tickets in one go', async () => {
		const seq = await world.seq();
		for (let group = 0; group < 5; group++)
			await times(50, () => world.commands.createTicket(client, input({ priority: 'critical' })));
		await world.pass(10 * HOUR);
		const crossed = (await world.events(seq)).filter(({ type }) => type === 'ticket.sla_crossed');
		expect(crossed.length).toBeGreaterThanOrEqual(250);
		await world.tick();
		const after = await world.events(crossed.at(-1)?.seq ?? 0);
		expect(after.filter(({ type }) => type === 'ticket.sla_crossed')).toEqual([]);
	});
});

describe('at the same moment', () => {
	it('a ticket that is deleted is linked to no incident', async () => {
		const admin = await world.make.anAdmin();
		for (let round = 0; round < 10; round++) {
			const { number } = await world.make.aTicket({ by: client });
			const incident = await world.make.anIncident({ by: manager });
			await Promise.allSettled([
				world.commands.deleteTicket(admin, number, 'Ошибочная'),
				world.commands.linkTicket(manager, incident.number, number)
			]);
			expect(await world.queries.incident(manager, incident.number)).toMatchObject({ tickets: [] });
		}
	});

	it('services that are added take places of their own', async () => {
		const made = await times(6, (index) =>
			world.commands.createService(manager, {
				slug: `at-once-${index}`,
				name: `Услуга ${index}`,
				description: ''
			})
		);
		const places = made.map(({ service: { position } }) => position);
		expect(new Set(places).size).toBe(6);
	});

	it('an incident that is reopened as it leaves the screens stays on them', async () => {
		const { number } = await world.make.anIncident({ by: manager });
		await world.commands.updateIncident(manager, number, { status: 'resolved', message: 'Готово' });
		world.clock.advance(2 * DAY);
		const { database } = world;
		const read = database.read.bind(database);
		let reopened = false;
		Object.assign(database, {
			read: async <T>(work: (tx: ReadTransaction) => Promise<T>): Promise<T> => {
				let looked = false;
				const found = await read((tx) =>
					work({
						...tx,
						all: (sql, bind) => {
							looked ||= sql.includes('FROM incidents WHERE listed');
							return tx.all(sql, bind);
						}
					})
				);
				if (looked && !reopened) {
					reopened = true;
					const change = { status: 'investigating', message: 'Снова' } as const;
					await world.commands.updateIncident(manager, number, change);
				}
				return found;
			}
		});
		try {
			await world.tick();
		} finally {
			Object.assign(database, { read });
		}
		expect(reopened).toBe(true);
		const { incidents } = (await world.snapshot('public')).state;
		expect(incidents.map((incident) => incident.number)).toContain(number);
	});
});

describe('a profile', () => {
	it('keeps both of two changes that are made at once', async () => {
		for (let round = 0; round < 20; round++) {
			const person = await world.make.aClient({ password: undefined });
			await Promise.all([
				world.commands.updateProfile(person, { mail: false }),
				world.commands.updateProfile(person, { language: 'en' })
			]);
			expect(await world.queries.profile(person)).toMatchObject({ mail: false, language: 'en' });
		}
	});

	it('has its letters stopped once, however many open the link in one', async () => {
		const person = await world.make.aClient({ password: undefined });
		const key = createStopTokens(SECRET).sign(person.id);
		const seq = await world.seq();
		await times(5, () => world.commands.stopMail(key));
		expect(await world.events(seq)).toHaveLength(1);
	});
});
