import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { audienceOf, type Audience } from '#lib/domain/audience.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import { applyChanges } from '#lib/domain/window.ts';
import type { Person } from '#server/portal.ts';
import { presentAll } from '#server/presenters/present.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let slug: string;
/** Midnight of the day everything happens on, in the zone of the installation. */
let midnight: number;

beforeEach(async () => {
	world = await createWorld({ now: '2026-03-02T21:00:00Z' });
	manager = await world.make.aManager();
	slug = (await world.make.aService()).slug;
	midnight = world.clock.now();
});
afterEach(() => world.close());

const at = (hours: number) => new Date(midnight + hours * HOUR).toISOString();
const until = (hours: number) => world.pass(midnight + hours * HOUR - world.clock.now());

/** Minutes down, planned and counted of the first day, as the query says. */
async function day(): Promise<[down: number, planned: number, base: number]> {
	const period = { from: midnight, to: midnight + DAY };
	const found = await world.queries.availability(null, period);
	const one = found.find((service) => service.slug === slug);
	if (!one) throw new Error('the service is not there');
	return [one.downMs / MINUTE, one.maintenanceMs / MINUTE, one.baseMs / MINUTE];
}

const open = (impact: ServiceState, title = 'Сбой') =>
	world.make.anIncident({ by: manager, services: [slug], impact: { [slug]: impact }, title });
const resolve = (number: string) =>
	world.commands.updateIncident(manager, number, { status: 'resolved' });
const plan = (from: number, to: number) =>
	world.make.aMaintenance({ by: manager, services: [slug], startsAt: at(from), endsAt: at(to) });
const stateOf = async () =>
	(await world.queries.services()).find((service) => service.slug === slug)?.state;

describe('downtime', () => {
	it('is counted once where incidents overlap', async () => {
		await until(2);
		const first = await open('major_outage');
		await until(3);
		const second = await open('partial_outage');
		await until(4);
		await resolve(first.number);
		expect(await stateOf()).toBe('partial_outage');
		await until(5);
		await resolve(second.number);
		expect(await stateOf()).toBe('operational');
		await until(24);
		expect(await day()).toEqual([180, 0, 1440]);
	});

	it('follows the impact as it changes while the incident lasts', async () => {
		await until(1);
		const { number } = await open('major_outage');
		await until(2);
		await world.commands.updateIncident(manager, number, { impact: { [slug]: 'degraded' } });
		await until(4);
		await world.commands.updateIncident(manager, number, { impact: { [slug]: 'partial_outage' } });
		await until(4.5);
		await world.commands.updateIncident(manager, number, { impact: { [slug]: 'operational' } });
		await until(6);
		await resolve(number);
		await until(24);
		expect(await day()).toEqual([90, 0, 1440]);
		const incident = await world.queries.incident(null, number);
		expect(incident.updates.flatMap(({ impacts }) => impacts ?? [])).toEqual([
			{ slug, name: expect.any(String), before: 'partial_outage', after: 'operational' },
			{ slug, name: expect.any(String), before: 'degraded', after: 'partial_outage' },
			{ slug, name: expect.any(String), before: 'major_outage', after: 'degraded' }
		]);
	});

	it('goes on when an incident is opened again', async () => {
		await until(1);
		const { number } = await open('major_outage');
		await until(2);
		await resolve(number);
		await until(5);
		await world.commands.updateIncident(manager, number, { status: 'investigating' });
		await until(6);
		await resolve(number);
		await until(24);
		expect(await day()).toEqual([120, 0, 1440]);
	});

	it('is set by hand, and taken back', async () => {
		await until(1);
		await world.commands.setServiceState(manager, slug, 'major_outage', 'Обрыв кабеля');
		const [before] = await world.queries.staffServices(manager);
		expect(before?.manual).toMatchObject({ state: 'major_outage', reason: 'Обрыв кабеля' });
		await until(3);
		const after = await world.commands.setServiceState(manager, slug, null);
		expect(after).toMatchObject({ state: 'operational', manual: null });
		await until(24);
		expect(await day()).toEqual([120, 0, 1440]);
	});

	it('is never rounded up to 100 %', async () => {
		await until(1);
		const { number } = await open('major_outage');
		world.clock.advance(1);
		await resolve(number);
		await until(24);
		const period = { from: midnight, to: midnight + DAY };
		const [service] = await world.queries.availability(null, period);
		expect([service?.downMs, service?.availability]).toEqual([1, 99.99]);
		const [bars] = await world.queries.uptime();
		expect(bars?.availability).toBe(99.99);
		expect(bars?.days).toHaveLength(90);
		expect(bars?.days.at(-2)).toMatchObject({ date: '2026-03-03', worst: 'major_outage' });
	});
});

