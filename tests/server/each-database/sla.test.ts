import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import type { CalendarInput, Person } from '#server/portal.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { OFFICE } from '../../support/factories.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;
let manager: Person;
let client: Person;
let everyone: Audience[];

beforeAll(async () => {
	world = await createWorld();
	admin = await world.make.anAdmin();
	manager = await world.make.aManager();
	client = await world.make.aClient();
	everyone = ['public', 'staff', `client:${client.id}`];
	await world.tick();
});
afterAll(() => world.close());

/** A service whose tickets of one priority are promised something of their own. */
async function aPromise(
	given: Partial<Omit<SlaPolicyView, 'service'>> & { hours?: Partial<CalendarInput> } = {}
) {
	const { slug } = await world.make.aService();
	const calendar = given.calendar ?? (await world.make.aCalendar({ by: admin, ...given.hours })).id;
	const policy = await world.commands.createSlaPolicy(admin, {
		priority: given.priority ?? 'normal',
		service: slug,
		responseMinutes: given.responseMinutes ?? 60,
		resolutionMinutes: given.resolutionMinutes ?? 240,
		warningPercent: given.warningPercent ?? 25,
		calendar
	});
	return { service: slug, policy };
}

const file = (service: string, priority: Priority = 'normal') =>
	world.make.aTicket({ by: client, service, priority });
const read = (number: string) => world.queries.ticket(manager, number);
const move = (number: string, status: TicketStatus) =>
	world.commands.updateTicket(manager, number, { status });
/** Winds the clock to a moment in Moscow and lets the clock job look. */
async function at(moscow: string): Promise<void> {
	await world.pass(Date.parse(`${moscow}+03:00`) - world.clock.now());
}
const moscow = (text: string) => new Date(`${text}+03:00`).toISOString();

async function crossings(number: string): Promise<string[]> {
	return (await world.events())
		.filter(
			({ type, payload }) => type === 'ticket.sla_crossed' && payload.ticket?.number === number
		)
		.map(({ payload }) => `${payload.ticket?.sla.response} ${payload.ticket?.sla.resolution}`);
}

describe('a promise', () => {
	it('without one of the service’s own is the one of the priority, around the clock', async () => {
		await at('2026-03-03T12:00:00');
		const { slug } = await world.make.aService();
		expect(await file(slug)).toMatchObject({
			responseDueAt: moscow('2026-03-03T14:00:00'),
			resolutionDueAt: moscow('2026-03-04T12:00:00'),
			promise: { responseMinutes: 120, resolutionMinutes: 1440, calendar: 1 }
		});
	});

	it('of the service stands before that of the priority, and only for its own priority', async () => {
		const { service, policy } = await aPromise();
		const ticket = await file(service);
		expect(ticket).toMatchObject({
			responseDueAt: moscow('2026-03-03T13:00:00'),
			resolutionDueAt: moscow('2026-03-03T16:00:00'),
			promise: { responseMinutes: 60, resolutionMinutes: 240, calendar: policy.calendar }
		});
		expect((await file(service, 'high')).resolutionDueAt).toBe(moscow('2026-03-03T20:00:00'));
	});

	it('that is taken away is followed by the general one', async () => {
		const { service, policy } = await aPromise();
		await world.commands.deleteSlaPolicy(admin, policy.id);
		expect((await file(service)).promise).toMatchObject({ calendar: 1 });
	});

	it('of all services cannot be taken away', async () => {
		const { policies } = await world.queries.slaBook();
		const general = policies.find(({ service }) => service === null);
		await expect(world.commands.deleteSlaPolicy(admin, general?.id ?? 0)).rejects.toMatchObject({
			code: 'invalid_input'
		});
	});

	it('is kept to a ticket when the policy changes, until its priority or service does', async () => {
		const { service, policy } = await aPromise();
		const ticket = await file(service);
		await world.commands.updateSlaPolicy(admin, policy.id, { resolutionMinutes: 120 });
		await move(ticket.number, 'in_progress');
		expect((await read(ticket.number)).resolutionDueAt).toBe(ticket.resolutionDueAt);
		expect((await file(service)).resolutionDueAt).toBe(moscow('2026-03-03T14:00:00'));
		await world.commands.updateTicket(manager, ticket.number, { priority: 'high' });
		await world.commands.updateTicket(manager, ticket.number, { priority: 'normal' });
		expect((await read(ticket.number)).resolutionDueAt).toBe(moscow('2026-03-03T14:00:00'));
	});

	it('is refused when it is changed from a version that is no more', async () => {
		const { policy } = await aPromise();
		await world.commands.updateSlaPolicy(admin, policy.id, { warningPercent: 40, version: 1 });
		await expect(
			world.commands.updateSlaPolicy(admin, policy.id, { warningPercent: 50, version: 1 })
		).rejects.toMatchObject({ code: 'stale_version', stale: { currentVersion: 2 } });
	});

	it('is refused by a calendar that is not there, and with an answer after the solution', async () => {
		const { policy } = await aPromise();
		const change = (patch: object) => world.commands.updateSlaPolicy(admin, policy.id, patch);
		await expect(change({ calendar: 4711 })).rejects.toMatchObject({
			issues: [{ field: 'calendar', code: 'unknown_calendar' }]
		});
		await expect(change({ responseMinutes: 241 })).rejects.toMatchObject({
			issues: [{ field: 'responseMinutes', code: 'longer_than_resolution' }]
		});
	});

	it('leaves a trace of who changed what', async () => {
		const { policy } = await aPromise();
		await world.commands.updateSlaPolicy(admin, policy.id, { resolutionMinutes: 300 });
		expect((await world.events()).at(-1)).toMatchObject({
			type: 'sla.policy_changed',
			actorId: admin.id,
			payload: { changed: { resolutionMinutes: [240, 300] }, slaPolicy: { id: policy.id } }
		});
	});

	it('made on one node is kept by another', async () => {
		const { service, policy } = await aPromise();
		const remove = async () => undefined;
		const other = await createWorld({
			at: { url: world.databaseUrl, remove },
			now: world.clock.now()
		});
		try {
			await other.make.aTicket({ by: client, service });
			await world.commands.updateSlaPolicy(admin, policy.id, { resolutionMinutes: 60 });
			const ticket = await other.make.aTicket({ by: client, service });
			expect(ticket.resolutionDueAt).toBe(moscow('2026-03-03T13:00:00'));
		} finally {
			await other.close();
		}
	});
});

