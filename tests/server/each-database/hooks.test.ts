import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Alert, AlertReport } from '#lib/domain/alert.ts';
import { isDomainError } from '#lib/domain/errors.ts';
import type { StaffIncident } from '#lib/domain/incident.ts';
import type { TokenScope } from '#lib/domain/token-scope.ts';
import type { Person } from '#server/portal.ts';
import {
	alertmanagerSends,
	anAlert,
	grafanaSends,
	KUMA_TEST,
	kumaSends
} from '../../support/alerts.ts';
import { HOUR, MINUTE } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;

beforeEach(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
});
afterEach(() => world.close());

/** Delivers these alerts, or the usual one. */
const hear = (...alerts: Partial<Alert>[]): Promise<AlertReport> => {
	const delivered = alerts.length === 0 ? [anAlert()] : alerts.map((given) => anAlert(given));
	return world.commands.receiveAlerts(manager, delivered, 'ru');
};
const NOTHING: AlertReport = { opened: 0, updated: 0, resolved: 0, ignored: 0, incidents: [] };

async function incidentOf({ incidents }: AlertReport): Promise<StaffIncident> {
	const found = await world.queries.incident(manager, incidents[0] ?? '');
	if (!('version' in found)) throw new Error('not what staff see');
	return found;
}
const messages = ({ updates }: StaffIncident) => updates.map(({ message }) => message);
const alertOf = ({ incidents }: AlertReport) =>
	world.queries.incidentAlert(manager, incidents[0] ?? '');

describe('a trouble that begins', () => {
	it('opens an incident of the services that are known, and says which are not', async () => {
		const { slug } = await world.make.aService({ slug: 'mail' });
		const report = await hear({ services: ['mail', 'postfix'], severity: 'critical' });
		expect(report).toEqual({ ...NOTHING, opened: 1, incidents: [report.incidents[0]] });
		const incident = await incidentOf(report);
		expect(incident).toMatchObject({
			title: 'Почта не принимает письма',
			severity: 'critical',
			status: 'investigating',
			services: [{ slug, impact: 'major_outage' }],
			acknowledgedAt: null
		});
		expect(messages(incident)).toEqual([
			'Очередь растёт десять минут.\n\nСервиса «postfix» на портале нет.'
		]);
		expect(incident.updates[0]?.author).toBeNull();
		expect((await world.queries.services())[0]?.state).toBe('major_outage');
	});

	it('opens one without services too, and says its title where it says no more', async () => {
		const incident = await incidentOf(await hear({ message: '' }));
		expect(incident.services).toEqual([]);
		expect(messages(incident)).toEqual(['Почта не принимает письма']);
	});

	it('is in the record with its source and whose key it came with', async () => {
		const report = await hear();
		const event = (await world.events()).at(-1);
		expect(event).toMatchObject({ type: 'incident.created', actorId: null });
		expect(event?.payload.changed).toEqual({
			alert: [null, 'generic'],
			deliveredBy: [null, manager.email]
		});
		expect(event?.payload.incident?.number).toBe(report.incidents[0]);
	});

	it('is one for each source and fingerprint', async () => {
		const long = 'x'.repeat(300);
		const report = await hear(
			{ fingerprint: 'a' },
			{ fingerprint: 'b' },
			{ fingerprint: `${long}1` },
			{ fingerprint: `${long}2` }
		);
		expect(report).toMatchObject({ opened: 4, ignored: 0 });
		expect(new Set(report.incidents).size).toBe(4);
		expect(await hear({ fingerprint: 'a', source: 'grafana' })).toMatchObject({ opened: 1 });
		expect(await hear({ fingerprint: `${long}2` })).toMatchObject({ opened: 0, ignored: 1 });
	});
});

