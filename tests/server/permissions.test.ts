import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import type { Answer, Api } from '../support/api.ts';
import { DAY, HOUR } from '../support/clock.ts';
import { expectAsDescribed } from '../support/described.ts';
import { aFile } from '../support/files.ts';
import { OFFICE, PASSWORD } from '../support/factories.ts';
import { apiRoutes, nameOf } from '../support/routes.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

const ROLES = ['anonymous', 'client', 'manager', 'admin'] as const;
type Role = (typeof ROLES)[number];
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

/** What the outside may do: role × route × whose. 401 comes before 403, 404 before what is asked. */
const TABLE = `
route                           whose        anonymous  client  manager  admin
GET /tickets                                 401        200     200      200
POST /tickets                   own          401        201     201      201
POST /tickets                   for another  401        400     201      201
GET /tickets/:number            own          401        200     200      200
GET /tickets/:number            other's      401        404     200      200
GET /tickets/:number            missing      401        404     404      404
PATCH /tickets/:number          own          401        403     200      200
PATCH /tickets/:number          other's      401        404     200      200
PATCH /tickets/:number          missing      401        404     404      404
DELETE /tickets/:number         own          401        403     403      204
DELETE /tickets/:number         other's      401        404     403      204
DELETE /tickets/:number         missing      401        404     404      404
GET /tickets/:number/history    own          401        200     200      200
GET /tickets/:number/history    other's      401        404     200      200
GET /tickets/:number/history    missing      401        404     404      404
GET /tickets/:number/history    deleted      401        404     404      200
POST /tickets/:number/reopen    own          401        201     201      201
POST /tickets/:number/reopen    other's      401        404     201      201
POST /tickets/:number/reopen    missing      401        404     404      404
PUT /tickets/:number/rating     own          401        200     200      200
PUT /tickets/:number/rating     other's      401        404     403      403
PUT /tickets/:number/rating     missing      401        404     404      404
POST /tickets/:number/read      own          401        204     204      204
POST /tickets/:number/read      other's      401        404     403      403
POST /tickets/:number/read      missing      401        404     404      404
GET /tickets/:number            deleted      401        404     404      404
PATCH /tickets/:number          deleted      401        404     404      404
POST /tickets/:number/comments  deleted      401        404     404      404
GET /tickets/:number/comments   own          401        200     200      200
GET /tickets/:number/comments   other's      401        404     200      200
GET /tickets/:number/comments   missing      401        404     404      404
POST /tickets/:number/comments  own          401        201     201      201
POST /tickets/:number/comments  other's      401        404     201      201
POST /tickets/:number/comments  missing      401        404     404      404
POST /tickets/:number/comments  note         401        403     201      201
GET /tickets/:number/attachments  own       401     200     200      200
GET /tickets/:number/attachments  other's   401     404     200      200
GET /tickets/:number/attachments  missing   401     404     404      404
GET /tickets/:number/attachments  deleted   401     404     404      404
GET /attachments/:id            own          401        200     200      200
GET /attachments/:id            other's      401        404     200      200
GET /attachments/:id            note         401        404     200      200
GET /attachments/:id            missing      401        404     404      404
GET /attachments/:id            deleted      401        404     404      404
GET /incidents                               200        200     200      200
POST /incidents                              401        403     201      201
GET /incidents/:number          other's      200        200     200      200
GET /incidents/:number          missing      404        404     404      404
PATCH /incidents/:number        other's      401        403     200      200
PATCH /incidents/:number        missing      401        403     404      404
POST /incidents/:number/acknowledge  other's  401       403     200      200
POST /incidents/:number/acknowledge  missing  401       403     404      404
GET /incidents/:number/postmortem    other's  200       200     200      200
GET /incidents/:number/postmortem    draft    404       404     200      200
GET /incidents/:number/postmortem    missing  404       404     404      404
POST /incidents/:number/postmortem   other's  401       403     200      200
POST /incidents/:number/postmortem   missing  401       403     404      404
GET /incidents/:number/tickets       other's  401       403     200      200
GET /incidents/:number/tickets       missing  401       403     404      404
POST /incidents/:number/tickets      other's  401       403     200      200
POST /incidents/:number/tickets      missing  401       403     404      404
DELETE /incidents/:number/tickets/:ticket  other's  401  403    200      200
DELETE /incidents/:number/tickets/:ticket  missing  401  403    404      404
GET /services                                200        200     200      200
GET /services/:slug             other's      200        200     200      200
GET /services/:slug             missing      404        404     404      404
GET /maintenances                            200        200     200      200
POST /maintenances                           401        403     201      201
GET /maintenances/:number       other's      200        200     200      200
GET /maintenances/:number       missing      404        404     404      404
PATCH /maintenances/:number     other's      401        403     200      200
PATCH /maintenances/:number     missing      401        403     404      404
POST /services                               401        403     201      201
PATCH /services/:slug           other's      401        403     200      200
PATCH /services/:slug           missing      401        403     404      404
GET /news                                    200        200     200      200
GET /news/:slug                 other's      200        200     200      200
GET /news/:slug                 missing      404        404     404      404
GET /faq                                     200        200     200      200
GET /shifts                                  200        200     200      200
GET /shifts/gaps                             401        403     200      200
POST /shifts                                 401        403     201      201
POST /shifts/series                          401        403     201      201
GET /shifts/:id                 other's      200        200     200      200
GET /shifts/:id                 missing      404        404     404      404
PATCH /shifts/:id               other's      401        403     200      200
PATCH /shifts/:id               missing      401        403     404      404
DELETE /shifts/:id              other's      401        403     204      204
DELETE /shifts/:id              missing      401        403     404      404
GET /handovers                               401        403     200      200
POST /handovers                              401        403     201      201
POST /handovers/:id/accept      other's      401        403     200      200
POST /handovers/:id/accept      missing      401        403     404      404
GET /live                                    200        200     200      200
POST /screens/pair                           200        200     200      200
POST /screens/token                          400        400     400      400
GET /screens                                 401        403     200      200
GET /events                                  401        403     200      200
GET /kpis                                    200        200     200      200
GET /kpis/:key                  other's      200        200     200      200
GET /kpis/:key                  missing      404        404     404      404
GET /kpis/:key/series                        200        200     200      200
GET /kpis/:key/series           missing      404        404     404      404
GET /kpis/arrivals                           200        200     200      200
GET /sla-policies                            401        403     200      200
POST /sla-policies                           401        403     403      201
PATCH /sla-policies/:id         other's      401        403     403      200
PATCH /sla-policies/:id         missing      401        403     403      404
PUT /sla-policies/:id           other's      401        403     403      200
PUT /sla-policies/:id           missing      401        403     403      404
DELETE /sla-policies/:id        other's      401        403     403      204
DELETE /sla-policies/:id        missing      401        403     403      404
POST /sla-policies/recalculate               401        403     403      200
GET /calendars                               401        403     200      200
POST /calendars                              401        403     403      201
PUT /calendars/:id              other's      401        403     403      200
PUT /calendars/:id              missing      401        403     403      404
POST /metrics/:key                           401        403     201      201
POST /people                                 401        403     403      201
POST /token                     own          200        200     200      200
GET /documents                               200        200     200      200
POST /documents                              401        403     400      400
PATCH /documents/:id            own          401        403     200      200
PATCH /documents/:id            missing      401        403     404      404
DELETE /documents/:id           own          401        403     204      204
DELETE /documents/:id           missing      401        403     404      404
POST /documents/:id/versions    own          401        403     400      400
POST /documents/:id/versions    missing      401        403     404      404
GET /documents/:id              own          200        200     200      200
GET /documents/:id              note         404        404     200      200
GET /documents/:id              missing      404        404     404      404
GET /documents/:id/versions     own          401        403     200      200
GET /documents/:id/versions     missing      401        403     404      404
GET /documents/:id/file         own          200        200     200      200
GET /documents/:id/file         note         404        404     200      200
GET /documents/:id/file         missing      404        404     404      404
GET /reports                                 200        200     200      200
POST /reports                                401        403     201      201
GET /reports/:id                other's      404        404     200      200
GET /reports/:id                own          200        200     200      200
GET /reports/:id                missing      404        404     404      404
PATCH /reports/:id              other's      401        403     200      200
PATCH /reports/:id              missing      401        403     404      404
DELETE /reports/:id             other's      401        403     204      204
DELETE /reports/:id             missing      401        403     404      404
GET /reports/:id/file           other's      404        404     200      200
GET /reports/:id/file           own          200        200     200      200
GET /reports/:id/file           missing      404        404     404      404
GET /openapi.json                            200        200     200      200
`;

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
const ROWS: Row[] = TABLE.trim()
	.split('\n')
	.slice(1)
	.map((line) => {
		const [, route = '', rest = ''] = /^(\S+ \S+)\s+(.*)$/.exec(line) ?? [];
		const whose = WHOSE.find((target) => rest.startsWith(target)) ?? '';
		return { route, whose, statuses: rest.slice(whose.length).trim().split(/\s+/) };
	});

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
		await refused(commands.reopenTicket(stranger, ticket.number, 'x'), 'not_found');
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