describe('working hours', () => {
	it('stand still at night, at the weekend and on a holiday that was moved', async () => {
		const { service } = await aPromise();
		// The 8th of March is a Sunday, so that Monday is off; Friday is of full length.
		await at('2026-03-06T16:00:00');
		const ticket = await file(service);
		expect(ticket).toMatchObject({
			responseDueAt: moscow('2026-03-06T17:00:00'),
			resolutionDueAt: moscow('2026-03-10T11:00:00')
		});
		await at('2026-03-09T23:59:00');
		expect((await read(ticket.number)).sla).toEqual({
			response: 'breached',
			resolution: 'running'
		});
		await at('2026-03-10T10:00:00');
		expect((await read(ticket.number)).sla.resolution).toBe('warning');
		await at('2026-03-10T11:00:00');
		expect((await read(ticket.number)).sla.resolution).toBe('breached');
	});

	it('are those of the calendar’s zone, also in the night in which clocks are put forward', async () => {
		const night = '22:00–06:00';
		const { service } = await aPromise({
			resolutionMinutes: 480,
			hours: {
				zone: 'Europe/Berlin',
				week: [night, night, night, night, night, night, night],
				productionCalendar: null
			}
		});
		world.clock.advance(Date.parse('2026-03-28T20:00:00Z') - world.clock.now());
		// From 22:00 to 06:00 are seven hours that night; the eighth is the first of the next.
		expect((await file(service)).resolutionDueAt).toBe('2026-03-29T21:00:00.000Z');
	});

	it('know the company’s own days', async () => {
		const { service } = await aPromise({
			hours: {
				exceptions: [
					{ date: '2026-03-31', hours: '', name: 'Переезд' },
					{ date: '2026-04-04', hours: '10:00–12:00', name: 'Рабочая суббота' }
				]
			}
		});
		await at('2026-03-30T17:00:00');
		expect((await file(service)).resolutionDueAt).toBe(moscow('2026-04-01T12:00:00'));
		await at('2026-04-03T17:00:00');
		expect((await file(service)).resolutionDueAt).toBe(moscow('2026-04-06T10:00:00'));
	});
});

describe('a pause', () => {
	it('moves the deadline by its working time, and answer and warning with it', async () => {
		const { service } = await aPromise();
		await at('2026-04-07T12:00:00');
		const { number } = await file(service);
		await at('2026-04-07T12:30:00');
		await move(number, 'waiting');
		await at('2026-04-08T08:00:00');
		expect(await read(number)).toMatchObject({
			sla: { response: 'paused', resolution: 'paused' },
			resolutionDueAt: moscow('2026-04-07T16:00:00')
		});
		await at('2026-04-08T10:00:00');
		await move(number, 'in_progress');
		expect(await read(number)).toMatchObject({
			sla: { response: 'running', resolution: 'running' },
			responseDueAt: moscow('2026-04-08T10:30:00'),
			resolutionDueAt: moscow('2026-04-08T13:30:00'),
			pauses: [{ from: moscow('2026-04-07T12:30:00'), to: moscow('2026-04-08T10:00:00') }]
		});
		await at('2026-04-08T12:29:59');
		expect((await read(number)).sla.resolution).toBe('running');
		await at('2026-04-08T12:30:00');
		expect((await read(number)).sla.resolution).toBe('warning');
	});

	it('is ended by the client’s own reply', async () => {
		const { service } = await aPromise();
		await at('2026-04-09T12:00:00');
		const ticket = await file(service);
		await move(ticket.number, 'waiting');
		await at('2026-04-09T15:00:00');
		await world.make.aReply(ticket, client);
		expect((await read(ticket.number)).resolutionDueAt).toBe(moscow('2026-04-10T10:00:00'));
	});

	it('is counted by the calendar of the promise that is in force', async () => {
		const { service } = await aPromise();
		await at('2026-04-13T17:00:00');
		const { number } = await file(service);
		await move(number, 'waiting');
		await at('2026-04-14T10:00:00');
		await move(number, 'in_progress');
		// Two working hours of a pause, but seventeen hours around the clock.
		expect((await read(number)).resolutionDueAt).toBe(moscow('2026-04-14T14:00:00'));
		await world.commands.updateTicket(manager, number, { priority: 'high' });
		expect((await read(number)).resolutionDueAt).toBe(moscow('2026-04-14T18:00:00'));
	});
});