describe('a trouble that goes on', () => {
	it('is told again without an event, and counted', async () => {
		const first = await hear();
		const seq = await world.seq();
		world.clock.advance(MINUTE);
		for (let time = 0; time < 3; time++)
			expect(await hear()).toEqual({ ...NOTHING, ignored: 1, incidents: first.incidents });
		expect(await world.seq()).toBe(seq);
		expect(await alertOf(first)).toEqual({
			source: 'generic',
			state: 'firing',
			times: 4,
			firstSeenAt: new Date(world.clock.now() - MINUTE).toISOString(),
			lastSeenAt: new Date(world.clock.now()).toISOString()
		});
	});

	it('adds to the timeline what it says anew', async () => {
		const first = await hear();
		const report = await hear({ message: 'Очередь растёт час.' });
		expect(report).toEqual({ ...NOTHING, updated: 1, incidents: first.incidents });
		expect(messages(await incidentOf(report))).toEqual([
			'Почта не принимает письма\n\nОчередь растёт час.',
			'Очередь растёт десять минут.'
		]);
		expect(await hear({ message: 'Очередь растёт час.' })).toMatchObject({ ignored: 1 });
	});

	it('becomes as severe as it says, with the services it names', async () => {
		for (const slug of ['mail', 'erp']) await world.make.aService({ slug });
		const first = await hear({ services: ['mail'], severity: 'minor' });
		const report = await hear({ services: ['mail', 'erp'], severity: 'critical' });
		expect(report).toEqual({ ...NOTHING, updated: 1, incidents: first.incidents });
		const incident = await incidentOf(report);
		expect(incident.severity).toBe('critical');
		expect(incident.services.map(({ slug, impact }) => [slug, impact])).toEqual([
			['mail', 'major_outage'],
			['erp', 'major_outage']
		]);
		expect(messages(incident)).toEqual(['', 'Очередь растёт десять минут.']);
	});

	it('cannot flood a timeline with a value that changes each time, and may get worse at once', async () => {
		const first = await hear();
		let updated = 0;
		for (let value = 0; value < 30; value++)
			updated += (await hear({ message: `Писем в очереди: ${value}` })).updated;
		expect(updated).toBe(9);
		expect(await hear({ message: 'Писем: 1000', severity: 'critical' })).toMatchObject({
			updated: 1
		});
		world.clock.advance(HOUR);
		expect(await hear({ message: 'Писем: 1001', severity: 'critical' })).toMatchObject({
			updated: 1
		});
		expect((await incidentOf(first)).updates).toHaveLength(12);
	});
});

describe('a trouble that ends', () => {
	it('resolves its incident with a word of it', async () => {
		await world.make.aService({ slug: 'mail' });
		await hear({ services: ['mail'] });
		const report = await hear({ state: 'resolved', message: '' });
		expect(report).toEqual({ ...NOTHING, resolved: 1, incidents: report.incidents });
		const incident = await incidentOf(report);
		expect(incident).toMatchObject({ status: 'resolved' });
		expect(messages(incident)[0]).toBe('Мониторинг сообщает, что всё снова работает.');
		expect((await world.queries.services())[0]?.state).toBe('operational');
		expect(await alertOf(report)).toMatchObject({ state: 'resolved', times: 2 });
	});

	it('that nobody knew of changes nothing, and neither does an end told twice', async () => {
		expect(await hear({ state: 'resolved' })).toEqual({ ...NOTHING, ignored: 1 });
		const { incidents } = await hear();
		await hear({ state: 'resolved' });
		const seq = await world.seq();
		expect(await hear({ state: 'resolved' })).toEqual({ ...NOTHING, ignored: 1, incidents });
		expect(await world.seq()).toBe(seq);
	});

	it('and begins again opens another incident', async () => {
		const first = await hear({ startedAt: 1_000 });
		await hear({ state: 'resolved', startedAt: 1_000, endedAt: 2_000 });
		const again = await hear({ startedAt: 1_000 });
		expect(again).toMatchObject({ opened: 1 });
		expect(again.incidents).not.toEqual(first.incidents);
		expect(await alertOf(first)).toMatchObject({ state: 'resolved' });
		expect(await alertOf(again)).toMatchObject({ state: 'firing', times: 1 });
	});

	it('may be told late: a new trouble goes on, and an old one does not come back', async () => {
		await hear({ startedAt: 5_000 });
		expect(await hear({ state: 'resolved', startedAt: 1_000, endedAt: 2_000 })).toMatchObject({
			ignored: 1
		});
		expect(await hear({ state: 'resolved', startedAt: 5_000, endedAt: 6_000 })).toMatchObject({
			resolved: 1
		});
		expect(await hear({ startedAt: 1_000 })).toMatchObject({ opened: 0, ignored: 1 });
	});
});

