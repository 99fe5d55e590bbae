import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { alertmanagerSends, grafanaSends, kumaSends } from '../support/alerts.ts';
import type { Answer, Api } from '../support/api.ts';
import { DAY, HOUR } from '../support/clock.ts';
import { expectAsDescribed } from '../support/described.ts';
import { aFile } from '../support/files.ts';
import { OFFICE, PASSWORD } from '../support/factories.ts';
import { CALLS } from '../support/matrix/api.ts';
import { ROLES, type Role } from '../support/matrix/table.ts';
import { apiRoutes, nameOf } from '../support/routes.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

type Target =
	'' | 'own' | "other's" | 'missing' | 'note' | 'draft' | 'for another' | 'of another' | 'deleted';

let world: World;
let people: Record<Exclude<Role, 'anonymous'>, Person>;
let stranger: Person;
let apis: Record<Role, Api>;
let services: string[];

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	const { make } = world;
	people = {
		client: await make.aClient(),
		manager: await make.aManager(),
		admin: await make.anAdmin()
	};
	stranger = await make.aClient();
	services = [(await make.aService({ slug: 'mail' })).slug];
	await make.aNews({ slug: 'mail' });
	apis = {
		anonymous: await world.api(),
		client: await world.api(people.client),
		manager: await world.api(people.manager),
		admin: await world.api(people.admin)
	};
});
afterAll(() => world.close());

interface Row {
	readonly route: string;
	readonly whose: Target;
	readonly statuses: readonly string[];
}

const WHOSE: readonly Target[] = [
	'for another',
	"other's",
	'missing',
	'own',
	'note',
	'draft',
	'deleted'
];
const ROWS: Row[] = CALLS.map(({ address, whose, outcomes }) => ({
	route: address,
	whose: WHOSE.find((target) => target === whose) ?? '',
	statuses: outcomes
}));

let made = 0;

/** Asks for the thing of a row as a role; everything asked for is made anew. */
async function ask(role: Role, { route, whose }: Row): Promise<Answer> {
	const { make } = world;
	const [method = '', path = ''] = route.split(' ');
	const service = services[0] ?? '';
	const self = role === 'anonymous' ? people.client : people[role];
	const by = whose === "other's" ? stranger : self;
	const ticket = path.startsWith('/tickets/')
		? (await make.aTicket({ by: whose === 'note' && role !== 'client' ? stranger : by, service }))
				.number
		: '';
	if (path.endsWith('/reopen') || path.endsWith('/rating'))
		if (ticket) await world.commands.updateTicket(people.admin, ticket, { status: 'resolved' });
	if (whose === 'deleted' && ticket)
		await world.commands.deleteTicket(people.admin, ticket, 'Лишняя');
	const attachment = path.startsWith('/attachments/') ? await attached(by, whose) : 0;
	const incident = path.startsWith('/incidents/')
		? (await make.anIncident({ services: [(await make.aService()).slug] })).number
		: '';
	if (path.endsWith('/postmortem'))
		await world.commands.writePostmortem(people.admin, incident, {
			body: 'Разбор',
			published: whose !== 'draft'
		});
	const maintenance = path.startsWith('/maintenances/')
		? (await make.aMaintenance(tomorrow())).number
		: '';
	const number = path.startsWith('/tickets/') ? ticket : incident || maintenance;
	const linked = route.includes('/tickets/:ticket') ? (await make.aTicket({ service })).number : '';
	const missing = whose === 'missing';
	const address = path
		.replace(
			':number',
			missing ? (incident ? 'INC-99999' : maintenance ? 'MW-99999' : 'BC-99999') : number
		)
		.replace(':ticket', linked)
		.replace(':id', missing ? '999999' : attachment ? String(attachment) : await idFor(path, whose))
		.replace(':slug', missing ? 'missing' : service)
		.replace(
			':key',
			missing ? 'missing' : route.includes('/metrics/') ? 'orders_per_hour' : 'created'
		);
	const answer = await apis[role].call(method, `/api/v1${address}`, {
		body: await bodyOf(route, whose, self)
	});
	expectAsDescribed(route, answer);
	return answer;
}