describe('another', () => {
	it('priority or service is another promise, from the creation on', async () => {
		const { service } = await aPromise();
		const { service: slow } = await aPromise({ resolutionMinutes: 540 });
		await at('2026-04-15T12:00:00');
		const { number } = await file(service);
		await at('2026-04-15T13:00:00');
		const change = (patch: object) =>
			lawHolds(world, everyone, () => world.commands.updateTicket(manager, number, patch));
		await change({ service: slow });
		expect((await read(number)).resolutionDueAt).toBe(moscow('2026-04-16T12:00:00'));
		await change({ priority: 'critical' });
		expect((await read(number)).resolutionDueAt).toBe(moscow('2026-04-15T16:00:00'));
		await change({ priority: 'normal', service });
		expect((await read(number)).resolutionDueAt).toBe(moscow('2026-04-15T16:00:00'));
	});
});

describe('a threshold', () => {
	it('fires once, in working time, however often the clock looks', async () => {
		const { service } = await aPromise();
		await at('2026-04-16T17:00:00');
		const { number } = await file(service);
		await world.commands.commentTicket(manager, number, { body: 'Смотрим', internal: false });
		for (let minute = 0; minute < 24 * 60; minute += 15) await world.pass(15 * MINUTE);
		expect(await crossings(number)).toEqual(['met warning', 'met breached']);
	});

	it('fires once when the clock leaps over it, back and forth', async () => {
		const { service } = await aPromise();
		await at('2026-04-20T12:00:00');
		const { number } = await file(service);
		for (const leap of [30 * DAY, -20 * DAY, 10 * DAY, -20 * DAY]) await world.pass(leap);
		expect(await crossings(number)).toEqual(['breached breached']);
		await at('2026-04-21T12:00:00');
	});
});

describe('counting anew', () => {
	it('holds open tickets to the policies and calendars of today, and leaves others alone', async () => {
		const { service, policy } = await aPromise();
		await at('2026-04-22T12:00:00');
		const open = await file(service);
		const solved = await file(service);
		await move(solved.number, 'resolved');
		await world.commands.updateSlaPolicy(admin, policy.id, { resolutionMinutes: 480 });
		await world.commands.updateCalendar(admin, policy.calendar, {
			...OFFICE,
			name: 'До пяти',
			week: ['09:00–17:00', '09:00–17:00', '09:00–17:00', '09:00–17:00', '09:00–17:00', '', '']
		});
		expect((await read(open.number)).resolutionDueAt).toBe(open.resolutionDueAt);
		const { result } = await lawHolds(world, everyone, () => world.commands.recalculateSla(admin));
		expect(result.moved).toBeGreaterThan(0);
		expect((await read(open.number)).resolutionDueAt).toBe(moscow('2026-04-23T12:00:00'));
		expect((await read(solved.number)).resolutionDueAt).toBe(solved.resolutionDueAt);
		expect(await world.commands.recalculateSla(admin)).toEqual({ moved: 0 });
	});
});

it('working time that was measured is that of the calendar', async () => {
	const { service } = await aPromise();
	await at('2026-04-24T17:00:00');
	const { number } = await file(service);
	await at('2026-04-27T09:30:00');
	await world.commands.commentTicket(manager, number, { body: 'Смотрим', internal: false });
	await at('2026-04-27T10:00:00');
	await move(number, 'resolved');
	expect(
		(await world.events()).findLast(({ payload }) => payload.ticket)?.payload.ticket
	).toMatchObject({ responseWorkedMs: 1.5 * HOUR, resolutionWorkedMs: 2 * HOUR });
});

it('around the clock cannot be given hours', async () => {
	await expect(world.commands.updateCalendar(admin, 1, OFFICE)).rejects.toMatchObject({
		code: 'invalid_input'
	});
});