describe('what staff did by hand', () => {
	const resolve = async ({ incidents }: AlertReport) =>
		world.commands.updateIncident(manager, incidents[0] ?? '', { status: 'resolved' });

	it('stays: what they have resolved is not opened by the same trouble', async () => {
		const first = await hear({ startedAt: 1_000 });
		await resolve(first);
		world.clock.advance(HOUR);
		const repeat = { startedAt: 1_000, message: 'Всё ещё растёт.', severity: 'critical' } as const;
		expect(await hear(repeat)).toEqual({ ...NOTHING, ignored: 1, incidents: first.incidents });
		expect((await incidentOf(first)).updates).toHaveLength(2);
		expect(await alertOf(first)).toMatchObject({ state: 'firing', times: 2 });
		expect(await hear({ state: 'resolved', startedAt: 1_000 })).toMatchObject({ ignored: 1 });
		expect(await hear({ startedAt: 1_000 })).toMatchObject({ opened: 1 });
	});

	it('stays where the sender tells no beginnings, until it tells of an end', async () => {
		await resolve(await hear());
		expect(await hear({ message: 'Другое' })).toMatchObject({ ignored: 1, opened: 0 });
		await hear({ state: 'resolved' });
		expect(await hear()).toMatchObject({ opened: 1 });
	});

	it('is over when the trouble begins anew, its end told or not', async () => {
		const first = await hear({ startedAt: 1_000 });
		await resolve(first);
		const second = await hear({ startedAt: 9_000 });
		expect(second).toMatchObject({ opened: 1 });
		expect(second.incidents).not.toEqual(first.incidents);
		expect(await hear({ state: 'resolved', startedAt: 9_000 })).toMatchObject({
			resolved: 1,
			incidents: second.incidents
		});
	});

	it.each(['acknowledged', 'moved on'])(
		'makes it theirs: one they have %s only gets entries in its timeline',
		async (how) => {
			await world.make.aService({ slug: 'mail' });
			const first = await hear({ services: ['mail'] });
			const number = first.incidents[0] ?? '';
			if (how === 'acknowledged') await world.commands.acknowledgeIncident(manager, number);
			else await world.commands.updateIncident(manager, number, { status: 'identified' });
			const before = await incidentOf(first);
			const worse = { services: ['mail'], severity: 'critical', message: 'Стало хуже.' } as const;
			expect(await hear(worse)).toMatchObject({ updated: 1 });
			expect(await hear({ ...worse, state: 'resolved', message: '' })).toMatchObject({
				updated: 1,
				resolved: 0
			});
			const after = await incidentOf(first);
			expect([after.status, after.severity, after.services]).toEqual([
				before.status,
				before.severity,
				before.services
			]);
			expect(messages(after).slice(0, 2)).toEqual([
				'Мониторинг сообщает, что всё снова работает.',
				'Почта не принимает письма\n\nСтало хуже.'
			]);
			// It is the same trouble while they have it open.
			expect(await hear(worse)).toMatchObject({ updated: 1, incidents: first.incidents });
			expect(await alertOf(first)).toMatchObject({ state: 'firing' });
		}
	);

	it('is told from what the portal did, also to whoever edits at the same time', async () => {
		const first = await hear();
		const { version } = await incidentOf(first);
		await hear({ message: 'Другое' });
		const refused = await world.commands
			.updateIncident(manager, first.incidents[0] ?? '', { status: 'identified', version })
			.catch((error: unknown) => error);
		expect(isDomainError(refused) && refused.stale?.changedBy).toBeNull();
	});
});