const tomorrow = () => ({
	startsAt: new Date(world.clock.now() + DAY).toISOString(),
	endsAt: new Date(world.clock.now() + DAY + HOUR).toISOString()
});

const aWrittenShift = () => ({
	position: 'сети',
	startsAt: new Date(world.clock.now() + DAY).toISOString(),
	endsAt: new Date(world.clock.now() + DAY + 12 * HOUR).toISOString()
});

/** A file of a ticket of somebody's, or of a note of staff on it. */
async function attached(by: Person, whose: Target): Promise<number> {
	const { number } = await world.make.aTicket({ by, service: services[0] ?? '' });
	const internal = whose === 'note';
	const { comment } = await world.commands.commentTicket(internal ? people.manager : by, number, {
		body: 'С файлом',
		internal,
		files: [aFile()]
	});
	if (whose === 'deleted') await world.commands.deleteTicket(people.admin, number, 'Лишняя');
	return comment.attachments[0]?.id ?? 0;
}

/** A policy or a calendar that may be changed and taken away; a document, of staff as a note is. */
async function idFor(path: string, whose: Target): Promise<string> {
	if (path.startsWith('/reports/:')) return String(await reportFor(path, whose));
	if (path.startsWith('/documents/'))
		return String((await world.make.aDocument({ public: whose !== 'note' })).id);
	if (path.startsWith('/calendars/'))
		return String((await world.make.aCalendar({ by: people.admin })).id);
	const from = world.clock.now() - HOUR;
	if (path.startsWith('/shifts/'))
		return String((await world.make.aShift({ from: from + DAY, to: from + 2 * DAY })).id);
	if (path.startsWith('/handovers/')) {
		const writer = await world.make.aManager();
		await world.make.aShift({ from, to: from + 2 * HOUR, member: writer.email });
		return String((await world.commands.writeHandover(writer, 'Всё спокойно')).handover.id);
	}
	if (!path.startsWith('/sla-policies/:')) return '';
	const { slug } = await world.make.aService();
	return String((await world.commands.createSlaPolicy(people.admin, aPolicy(slug))).id);
}

const ready = new Map<boolean, number>();

/** One that is ready, of staff's own or public; one that is to be changed is made anew. */
async function reportFor(path: string, whose: Target): Promise<number> {
	const isPublic = whose === 'own';
	const changes = path === '/reports/:id' && !isPublic;
	const known = ready.get(isPublic);
	if (known !== undefined && !changes) return known;
	const { report } = await world.commands.createReport(people.manager, aReport(isPublic));
	if (changes) return report.id;
	// Nobody waits for those that are only there to be changed.
	await until(async () => {
		// The host's own job may have it already: then this one finds nothing to do.
		await world.core.reportJob.tick();
		const made = await world.queries.report(people.manager, report.id);
		return 'state' in made && made.state === 'ready';
	}, 'the report');
	ready.set(isPublic, report.id);
	return report.id;
}

const aReport = (isPublic: boolean) =>
	({
		kind: 'incidents',
		format: 'txt',
		from: '2026-03-02',
		to: '2026-03-02',
		public: isPublic
	}) as const;

function aPolicy(service: string) {
	return {
		priority: 'high',
		service,
		responseMinutes: 10,
		resolutionMinutes: 60,
		warningPercent: 30,
		calendar: 1
	} as const;
}

