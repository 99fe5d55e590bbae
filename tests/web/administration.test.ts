import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { PASSWORD } from '../support/factories.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let admin: Person;
let cookie: string;

beforeAll(async () => {
	world = await startSite();
	admin = await world.make.anAdmin();
	cookie = await cookieOf(world, admin);
});
afterAll(() => world.close());

const person = (given: Record<string, string> = {}) => ({
	name: 'Новый Человек',
	email: 'new@bazis.example',
	role: 'client',
	password: PASSWORD,
	...given
});

describe('people', () => {
	it('are added by a form, and the same e-mail is told at its field', async () => {
		const made = await send(world, '/panel/users?/create', person(), cookie);
		expect([made.status, made.headers.get('location')]).toEqual([
			303,
			expect.stringMatching(/^\/panel\/users\/\d+\?made=1$/)
		]);
		const again = await send(world, '/panel/users?/create', person({ name: 'Другой' }), cookie);
		expect(again.status).toBe(400);
		expect(again.text).toContain('Человек с такой почтой уже есть');
		expect(again.text).toContain('value="Другой"');
		expect(again.text).not.toContain(PASSWORD);
		const { total } = await world.queries.accounts(admin, { q: 'new@bazis.example' });
		expect(total).toBe(1);
	});

	it('are found by the address, and what it cannot mean is not said', async () => {
		const { text } = await visit(world, '/panel/users?q=new%40bazis&role=client', cookie);
		expect(text).toContain('new@bazis.example');
		const { status } = await visit(
			world,
			'/panel/users?role=__proto__&state=x&cursor=%00&q=a&q=b',
			cookie
		);
		expect(status).toBe(200);
	});

	it('nobody blocks itself or takes its own role, and is told why', async () => {
		for (const [action, fields] of [
			['block', { id: String(admin.id) }],
			['role', { id: String(admin.id), role: 'client' }]
		] as const)
			for (const page of ['/panel/users', `/panel/users/${admin.id}`]) {
				const { status, text } = await send(world, `${page}?/${action}`, fields, cookie);
				expect([page, action, status]).toEqual([page, action, 400]);
				expect(await world.queries.session(cookie.slice('session='.length))).not.toBeNull();
				if (page === '/panel/users') expect(text).toContain('Свою роль и доступ менять нельзя');
			}
	});

	it('are out on their next request once they are blocked, and in again afterwards', async () => {
		const manager = await world.make.aManager();
		const session = await cookieOf(world, manager);
		expect((await visit(world, '/panel', session)).status).toBe(200);
		await send(world, '/panel/users?/block', { id: String(manager.id) }, cookie);
		expect((await visit(world, '/panel', session)).status).toBe(303);
		const signIn = () => send(world, '/login', { email: manager.email, password: PASSWORD });
		expect((await signIn()).status).toBe(400);
		await send(world, '/panel/users?/unblock', { id: String(manager.id) }, cookie);
		expect((await visit(world, '/panel', session)).status).toBe(303);
		expect((await signIn()).status).toBe(303);
	});

	it('with another role see another panel on their next sign-in', async () => {
		const client = await world.make.aClient();
		await send(world, '/panel/users?/role', { id: String(client.id), role: 'manager' }, cookie);
		expect((await visit(world, '/panel/queue', await cookieOf(world, client))).status).toBe(200);
	});
});