describe('deliveries at once', () => {
	it('of the same trouble open one incident', async () => {
		const first = { fingerprint: 'a' };
		const second = { fingerprint: 'b' };
		const reports = await Promise.all([
			...Array.from({ length: 6 }, () => hear(first, second)),
			...Array.from({ length: 6 }, () => hear(second, first))
		]);
		expect(reports.reduce((sum, { opened }) => sum + opened, 0)).toBe(2);
		expect(new Set(reports.flatMap(({ incidents }) => incidents)).size).toBe(2);
		const page = await world.queries.incidents(manager, {});
		// No number is lost to those that came second.
		expect(page.items.map(({ number }) => number)).toEqual(['INC-2', 'INC-1']);
		for (const { number } of page.items)
			expect(await world.queries.incidentAlert(manager, number)).toMatchObject({ times: 12 });
	});

	it('of a beginning and its end leave nothing that would go on for ever', async () => {
		for (let round = 0; round < 5; round++) {
			await Promise.all([hear(), hear({ state: 'resolved' }), hear(), hear({ state: 'resolved' })]);
			await hear({ state: 'resolved' });
			const { items } = await world.queries.incidents(manager, {});
			expect(items.filter(({ status }) => status !== 'resolved')).toEqual([]);
		}
	});
});

describe('the hooks', () => {
	let token: string;

	const keyWith = async (...scopes: TokenScope[]) =>
		(await world.commands.createApiToken(manager, { name: 'Мониторинг', scopes, days: 30 })).token;
	const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
		world.call('POST', `/api/v1${path}`, { body, headers });

	beforeEach(async () => {
		await world.startHost();
		token = await keyWith('hooks');
	});

	it.each([
		['alertmanager', alertmanagerSends({}), alertmanagerSends({ status: 'resolved' })],
		['grafana', grafanaSends(), grafanaSends({ status: 'resolved' })],
		['uptime-kuma', kumaSends(), kumaSends({ status: 1 })],
		[
			'generic',
			{ status: 'firing', title: 'Нет места' },
			{ status: 'resolved', title: 'Нет места' }
		]
	])('take in what %s sends: opened, told again, resolved', async (sender, firing, resolved) => {
		const headers = { Authorization: `Bearer ${token}` };
		const incidents = ['INC-1'];
		for (const [body, came] of [
			[firing, { opened: 1 }],
			[firing, { ignored: 1 }],
			[resolved, { resolved: 1 }],
			[resolved, { ignored: 1 }]
		] as const) {
			const answer = await post(`/hooks/${sender}`, body, headers);
			expect([answer.status, answer.body]).toEqual([200, { ...NOTHING, ...came, incidents }]);
		}
		const { body } = await world.call('GET', '/api/v1/incidents/INC-1');
		expect(body).toMatchObject({ status: 'resolved' });
		expect(JSON.stringify(body)).not.toMatch(/internal|10\.20\./);
	});

	it('open nothing by a test of Uptime Kuma', async () => {
		const headers = { Authorization: `Bearer ${token}` };
		expect((await post('/hooks/uptime-kuma', KUMA_TEST, headers)).body).toEqual(NOTHING);
	});

	it('speak the language of the portal', async () => {
		const admin = await world.make.anAdmin();
		await world.commands.changeSettings(admin, { defaultLanguage: 'en' });
		await post('/hooks/uptime-kuma', kumaSends(), { Authorization: `Bearer ${token}` });
		const { body } = await world.call('GET', '/api/v1/incidents/INC-1');
		expect(body['title']).toBe('«Портал клиентов» does not respond');
	});

	it('take the token as a bearer, as a password, or in the address', async () => {
		const basic = Buffer.from(`prometheus:${token}`).toString('base64');
		const body = { status: 'resolved', title: 'Ничего' };
		for (const [path, headers] of [
			['/hooks/generic', { Authorization: `Bearer ${token}` }],
			['/hooks/generic', { Authorization: `Basic ${basic}` }],
			[`/hooks/generic?token=${token}`, {}]
		] as const)
			expect((await post(path, body, headers)).status).toBe(200);
		const staff = await world.tokenOf(manager);
		expect((await post('/hooks/generic', body, { Authorization: `Bearer ${staff}` })).status).toBe(
			200
		);
	});

	it('refuse whoever shows none, a wrong one, or one that is over', async () => {
		const body = { status: 'firing', title: 'Сбой' };
		const revoked = await world.commands.createApiToken(manager, {
			name: 'x',
			scopes: ['hooks'],
			days: 30
		});
		await world.commands.revokeApiToken(manager, revoked.id);
		const basic = (password: string) => Buffer.from(`x:${password}`).toString('base64');
		for (const [path, headers] of [
			['', {}],
			['', { Authorization: 'Bearer bc_nothing' }],
			['', { Authorization: `Bearer ${revoked.token}` }],
			['', { Authorization: `Basic ${basic('bc_nothing')}` }],
			['', { Authorization: 'Basic ???' }],
			['?token=bc_nothing', {}],
			[`?token=${revoked.token}`, {}],
			// Two of them are none.
			[`?token=${token}&token=${token}`, {}],
			// What the header says counts.
			[`?token=${token}`, { Authorization: 'Bearer bc_nothing' }]
		] as const) {
			const answer = await post(`/hooks/generic${path}`, body, headers);
			expect([path, answer.status, answer.body['code']]).toEqual([path, 401, 'not_signed_in']);
		}
		const client = await world.tokenOf(await world.make.aClient());
		expect((await post('/hooks/generic', body, { Authorization: `Bearer ${client}` })).status).toBe(
			403
		);
		expect((await world.queries.incidents(manager, {})).items).toEqual([]);
	});

	it('are all that their key opens', async () => {
		for (const [method, path] of [
			['GET', '/api/v1/live'],
			['GET', '/api/v1/incidents'],
			['GET', '/api/v1/events'],
			['POST', '/api/v1/incidents'],
			['POST', '/api/v1/tickets'],
			['PATCH', '/api/v1/services/mail'],
			['POST', '/api/v1/metrics/x'],
			['POST', '/api/v1/people']
		] as const) {
			const body = method === 'GET' ? undefined : {};
			const answer = await world.call(method, path, { token, body });
			expect([path, answer.status]).toEqual([path, 403]);
			expect(answer.text).toContain('insufficient_scope');
		}
		const screen = world.screen({ token });
		await screen.closed();
		expect(screen.refusal).toBe('unauthorized');
		const others = await keyWith('read', 'tickets.write', 'incidents.write', 'manage');
		const refused = await world.call('POST', '/api/v1/hooks/generic', {
			token: others,
			body: { status: 'firing', title: 'Сбой' }
		});
		expect([refused.status, refused.text.includes('"about":"hooks"')]).toEqual([403, true]);
	});

	it('take no token from the address of anything else', async () => {
		const read = await keyWith('read');
		for (const path of ['/events', '/tickets', '/screens'])
			expect((await world.call('GET', `/api/v1${path}?token=${read}`)).status).toBe(401);
	});

	it('never write the token down, whatever goes wrong', async () => {
		await world.database.write((tx) => tx.run(`ALTER TABLE alerts RENAME TO alerts_away`));
		const answer = await post(`/hooks/generic?token=${token}`, { status: 'firing', title: 'Сбой' });
		await world.database.write((tx) => tx.run(`ALTER TABLE alerts_away RENAME TO alerts`));
		expect(answer.status).toBe(500);
		const id = answer.body['id'];
		expect(world.log.filter((line) => line.includes(String(id)))).toHaveLength(1);
		for (const text of [...world.log, answer.text]) expect(text).not.toContain(token.slice(3));
		expect((await world.queries.incidents(manager, {})).items).toEqual([]);
	});

	it('refuse what is too large and what is no JSON', async () => {
		const headers = { Authorization: `Bearer ${token}` };
		const message = 'ж'.repeat(200_000);
		const large = await post('/hooks/generic', { status: 'firing', title: 'x', message }, headers);
		expect([large.status, large.body['code']]).toEqual([413, 'too_large']);
		for (const body of ['{', '[]', '"x"', '{"alerts":1}'])
			expect((await post('/hooks/alertmanager', body, headers)).status).toBe(400);
	});
});