async function bodyOf(route: string, whose: Target, self: Person): Promise<unknown> {
	switch (route) {
		case 'POST /tickets':
			return {
				subject: 'Вопрос',
				description: 'Есть вопрос',
				service: services[0],
				...(whose === 'for another' ? { requester: stranger.email } : {})
			};
		case 'PATCH /tickets/:number':
			return { priority: 'high' };
		case 'POST /tickets/:number/comments':
			return { body: 'Здравствуйте', internal: whose === 'note' };
		case 'DELETE /tickets/:number':
			return { reason: 'Заведена по ошибке' };
		case 'POST /tickets/:number/reopen':
			return { body: 'Не помогло' };
		case 'PUT /tickets/:number/rating':
			return { score: 5 };
		case 'POST /incidents':
			return { title: 'Сбой', severity: 'minor', services, message: 'Смотрим' };
		case 'PATCH /incidents/:number':
			return { message: 'Работаем' };
		case 'POST /incidents/:number/postmortem':
			return { body: 'Разбор', published: true };
		case 'POST /incidents/:number/tickets':
			return { ticket: (await world.make.aTicket({ service: 'mail' })).number };
		case 'POST /hooks/alertmanager':
			return alertmanagerSends({ fingerprint: `${++made}` });
		case 'POST /hooks/grafana':
			return grafanaSends({ fingerprint: `${++made}` });
		case 'POST /hooks/uptime-kuma':
			return kumaSends({ id: ++made });
		case 'POST /hooks/generic':
			return { status: 'firing', title: `Сбой № ${++made}` };
		case 'POST /maintenances':
			return { title: 'Работы', services, ...tomorrow() };
		case 'PATCH /maintenances/:number':
			return { message: 'Подробности' };
		case 'PATCH /documents/:id':
			return { title: 'Другое название' };
		case 'POST /shifts':
		case 'POST /shifts/series':
			return { ...aWrittenShift(), member: (await world.make.aManager()).email };
		case 'PATCH /shifts/:id':
			return { position: 'старший смены' };
		case 'POST /handovers':
			if (self.role !== 'client')
				await world.make.aShift({
					from: world.clock.now() - HOUR,
					to: world.clock.now() + HOUR,
					member: self.email,
					overlap: true
				});
			return { body: 'Почта работает с перебоями' };
		case 'POST /services':
			return { slug: `added-${++made}`, name: 'Новая' };
		case 'PATCH /services/:slug':
			return { state: 'degraded' };
		case 'POST /metrics/:key':
			return { value: 3.5 };
		case 'POST /people':
			return { name: 'Новый', email: `new${++made}@bazis.example`, role: 'client' };
		case 'POST /reports':
			return aReport(false);
		case 'PATCH /reports/:id':
			return { public: false };
		case 'POST /sla-policies':
			return aPolicy(services[0] ?? '');
		case 'PATCH /sla-policies/:id':
		case 'PUT /sla-policies/:id':
			return { resolutionMinutes: 90 };
		case 'POST /calendars':
		case 'PUT /calendars/:id':
			return { ...OFFICE, name: `Офис № ${++made}` };
		case 'POST /screens/token':
			return { deviceCode: 'nobody-knows-it' };
		case 'POST /token':
			return { email: self.email, password: PASSWORD };
		default:
			return undefined;
	}
}

describe('the permission table', () => {
	it('has a row for every route of the API, and no row for a route that is not there', () => {
		const routes = new Set(apiRoutes(world.portal).map(nameOf));
		expect(new Set(ROWS.map(({ route }) => route))).toEqual(routes);
	});

	it.each(ROWS)('$route $whose: $statuses', async (row) => {
		const seen: string[] = [];
		for (const role of ROLES) seen.push(String((await ask(role, row)).status));
		expect(seen).toEqual(row.statuses);
	});

	it('tells a foreign ticket and a missing one by nothing apart', async () => {
		const ticket = await world.make.aTicket({ by: stranger, service: 'mail' });
		for (const [method, path, body] of [
			['GET', '', undefined],
			['PATCH', '', { priority: 'high' }],
			['PATCH', '', { nonsense: true }],
			['GET', '/comments', undefined],
			['GET', '/history', undefined],
			['DELETE', '', { reason: 'Лишняя' }],
			['POST', '/reopen', {}],
			['PUT', '/rating', { score: 9 }],
			['POST', '/comments', { body: 'Здравствуйте' }],
			['POST', '/comments', {}]
		] as const) {
			const answers = [];
			for (const number of [ticket.number, 'BC-99999', 'nonsense'])
				answers.push(await apis.client.call(method, `/api/v1/tickets/${number}${path}`, { body }));
			expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
			expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
		}
	});
});

