import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { MINUTE } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let client: Person;
let manager: Person;
let own: string;
let foreign: string;
let incident: string;

beforeAll(async () => {
	world = await createWorld();
	await world.startHost();
	const { make } = world;
	client = await make.aClient();
	manager = await make.aManager();
	own = (await make.aTicket({ by: client })).number;
	foreign = (await make.aTicket()).number;
	incident = (await make.anIncident({ by: manager })).number;
	await world.tick();
});
afterAll(() => world.close());

type Json = Record<string, unknown>;
const keys = (value: unknown) => Object.keys(Object(value)).sort();
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value : []);
const live = async (person: Person | null) =>
	(await (await world.api(person)).get('/api/v1/live')).body;
const ticketsOf = (snapshot: Json) => listOf(Object(snapshot['state'])['tickets']);

const PUBLIC_TICKET = [
	'createdAt',
	'number',
	'priority',
	'resolvedAt',
	'service',
	'sla',
	'status',
	'updatedAt'
];
const FULL_TICKET = [
	...PUBLIC_TICKET,
	'assignee',
	'closedAt',
	'description',
	'externalId',
	'firstResponseAt',
	'pausedAt',
	'pauses',
	'promise',
	'rating',
	'requester',
	'resolutionDueAt',
	'responseDueAt',
	'subject',
	'version'
].sort();
/** Its own client is told as well what it has not looked at. */
const OWN_TICKET = [...FULL_TICKET, 'news', 'unread'].sort();

describe('GET /live', () => {
	it('has state, cursor and time', async () => {
		const body = await live(null);
		expect(keys(body)).toEqual(['audience', 'epoch', 'now', 'seq', 'state']);
		expect(keys(body['state'])).toEqual([
			'incidents',
			'kpis',
			'maintenances',
			'news',
			'services',
			'shifts',
			'tickets',
			'totals'
		]);
		expect(body['now']).toBe(new Date(world.clock.now()).toISOString());
	});

	it('shows anonymous people the public side of a ticket and not a field more', async () => {
		const tickets = ticketsOf(await live(null));
		expect(tickets).toHaveLength(2);
		for (const ticket of tickets) {
			expect(keys(ticket)).toEqual(PUBLIC_TICKET);
			expect(keys(ticket['sla'])).toEqual(['resolution', 'response']);
		}
	});

	it('shows staff the whole of each', async () => {
		for (const ticket of ticketsOf(await live(manager))) expect(keys(ticket)).toEqual(FULL_TICKET);
	});

	it('shows a client the whole of its own and the public side of others', async () => {
		const tickets = ticketsOf(await live(client));
		expect(keys(tickets.find(({ number }) => number === own))).toEqual(OWN_TICKET);
		expect(keys(tickets.find(({ number }) => number === foreign))).toEqual(PUBLIC_TICKET);
	});

	it('counts by status, priority and trouble', async () => {
		const { totals } = Object(await live(null)).state;
		expect(totals).toEqual({
			open: 2,
			new: 2,
			in_progress: 0,
			waiting: 0,
			resolved: 0,
			overdue: 0,
			unassigned: 2,
			byPriority: { low: 0, normal: 2, high: 0, critical: 0 }
		});
	});

	it('names nobody in an incident to those who are not staff', async () => {
		await world.commands.acknowledgeIncident(manager, incident);
		const incidentOf = (body: Json) => listOf(Object(body['state'])['incidents'])[0];
		for (const person of [null, client]) {
			const one = incidentOf(await live(person));
			expect(keys(one)).toEqual([
				'acknowledgedAt',
				'corrections',
				'number',
				'postmortemAt',
				'resolvedAt',
				'services',
				'severity',
				'startedAt',
				'status',
				'title',
				'updatedAt',
				'updates'
			]);
			for (const update of listOf(one?.['updates']))
				expect(keys(update)).toEqual(['at', 'id', 'message', 'severity', 'status']);
		}
		expect(incidentOf(await live(manager))).toMatchObject({
			acknowledgedBy: { name: manager.name, email: manager.email },
			version: 2
		});
	});
});