describe('planned works', () => {
	it('are begun and ended by the clock and are no downtime', async () => {
		await plan(2, 4);
		await until(3);
		expect(await stateOf()).toBe('maintenance');
		const { number } = await open('major_outage');
		expect(await stateOf()).toBe('major_outage');
		await until(5);
		await resolve(number);
		await until(24);
		expect(await day()).toEqual([60, 120, 1320]);
	});

	it('that were slept through began and ended when they were to', async () => {
		const { number } = await plan(2, 4);
		await until(24);
		expect(await day()).toEqual([0, 120, 1320]);
		expect(await world.queries.maintenance(null, number)).toMatchObject({
			status: 'done',
			startedAt: at(2),
			endedAt: at(4)
		});
		const types = (await world.events()).map(({ type }) => type);
		expect(types.filter((type) => type.startsWith('maintenance.'))).toEqual([
			'maintenance.planned',
			'maintenance.started',
			'maintenance.ended'
		]);
	});

	it('begin early, last longer and end early by hand', async () => {
		const { number } = await plan(2, 4);
		await until(1);
		await world.commands.updateMaintenance(manager, number, { status: 'in_progress' });
		await until(1.5);
		await world.commands.updateMaintenance(manager, number, { endsAt: at(8) });
		await until(6);
		expect(await stateOf()).toBe('maintenance');
		await world.commands.updateMaintenance(manager, number, { status: 'done' });
		await until(24);
		expect(await day()).toEqual([0, 300, 1140]);
	});

	it('that were cancelled change nothing', async () => {
		const { number } = await plan(2, 4);
		await world.commands.updateMaintenance(manager, number, { status: 'cancelled' });
		await until(24);
		expect(await day()).toEqual([0, 0, 1440]);
	});

	it('planned after the fact excuse nothing that was before', async () => {
		await until(3);
		await plan(1, 5);
		await until(24);
		expect(await day()).toEqual([0, 120, 1320]);
	});

	it('by hand are neither downtime nor out of the base', async () => {
		await until(1);
		await world.commands.setServiceState(manager, slug, 'maintenance');
		await until(24);
		expect(await day()).toEqual([0, 0, 1440]);
	});

	it('are refused where they make no sense', async () => {
		const refused = async (doing: Promise<unknown>, expected: object) =>
			expect(await doing.catch((error: unknown) => error)).toMatchObject(expected);
		const issue = (field: string, code: string) => ({ issues: [{ field, code }] });
		await refused(plan(4, 4), issue('endsAt', 'before_start'));
		await refused(plan(-4, -2), issue('endsAt', 'in_past'));
		const { number, version } = await plan(2, 4);
		const change = (patch: Parameters<typeof world.commands.updateMaintenance>[2]) =>
			world.commands.updateMaintenance(manager, number, patch);
		await refused(change({ services: ['missing'] }), issue('services', 'unknown_service'));
		await refused(change({ status: 'done' }), { code: 'forbidden_transition' });
		await change({ title: 'Иначе' });
		await refused(change({ title: 'Ещё иначе', version }), { code: 'stale_version' });
		await change({ status: 'in_progress' });
		await refused(change({ startsAt: at(1) }), issue('startsAt', 'under_way'));
		await change({ status: 'done' });
		await refused(change({ title: 'Поздно' }), { code: 'too_late' });
	});
});