describe('what is referred to is authorised too', () => {
	it('a ticket is assigned to staff only', async () => {
		const { number } = await world.make.aTicket({ service: 'mail' });
		for (const assignee of [stranger.email, 'nobody@bazis.example']) {
			const { status, body } = await apis.manager.patch(`/api/v1/tickets/${number}`, { assignee });
			expect(status).toBe(400);
			expect(body['issues']).toEqual([{ field: 'assignee', code: 'unknown_person' }]);
		}
	});

	it('a service that does not exist is named as the fault of its field', async () => {
		const { status, body } = await apis.client.post('/api/v1/tickets', {
			subject: 'Вопрос',
			description: 'Вопрос',
			service: 'missing'
		});
		expect(status).toBe(400);
		expect(body['issues']).toEqual([{ field: 'service', code: 'unknown_service' }]);
	});

	it('a client lists, searches and counts its own tickets only', async () => {
		await world.make.aTicket({ by: stranger, service: 'mail', subject: 'Чужое дело' });
		const mine = await world.make.aTicket({ by: people.client, service: 'mail', subject: 'Моё' });
		const { body } = await apis.client.get(`/api/v1/tickets?q=${encodeURIComponent('дело')}`);
		expect(body).toEqual({ items: [], total: 0, nextCursor: null });
		const all = await apis.client.get('/api/v1/tickets?limit=200');
		const own = await world.database.read((tx) =>
			tx.one<{ count: number }>(
				`SELECT COUNT(*) AS count FROM tickets
				WHERE requester_id = $1 AND deleted_at IS NULL`,
				[people.client.id]
			)
		);
		expect(all.body['total']).toBe(own?.count);
		const numbers = Array.isArray(all.body['items'])
			? all.body['items'].map((item: { number: string }) => item.number)
			: [];
		expect(numbers).toContain(mine.number);
	});

	it('a client finds nothing by the e-mail of another, known or not; staff find theirs', async () => {
		await world.make.aTicket({ by: stranger, service: 'mail' });
		const foundBy = async (who: 'client' | 'manager', requester: string) => {
			const query = new URLSearchParams({ requester, limit: '200' });
			const { status, body } = await apis[who].get(`/api/v1/tickets?${query.toString()}`);
			expect(status).toBe(200);
			return body;
		};
		const nothing = { items: [], total: 0, nextCursor: null };
		expect(await foundBy('client', stranger.email)).toEqual(nothing);
		expect(await foundBy('client', 'nobody@bazis.example')).toEqual(nothing);
		const own = await foundBy('client', people.client.email.toUpperCase());
		expect(own['total']).toBe((await apis.client.get('/api/v1/tickets')).body['total']);
		const theirs = await foundBy('manager', stranger.email);
		expect(theirs['total']).toBeGreaterThan(0);
		expect(theirs['items']).toEqual(
			Array.from({ length: Number(theirs['total']) }, () =>
				expect.objectContaining({ requester: { name: stranger.name, email: stranger.email } })
			)
		);
	});

	it('what staff alone may say of a ticket is refused from a client at its field', async () => {
		for (const [field, value] of Object.entries({
			requester: stranger.email,
			externalId: 'X-1',
			createdAt: '2020-01-01T00:00:00Z',
			requesterName: 'Кто-то'
		})) {
			const { status, body } = await apis.client.post('/api/v1/tickets', {
				subject: 'Вопрос',
				description: 'Вопрос',
				service: 'mail',
				[field]: value
			});
			expect(status).toBe(400);
			expect(body['issues']).toEqual([{ field, code: 'staff_only' }]);
		}
	});

	it('the commands refuse by themselves, without a route in front of them', async () => {
		const { commands } = world;
		const ticket = await world.make.aTicket({ by: people.client, service: 'mail' });
		const incident = await world.make.anIncident({ services: ['mail'] });
		const client = people.client;
		const refused = async (command: Promise<unknown>, code: string) =>
			expect(await command.catch((error: unknown) => error)).toMatchObject({ code });
		await refused(commands.updateTicket(client, ticket.number, { priority: 'low' }), 'forbidden');
		await refused(commands.cancelTicket(stranger, ticket.number), 'not_found');
		await refused(commands.reopenTicket(stranger, ticket.number, { body: 'x' }), 'not_found');
		await refused(
			commands.rateTicket(stranger, ticket.number, { score: 1, comment: '' }),
			'not_found'
		);
		await refused(
			commands.rateTicket(people.manager, ticket.number, { score: 5, comment: '' }),
			'forbidden'
		);
		for (const actor of [client, people.manager])
			await refused(commands.deleteTicket(actor, ticket.number, 'x'), 'forbidden');
		await refused(
			commands.commentTicket(client, ticket.number, { body: 'x', internal: true }),
			'forbidden'
		);
		await refused(
			commands.createIncident(client, {
				title: 'x',
				severity: 'minor',
				services: ['mail'],
				message: 'x'
			}),
			'forbidden'
		);
		await refused(commands.updateIncident(client, incident.number, { message: 'x' }), 'forbidden');
		await refused(commands.acknowledgeIncident(client, incident.number), 'forbidden');
		await refused(commands.receiveAlerts(client, [], 'ru'), 'forbidden');
		await refused(commands.setServiceState(client, 'mail', 'operational'), 'forbidden');
		await refused(commands.updateService(client, 'mail', { hidden: true }), 'forbidden');
		await refused(commands.linkTicket(client, incident.number, ticket.number), 'forbidden');
		await refused(commands.unlinkTicket(client, incident.number, ticket.number), 'forbidden');
		await refused(
			commands.writePostmortem(client, incident.number, { body: 'x', published: true }),
			'forbidden'
		);
		const works = { title: 'x', message: '', services: ['mail'], ...tomorrow() };
		await refused(commands.createMaintenance(client, works), 'forbidden');
		const { number } = await world.make.aMaintenance(tomorrow());
		await refused(commands.updateMaintenance(client, number, { status: 'cancelled' }), 'forbidden');
		await refused(
			commands.createService(client, { slug: 'x', name: 'x', description: '' }),
			'forbidden'
		);
		for (const actor of [client, people.manager])
			await refused(
				commands.createPerson(actor, { name: 'x', email: 'x@x.example', role: 'admin' }),
				'forbidden'
			);
		const from = world.clock.now();
		const times = [{ startsAt: from, endsAt: from + HOUR }];
		const planned = { member: people.manager.email, position: 'x', times, overlap: true };
		await refused(commands.createShifts(client, planned), 'forbidden');
		const { id } = await world.make.aShift({ from, to: from + HOUR });
		await refused(commands.updateShift(client, id, { position: 'x', overlap: true }), 'forbidden');
		await refused(commands.deleteShift(client, id), 'forbidden');
		await refused(commands.writeHandover(client, 'x'), 'forbidden');
		await refused(commands.acceptHandover(client, 1), 'forbidden');
		await refused(commands.deleteCoverageRule(client, 1), 'forbidden');
		for (const command of [commands.openShiftFeed, commands.closeShiftFeed])
			await refused(command(client), 'forbidden');
		await refused(commands.setPublicName(client, client.id, true), 'forbidden');
		await refused(commands.setPublicName(people.manager, people.admin.id, true), 'forbidden');
		for (const actor of [client, people.manager]) {
			await refused(commands.createSlaPolicy(actor, aPolicy('mail')), 'forbidden');
			await refused(commands.updateSlaPolicy(actor, 1, { resolutionMinutes: 1 }), 'forbidden');
			await refused(commands.deleteSlaPolicy(actor, 1), 'forbidden');
			await refused(commands.createCalendar(actor, OFFICE), 'forbidden');
			await refused(commands.updateCalendar(actor, 1, OFFICE), 'forbidden');
			await refused(commands.recalculateSla(actor), 'forbidden');
		}
	});
});