describe('a ticket', () => {
	it('is the same in every answer to the same person', async () => {
		const api = await world.api(client);
		const { body: one } = await api.get(`/api/v1/tickets/${own}`);
		expect(keys(one)).toEqual(OWN_TICKET);
		const { body: list } = await api.get('/api/v1/tickets');
		expect(list).toEqual({ items: [one], total: 1, nextCursor: null });
		expect(ticketsOf(await live(client))).toContainEqual(one);
	});

	it('filed by staff may be of an earlier day; one of the future is refused', async () => {
		const api = await world.api(manager);
		const filed = { subject: 'Было давно', service: (await world.make.aService()).slug };
		const createdAt = '2026-01-15T10:00:00.000Z';
		const { body } = await api.post('/api/v1/tickets', { ...filed, createdAt });
		expect(body).toMatchObject({ createdAt, sla: { resolution: 'breached' } });
		const future = new Date(world.clock.now() + 5 * MINUTE).toISOString();
		const refused = await api.post('/api/v1/tickets', { ...filed, createdAt: future });
		expect(refused.body['issues']).toEqual([{ field: 'createdAt', code: 'in_the_future' }]);
	});

	it('of an unknown requester makes its account when a name is given, once', async () => {
		const api = await world.api(manager);
		const { slug: service } = await world.make.aService();
		const requester = 'newcomer@bazis.example';
		const nameless = await api.post('/api/v1/tickets', { subject: 'Раз', service, requester });
		expect(nameless.body['issues']).toEqual([{ field: 'requester', code: 'unknown_person' }]);
		for (const subject of ['Раз', 'Два'])
			expect(
				(
					await api.post('/api/v1/tickets', {
						subject,
						service,
						requester,
						requesterName: 'Новый Человек'
					})
				).body['requester']
			).toEqual({ name: 'Новый Человек', email: requester });
	});
});

describe('the raw stream', () => {
	it('is read on from a number, for staff, and names no session', async () => {
		const api = await world.api(manager);
		const { body } = await api.get('/api/v1/events?limit=3');
		expect(listOf(body['items'])).toHaveLength(3);
		expect(keys(listOf(body['items'])[0])).toEqual(['actor', 'at', 'payload', 'seq', 'type']);
		const next = await api.get(`/api/v1/events?after=${String(body['nextAfter'])}&limit=500`);
		const seqs = listOf(next.body['items']).map(({ seq }) => Number(seq));
		expect(seqs[0]).toBeGreaterThan(Number(body['nextAfter']));
		expect(next.text).not.toContain('endedSessions');
		const { body: end } = await api.get(`/api/v1/events?after=${String(next.body['nextAfter'])}`);
		expect(end['nextAfter']).toBe(next.body['nextAfter']);
	});

	it('is the audit trail: who changed what from what to what', async () => {
		const seq = await world.seq();
		await world.commands.updateTicket(manager, own, { priority: 'high', status: 'in_progress' });
		expect(await world.events(seq)).toMatchObject([
			{
				type: 'ticket.updated',
				actorId: manager.id,
				payload: {
					actor: manager.name,
					changed: { priority: ['normal', 'high'], status: ['new', 'in_progress'] }
				}
			}
		]);
	});
});

describe('the process', () => {
	it('says that it is there and that it is ready', async () => {
		expect((await world.call('GET', '/healthz')).body).toEqual({ status: 'ok' });
		await world.host.sockets.settled();
		const ready = await world.call('GET', '/readyz');
		expect([ready.status, ready.body]).toEqual([200, { status: 'ok', database: true, lag: 0 }]);
	});

	it('shows its counters to the machine itself and to staff', async () => {
		await world.call('GET', '/api/v1/kpis');
		await world.make.aService();
		await world.host.sockets.settled();
		const { status, text } = await world.call('GET', '/metrics');
		expect(status).toBe(200);
		for (const line of [
			/^portal_sockets\{audience="public"\} \d+$/m,
			/^portal_sockets\{audience="screen"\} 0$/m,
			/^portal_tailer_lag_events 0$/m,
			/^portal_commit_to_emit_seconds_count [1-9]/m,
			/^portal_kpi_seconds_count\{query="kpis"\} [1-9]/m,
			/^nodejs_eventloop_lag_seconds /m
		])
			expect(text).toMatch(line);
		for (const header of ['X-Forwarded-For', 'Forwarded']) {
			const headers = { [header]: 'for=203.0.113.5' };
			expect((await world.call('GET', '/metrics', { headers })).status).toBe(401);
		}
		const behind = await createWorld({ settings: { TRUST_PROXY: '1' } });
		try {
			await behind.startHost();
			const asked = async (person: Person | null) =>
				behind.call('GET', '/metrics', {
					headers: {
						'X-Forwarded-For': '203.0.113.5',
						...(person === null ? {} : { Authorization: `Bearer ${await behind.tokenOf(person)}` })
					}
				});
			expect((await asked(null)).status).toBe(401);
			expect((await asked(await behind.make.aClient())).status).toBe(403);
			expect((await asked(await behind.make.aManager())).status).toBe(200);
		} finally {
			await behind.close();
		}
	});
});