describe('corrected times', () => {
	const correct = (number: string, patch: object) =>
		world.commands.updateIncident(manager, number, { reason: 'По журналу', ...patch });

	it('move the downtime, and moving them back brings it back', async () => {
		await until(3);
		const { number } = await open('major_outage');
		await until(4);
		await resolve(number);
		await until(24);
		expect(await day()).toEqual([60, 0, 1440]);
		await correct(number, { startedAt: at(2), resolvedAt: at(3.5) });
		expect(await day()).toEqual([90, 0, 1440]);
		await correct(number, { startedAt: at(3.4) });
		expect(await day()).toEqual([6, 0, 1440]);
		await correct(number, { startedAt: at(1), resolvedAt: at(2) });
		expect(await day()).toEqual([60, 0, 1440]);
		await correct(number, { startedAt: at(3), resolvedAt: at(4) });
		expect(await day()).toEqual([60, 0, 1440]);
	});

	it('keep their reason for staff and show everybody what was corrected', async () => {
		await until(3);
		const { number } = await open('major_outage');
		await until(4);
		await correct(number, { startedAt: at(2) });
		const [forStaff, forAll] = [
			await world.queries.incident(manager, number),
			await world.queries.incident(null, number)
		];
		expect(forStaff.corrections).toEqual([
			{
				id: expect.any(Number),
				at: at(4),
				field: 'startedAt',
				before: at(3),
				after: at(2),
				reason: 'По журналу',
				author: manager.name
			}
		]);
		expect(forAll.startedAt).toBe(at(2));
		expect(Object.keys(forAll.corrections[0] ?? {}).sort()).toEqual(
			['after', 'at', 'before', 'field', 'id'].sort()
		);
	});

	it('stand when the incident is opened again', async () => {
		await until(3);
		const { number } = await open('major_outage');
		await until(5);
		await resolve(number);
		await correct(number, { resolvedAt: at(4) });
		await until(6);
		await world.commands.updateIncident(manager, number, { status: 'investigating' });
		await until(7);
		await resolve(number);
		await until(24);
		expect(await day()).toEqual([120, 0, 1440]);
	});

	it('are refused where they make no sense', async () => {
		await until(3);
		const { number } = await open('major_outage');
		await until(4);
		const refused = async (patch: object, field: string, code: string) =>
			expect(await correct(number, patch).catch((error: unknown) => error)).toMatchObject({
				issues: [{ field, code }]
			});
		await refused({ startedAt: at(5) }, 'startedAt', 'in_future');
		await refused({ resolvedAt: at(3.5) }, 'resolvedAt', 'not_resolved');
		await refused({ startedAt: at(2), reason: undefined }, 'reason', 'required');
		await refused({ acknowledgedAt: at(2) }, 'acknowledgedAt', 'before_start');
		await resolve(number);
		await refused({ resolvedAt: at(3) }, 'resolvedAt', 'before_start');
		await refused({ startedAt: at(4) }, 'startedAt', 'before_start');
	});

	it('of a service that was forgotten count for the whole incident', async () => {
		const other = (await world.make.aService()).slug;
		await until(3);
		const { number } = await world.make.anIncident({ by: manager, services: [other] });
		await until(4);
		await resolve(number);
		await world.commands.updateIncident(manager, number, { impact: { [slug]: 'partial_outage' } });
		await until(24);
		expect(await day()).toEqual([60, 0, 1440]);
	});
});

describe('a service', () => {
	it('that is hidden is gone for everybody but staff', async () => {
		await world.commands.updateService(manager, slug, { hidden: true });
		expect(await world.queries.services()).toEqual([]);
		expect(await world.queries.uptime()).toEqual([]);
		expect(await world.queries.staffServices(manager)).toMatchObject([{ slug, hidden: true }]);
		const refused = await world.make.aTicket({ service: slug }).catch((error: unknown) => error);
		expect(refused).toMatchObject({ issues: [{ field: 'service', code: 'unknown_service' }] });
	});

	it('that is hidden is named to staff alone, wherever it is named', async () => {
		const name = 'Проект «Ромашка»';
		await world.commands.updateService(manager, slug, { name });
		await world.make.aTicket({ service: slug });
		const { number } = await open('major_outage');
		await world.commands.updateIncident(manager, number, { impact: { [slug]: 'degraded' } });
		const works = await plan(1, 2);
		const before = await world.snapshot('public');
		expect(JSON.stringify(before)).toContain(name);
		const seq = await world.seq();
		await world.commands.updateService(manager, slug, { hidden: true });
		const period = { from: world.clock.now() - DAY, to: world.clock.now() + DAY };
		const told = {
			snapshot: await world.snapshot('public'),
			changes: presentAll(await world.events(seq), 'public'),
			incident: await world.queries.incident(null, number),
			incidents: await world.queries.incidents(null, {}),
			maintenance: await world.queries.maintenance(null, works.number),
			maintenances: await world.queries.maintenances(null, {}),
			series: await world.queries.kpiSeries(null, 'created', {
				...period,
				step: 'day',
				by: 'service'
			}),
			parts: await world.queries.kpiParts(null, 'created', { ...period, by: 'service' })
		};
		for (const [where, answer] of Object.entries(told))
			expect(JSON.stringify(answer), where).not.toContain(name);
		expect((await world.queries.incidents(null, { service: slug })).items).toEqual([]);
		expect((await world.queries.maintenances(null, { service: slug })).items).toEqual([]);
		expect(applyChanges(before.state, told.changes).state).toEqual(told.snapshot.state);
		expect(await world.queries.incident(manager, number)).toMatchObject({
			services: [{ slug, name }]
		});
	});

	it('has no data for the days before it was there', async () => {
		await until(24);
		const [bars] = await world.queries.uptime();
		expect(bars?.days.at(-2)).toMatchObject({ date: '2026-03-03', worst: 'operational' });
		expect(bars?.days.at(-3)).toMatchObject({ date: '2026-03-02', worst: null });
	});
});