describe('a key to the API', () => {
	it('is shown once, opens the API, and no page of the site', async () => {
		const manager = await world.make.aManager();
		const session = await cookieOf(world, manager);
		const { status, text } = await send(
			world,
			'/panel/tokens?/create',
			{ name: 'Обмен', 'scopes[]': 'read', days: '30' },
			session
		);
		expect(status).toBe(200);
		const token = /value="(bc_[\w-]{43})"/.exec(text)?.[1] ?? '';
		expect((await world.call('GET', '/api/v1/tickets', { token })).status).toBe(200);
		const page = await visit(world, '/panel/tokens', session);
		expect(page.text).not.toContain(token);
		expect(page.text).toContain(token.slice(0, 9));
		expect(page.headers.get('cache-control')).toBe('no-store');
		expect((await visit(world, '/panel', `session=${token}`)).status).toBe(303);
	});

	it('for monitoring comes with addresses to copy, whole this once and without it later', async () => {
		const manager = await world.make.aManager();
		const session = await cookieOf(world, manager);
		const fields = { name: 'Alertmanager', 'scopes[]': 'hooks', days: '90' };
		const { text } = await send(world, '/panel/tokens?/create', fields, session);
		const [, path = ''] =
			/value="http[^"]*(\/api\/v1\/hooks\/generic\?token=bc_[\w-]{43})"/.exec(text) ?? [];
		const body = { status: 'firing', title: 'Кончается место' };
		const { status } = await world.call('POST', path, { body });
		expect(status).toBe(200);
		const page = await visit(world, '/panel/tokens', session);
		for (const sender of ['alertmanager', 'grafana', 'uptime-kuma', 'generic'])
			expect(page.text).toMatch(new RegExp(`value="http[^"]*/api/v1/hooks/${sender}"`));
		const incident = await visit(world, '/panel/incidents/INC-1', session);
		expect(incident.text).toContain('Открыт мониторингом: другая система');
		expect(incident.text).toMatch(/1 сообщение/);
	});

	it('without a scope or for ever is refused at its field', async () => {
		const session = await cookieOf(world, await world.make.aManager());
		const none = await send(world, '/panel/tokens?/create', { name: 'x', days: '30' }, session);
		expect([none.status, none.text.includes('Отметьте хотя бы одно')]).toEqual([400, true]);
		const fields = { name: 'x', 'scopes[]': 'read', days: 'never' };
		const lasting = await send(world, '/panel/tokens?/create', fields, session);
		expect(lasting.status).toBe(400);
		expect(lasting.text).toContain('может создать только администратор');
	});
});

describe('the record', () => {
	it('is told in words, and names people by links', async () => {
		const client = await world.make.aClient();
		await world.commands.changeRole(admin, client.id, 'manager');
		const about = encodeURIComponent(client.email);
		const { text } = await visit(world, `/panel/audit?about=${about}`, cookie);
		expect(text).toContain('Сменена роль');
		expect(text).toContain(`/panel/users/${client.id}`);
		expect(text).toMatch(/<del[^>]*>клиент<\/del>/);
		expect(text).toMatch(/<ins[^>]*>менеджер<\/ins>/);
		const english = await visit(world, `/panel/audit?about=${about}`, `${cookie}; lang=en`);
		expect(english.text).toContain('Role changed');
	});

	it('as a table is harmless to a spreadsheet, as lines is JSON, and both are whole', async () => {
		await world.make.aTicket({ subject: '=HYPERLINK("https://evil.example")' });
		const csv = await visit(world, '/panel/audit/export?format=csv', cookie);
		expect(csv.headers.get('content-disposition')).toContain('audit.csv');
		expect(csv.text).toContain(`"'=HYPERLINK(""https://evil.example"")"`);
		expect(csv.text).toContain('Создана заявка');
		const lines = await visit(world, '/panel/audit/export?format=jsonl', cookie);
		const entries = lines.text.trim().split('\n');
		expect(entries.length).toBe(await world.seq());
		expect(JSON.parse(entries[0] ?? '')).toMatchObject({ seq: await world.seq() });
		const english = await visit(world, '/panel/audit/export', `${cookie}; lang=en`);
		expect(english.text).toContain('Ticket created');
	});

	it('counts what is new since a page was read', async () => {
		const seq = await world.seq();
		await world.make.aTicket();
		const { body } = await visit(world, `/panel/audit/news?kind=tickets&after=${seq}`, cookie);
		expect(body).toEqual({ count: 1 });
		const odd = await visit(world, '/panel/audit/news?after=-1&from=yesterday', cookie);
		expect(odd.body).toEqual({ count: 0 });
	});
});

describe('settings', () => {
	it('give the company’s name to every page, and a stale form is told by whom', async () => {
		const { version } = await world.queries.versionedSettings(admin);
		const fields = {
			companyName: 'ООО «Проверка имени»',
			registration: 'open',
			secondFactor: 'optional',
			defaultLanguage: 'en',
			version: String(version)
		};
		expect((await send(world, '/panel/settings/portal', fields, cookie)).status).toBe(200);
		const home = await visit(world, '/');
		expect(home.text).toContain('ООО «Проверка имени»');
		expect(home.text).toContain('<html lang="en"');
		expect((await visit(world, '/', 'lang=ru')).text).toContain('<html lang="ru"');
		const stale = await send(
			world,
			'/panel/settings/portal',
			{ ...fields, companyName: 'Моё', defaultLanguage: '' },
			cookie
		);
		expect(stale.status).toBe(409);
		expect(stale.text).toContain(admin.name);
		expect(stale.text).toContain('value="Моё"');
		expect((await world.queries.settings()).companyName).toBe('ООО «Проверка имени»');
	});
});