describe('a post-mortem', () => {
	const write = (number: string, body: string, published: boolean, seen?: string) =>
		world.commands.writePostmortem(manager, number, { body, published, seen });

	it('is public only while it is published', async () => {
		const { number } = await open('major_outage');
		const read = async (who: Person | null) =>
			world.queries.postmortem(who, number).catch((error: { code: string }) => error.code);
		expect(await read(manager)).toBe('not_found');
		await write(number, 'Черновик', false);
		expect(await read(manager)).toMatchObject({ body: 'Черновик', publishedAt: null });
		expect(await read(null)).toBe('not_found');
		expect(await world.queries.incident(null, number)).toMatchObject({ postmortemAt: null });
		await write(number, 'Разбор', true);
		expect(await read(null)).toEqual({
			number,
			body: 'Разбор',
			updatedAt: at(0),
			publishedAt: at(0)
		});
		await write(number, 'Разбор', false);
		expect(await read(null)).toBe('not_found');
	});

	it('of two authors the later one is told what the other wrote', async () => {
		const { number } = await open('major_outage');
		await write(number, 'Первый', false, '');
		const late = await write(number, 'Второй', false, '').catch((error: unknown) => error);
		expect(late).toMatchObject({
			code: 'stale_version',
			stale: { changedBy: manager.name, current: { body: 'Первый' } }
		});
		await write(number, 'Второй', false, at(0));
		expect(await world.queries.postmortem(manager, number)).toMatchObject({ body: 'Второй' });
	});
});

describe('linked tickets', () => {
	it('are found from both sides by staff, and by nobody else', async () => {
		const { number } = await open('major_outage');
		const client = await world.make.aClient();
		const ticket = await world.make.aTicket({ by: client });
		await world.commands.linkTicket(manager, number, ticket.number);
		await world.commands.linkTicket(manager, number, ticket.number);
		expect(await world.queries.incident(manager, number)).toMatchObject({
			tickets: [ticket.number]
		});
		const [linked] = await world.queries.incidentTickets(manager, number);
		expect(linked?.number).toBe(ticket.number);
		const [incident] = await world.queries.ticketIncidents(manager, ticket.number);
		expect(incident?.number).toBe(number);
		for (const viewer of [client, null]) {
			const code = (error: { code: string }) => error.code;
			expect(await world.queries.incidentTickets(viewer, number).catch(code)).toBe('forbidden');
			expect(await world.queries.ticketIncidents(viewer, ticket.number).catch(code)).toBe(
				'not_found'
			);
			expect(JSON.stringify(await world.queries.incident(viewer, number))).not.toContain(
				ticket.number
			);
		}
		await world.commands.unlinkTicket(manager, number, ticket.number);
		expect(await world.queries.incident(manager, number)).toMatchObject({ tickets: [] });
	});

	it('must exist', async () => {
		const { number } = await open('major_outage');
		for (const ticket of ['BC-99999', 'nonsense'])
			expect(
				await world.commands.linkTicket(manager, number, ticket).catch((error: unknown) => error)
			).toMatchObject({ issues: [{ field: 'ticket', code: 'unknown_ticket' }] });
	});

	it('that is hidden is told of by no ticket but to its own client and to staff', async () => {
		const client = await world.make.aClient();
		const other = await world.make.aClient();
		const { number } = await world.make.aTicket({ service: slug, by: client });
		const audiences: [Audience, string | null][] = [
			['staff', slug],
			[audienceOf(client), slug],
			[audienceOf(other), null],
			['public', null]
		];
		const states = async () => {
			const read = [];
			for (const [audience] of audiences) read.push((await world.snapshot(audience)).state);
			return read;
		};
		for (const hidden of [true, false]) {
			const before = await states();
			const seq = await world.seq();
			await world.commands.updateService(manager, slug, { hidden });
			const events = await world.events(seq);
			for (const [place, state] of (await states()).entries()) {
				const [audience, told] = audiences[place] ?? ['public', null];
				const seen = state.tickets.find((ticket) => ticket.number === number)?.service;
				expect([hidden, audience, seen]).toEqual([hidden, audience, hidden ? told : slug]);
				expect(applyChanges(before[place] ?? state, presentAll(events, audience)).state).toEqual(
					state
				);
			}
		}
	});
});
