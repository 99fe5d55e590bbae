import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BOARDS } from '#lib/domain/screen.ts';
import { readTables } from '#server/backup/tables.ts';
import type { Person } from '#server/portal.ts';
import { PASSWORD } from '../support/factories.ts';
import { PAGES } from '../support/matrix/pages.ts';
import { ROLES, type Role } from '../support/matrix/table.ts';
import { cookieOf, routesWith, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let client: Person;
let manager: Person;
let cookies: Record<Role, string>;
let own: string;
let foreign: string;
let deleted: string;
let incident: string;
let organization: number;

beforeAll(async () => {
	world = await startSite();
	const { make } = world;
	client = await make.aClient({ name: '<img src=x onerror=alert(1)>' });
	manager = await make.aManager();
	cookies = {
		anonymous: '',
		client: await cookieOf(world, client),
		manager: await cookieOf(world, manager),
		admin: await cookieOf(world, await make.anAdmin())
	};
	own = (await make.aTicket({ by: client })).number;
	foreign = (await make.aTicket()).number;
	await make.aService({ slug: 'watched' });
	await make.aNews({ slug: 'watched' });
	deleted = (await make.aTicket({ by: client })).number;
	await world.commands.deleteTicket(await make.anAdmin(), deleted, 'Лишняя');
	incident = (await make.anIncident({ by: manager })).number;
	const admin = await make.anAdmin();
	organization = (await world.commands.createOrganization(admin, 'ООО «Ромашка»')).id;
	await make.aMetric({ key: 'watched' });
});
afterAll(() => world.close());

const ROWS = PAGES.map(({ address, whose, outcomes }) => ({
	page: address,
	whose,
	statuses: outcomes
}));

function addressOf(page: string, whose: string): string {
	const number = page.includes('incidents')
		? { own: incident, missing: 'INC-99999' }[whose]
		: { own, foreign, deleted, missing: 'BC-99999' }[whose];
	const people = { '/panel/users/[id]': client.id, '/panel/organizations/[id]': organization };
	// News and questions begin with the first.
	const id = Object.entries(people).find(([known]) => known === page)?.[1] ?? 1;
	return page
		.replace('[number]', number ?? '')
		.replace('[id]', whose === 'missing' ? '999999' : String(id))
		.replace('[slug]', whose === 'missing' ? 'missing' : 'watched')
		.replace('metrics/[key]', whose === 'missing' ? 'metrics/missing' : 'metrics/watched')
		.replace(
			'[key]',
			{ own: 'service.watched', admins: 'about', missing: 'service.missing' }[whose] ?? ''
		)
		.replace('[board]', whose === 'missing' ? 'missing' : 'noc');
}

describe('the table of pages', () => {
	it('has a row for every page there is', () => {
		expect([...new Set(ROWS.map(({ page }) => page))].sort()).toEqual(routesWith('+page.svelte'));
	});

	it.each(ROWS)('$page $whose: $statuses', async ({ page, whose, statuses }) => {
		const seen: string[] = [];
		for (const role of ROLES)
			seen.push(String((await visit(world, addressOf(page, whose), cookies[role])).status));
		expect(seen).toEqual(statuses);
	});

	it.each(ROWS)('the data of $page $whose are guarded like the page', async ({ page, whose }) => {
		for (const role of ROLES) {
			const address = addressOf(page, whose);
			const html = await visit(world, address, cookies[role]);
			const data = await visit(
				world,
				`${address === '/' ? '' : address}/__data.json`,
				cookies[role]
			);
			const refused = (status: number, text: string) =>
				status >= 300 || text.startsWith('{"type":"redirect"') || text.includes('"type":"error"');
			if (html.status === 200) continue;
			expect([role, address, refused(data.status, data.text)]).toEqual([role, address, true]);
		}
	});

	it('sends nobody to the sign-in without the way back', async () => {
		const { headers } = await visit(world, `/panel/queue/${foreign}?from=mail`);
		expect(headers.get('location')).toBe(
			`/login?next=${encodeURIComponent(`/panel/queue/${foreign}?from=mail`)}`
		);
	});

	it('keeps every page of somebody out of every cache', async () => {
		for (const path of ['/panel', '/cabinet', '/'])
			expect((await visit(world, path, cookies.manager)).headers.get('cache-control')).toBe(
				'no-store'
			);
	});
});

/** All that the database holds, but for when a session was last seen. */
async function everythingKept(): Promise<Record<string, string>> {
	return world.database.read(async (tx) => {
		const kept: Record<string, string> = {};
		for (const { name } of await readTables(tx)) {
			const rows = await tx.all<Record<string, unknown>>(`SELECT * FROM ${name}`);
			kept[name] = JSON.stringify(rows.map(({ last_seen_at: _seen, ...row }) => row));
		}
		return kept;
	});
}

it('looking at a page changes nothing, whoever looks', async () => {
	const before = await everythingKept();
	for (const { page, whose } of ROWS)
		for (const role of ROLES) {
			const address = addressOf(page, whose);
			await visit(world, `${address}?status=closed&delete=1&read=1`, cookies[role]);
			await visit(world, `${address === '/' ? '' : address}/__data.json`, cookies[role]);
		}
	expect(await everythingKept()).toEqual(before);
	// What looking is held against does see a change.
	await world.commands.updateTicket(manager, own, { priority: 'high' });
	expect(await everythingKept()).not.toEqual(before);
});

describe('the forms', () => {
	const patch = { status: 'in_progress', priority: 'high', service: '', assignee: '' };
	const FORMS = [
		['/panel/queue?/create', { subject: 'x', description: 'x', service: 'x', priority: 'low' }],
		['/panel/queue?/bulk', { 'numbers[]': 'BC-1', status: 'closed' }],
		['/panel/queue/[number]?/update', patch],
		['/panel/queue/[number]?/comment', { body: 'x', internal: 'on' }],
		[
			'/panel/incidents?/create',
			{ title: 'x', severity: 'minor', 'services[]': 'x', message: 'x' }
		],
		['/panel/incidents/[number]?/update', { message: 'x' }],
		['/panel/incidents/[number]?/acknowledge', {}],
		['/panel/incidents/[number]?/times', { startedAt: '2026-01-01T10:00', reason: 'x' }],
		['/panel/incidents/[number]?/link', { ticket: 'BC-1001' }],
		['/panel/incidents/[number]?/unlink', { ticket: 'BC-1001' }],
		['/panel/incidents/[number]?/postmortem', { body: 'x' }],
		['/panel/queue/[number]?/link', { incident: 'INC-1' }],
		['/panel/queue/[number]?/unlink', { incident: 'INC-1' }],
		['/panel/documents?/upload', { title: 'x', category: 'x', public: 'on' }],
		['/panel/documents?/renew', { id: '1' }],
		['/panel/documents?/update', { id: '1', title: 'x', category: 'x' }],
		['/panel/documents?/delete', { id: '1' }],
		['/panel/documents?/section', { from: 'x', to: 'y' }],
		['/panel/reports?/generate', { kind: 'kpi', from: '2026-03-01', to: '2026-03-02' }],
		['/panel/reports?/publish', { id: '1', public: 'on' }],
		['/panel/reports?/remake', { id: '1' }],
		['/panel/reports?/delete', { id: '1' }],
		['/panel/reports?/schedule', { kind: 'kpi', frequency: 'daily', time: '08:00' }],
		['/panel/reports?/unschedule', { id: '1' }],
		['/panel/shifts?/check', { position: 'x' }],
		['/panel/shifts?/create', { member: 'x@x.example', position: 'x' }],
		['/panel/shifts?/update', { id: '1' }],
		['/panel/shifts?/delete', { id: '1' }],
		['/panel/shifts?/handover', { body: 'x' }],
		['/panel/shifts?/accept', { id: '1' }],
		['/panel/shifts?/saveRule', { 'days[]': '0' }],
		['/panel/shifts?/deleteRule', { id: '1' }],
		['/panel/services?/create', { name: 'x' }],
		['/panel/services?/update', { slug: 'watched', name: 'x' }],
		['/panel/services?/state', { slug: 'watched', state: 'degraded' }],
		['/panel/services?/plan', { title: 'x', 'services[]': 'watched' }],
		['/panel/services?/change', { number: 'MW-1', title: 'x' }],
		['/panel/services?/turn', { number: 'MW-1', status: 'cancelled' }],
		['/panel/screens?/pair', { code: 'BCD234', name: 'x', board: 'noc' }],
		['/panel/screens?/command', { id: '1', name: 'reload' }],
		['/panel/screens?/update', { id: '1', name: 'x' }],
		['/panel/screens?/revoke', { id: '1' }],
		['/panel/tokens?/create', { name: 'x', 'scopes[]': 'read', days: '30' }],
		['/panel/tokens?/revoke', { id: '1' }],
		['/panel/news/1?/save', { title: 'x', summary: 'x', state: 'published' }],
		['/panel/news/1?/preview', { body: 'x' }],
		['/panel/news/1?/delete', {}],
		['/panel/faq?/move', { id: '1', direction: 'down' }],
		['/panel/faq?/order', { 'ids[]': '2' }],
		['/panel/faq/1?/save', { group: 'tickets', question: 'x', answer: 'x' }],
		['/panel/faq/1?/preview', { answer: 'x' }],
		['/panel/faq/1?/delete', {}],
		['/panel/site?/contacts', { company: 'x' }],
		['/panel/site/service.watched?/save', { text: 'x' }],
		['/panel/site/service.watched?/preview', { text: 'x' }]
	] as const;
	const OF_ONESELF = [
		'/cabinet/profile?/update',
		'/cabinet/profile?/password',
		'/cabinet/profile?/endSession',
		'/cabinet/profile?/endOthers',
		'/cabinet/profile/second-factor?/begin',
		'/cabinet/profile/second-factor?/confirm',
		'/cabinet/profile/second-factor?/codes',
		'/cabinet/profile/second-factor?/off'
	];
	const FOR_ADMINS = [
		...['addPolicy', 'policy', 'deletePolicy', 'addCalendar', 'calendar', 'recalculate'].map(
			(action) => `/panel/settings?/${action}`
		),
		'/panel/settings/portal',
		...['create', 'role', 'block', 'unblock'].map((action) => `/panel/users?/${action}`),
		...['update', 'end', 'role', 'block', 'unblock'].map((action) => `/panel/users/1?/${action}`),
		'/panel/organizations?/create',
		'/panel/organizations/1?/rename',
		'/panel/organizations/1?/merge'
	];
	const fill = (path: string) =>
		path.includes('incidents') ? path.replace('[number]', incident) : path.replace('[number]', own);

	it.each(FORMS)('%s is for staff alone', async (path, fields) => {
		const seq = await world.seq();
		const nobody = await send(world, fill(path), fields);
		expect([nobody.status, nobody.headers.get('location')?.startsWith('/login')]).toEqual([
			303,
			true
		]);
		expect((await send(world, fill(path), fields, cookies.client)).status).toBe(403);
		expect(await world.seq()).toBe(seq);
	});

	it.each(OF_ONESELF)('%s is for whoever is signed in', async (path) => {
		const seq = await world.seq();
		const nobody = await send(world, path, { id: '1', code: '123456' });
		expect([nobody.status, nobody.headers.get('location')?.startsWith('/login')]).toEqual([
			303,
			true
		]);
		expect(await world.seq()).toBe(seq);
	});

	it.each(FOR_ADMINS)('%s is for administrators alone', async (path) => {
		const seq = await world.seq();
		expect((await send(world, path, { id: '1' })).status).toBe(303);
		for (const role of ['client', 'manager'] as const)
			expect((await send(world, path, { id: '1' }, cookies[role])).status).toBe(403);
		expect(await world.seq()).toBe(seq);
	});

	it.each(['comment', 'cancel'])('a client may not %s on what is not its own', async (action) => {
		const seq = await world.seq();
		const path = `/cabinet/tickets/${foreign}?/${action}`;
		const { status } = await send(world, path, { body: 'x' }, cookies.client);
		expect(status).toBe(404);
		expect(await world.seq()).toBe(seq);
	});

	it('from another site are refused', async () => {
		const seq = await world.seq();
		for (const path of ['/login', '/logout', '/panel/queue?/create', '/language'])
			expect(
				(await send(world, path, {}, cookies.manager, { Origin: 'https://evil.example' })).status
			).toBe(403);
		expect(await world.seq()).toBe(seq);
	});

	it('keep what was typed when it was refused, and make it harmless', async () => {
		const { slug } = await world.make.aService();
		const { status, text } = await send(
			world,
			'/cabinet?/create',
			{ subject: '', description: '<script>alert("мой текст")</script>', service: slug },
			cookies.client
		);
		expect(status).toBe(400);
		expect(text).toContain('мой текст');
		expect(text).not.toContain('<script>alert(');
	});
});

describe('signing in', () => {
	const signIn = (fields: Record<string, string>) => send(world, '/login', fields);

	it('keeps the session where script cannot read it', async () => {
		const { status, headers } = await signIn({ email: manager.email, password: PASSWORD });
		expect([status, headers.get('location')]).toEqual([303, '/panel']);
		const cookie = headers.getSetCookie().find((one) => one.startsWith('session='));
		expect(cookie).toMatch(/HttpOnly/i);
		expect(cookie).toMatch(/SameSite=Lax/i);
		expect(cookie).toMatch(/Path=\//i);
	});

	it.each([
		['/panel/queue?status=new', '/panel/queue?status=new'],
		['https://evil.example', '/panel'],
		['//evil.example', '/panel'],
		['/\\evil.example', '/panel'],
		['/\t/evil.example', '/panel'],
		['javascript:alert(1)', '/panel'],
		['panel', '/panel'],
		['', '/panel']
	])('with next=%j leads to %s', async (next, location) => {
		const { headers } = await signIn({ email: manager.email, password: PASSWORD, next });
		expect(headers.get('location')).toBe(location);
	});

	it('says the same of an unknown account and of a wrong password', async () => {
		const answers = [];
		for (const email of ['nobody@bazis.example', 'absent@bazis.example', client.email])
			answers.push(await signIn({ email, password: 'wrong' }));
		expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
		const texts = answers.map(({ text }) =>
			text
				.replace(/(nobody|absent|client\d+)@bazis\.example/g, 'somebody')
				.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
		);
		expect(texts[1]).toBe(texts[0]);
		expect(texts[2]).toBe(texts[0]);
	});

	it('starts a new session and ends the one before', async () => {
		const before = await world.tokenOf(client, 'web');
		const { headers } = await send(
			world,
			'/login',
			{ email: client.email, password: PASSWORD },
			`session=${before}`
		);
		expect(headers.getSetCookie().join()).toContain('session=');
		expect(await world.queries.session(before)).toBeNull();
	});

	it('and out again is a form, never a link', async () => {
		const token = await world.tokenOf(client, 'web');
		expect((await visit(world, '/logout', `session=${token}`)).status).toBe(405);
		expect(await world.queries.session(token)).not.toBeNull();
		expect((await send(world, '/logout', {}, `session=${token}`)).status).toBe(303);
		expect(await world.queries.session(token)).toBeNull();
	});

	it('with a token of the API in the cookie is no session of the site', async () => {
		const token = await world.tokenOf(manager, 'api');
		expect((await visit(world, '/panel', `session=${token}`)).status).toBe(303);
	});
});

describe('every page', () => {
	const PAGES = [
		'/',
		'/queue',
		'/kpi',
		'/incidents',
		'/services',
		'/services/watched',
		'/news',
		'/news/watched',
		'/faq',
		'/about',
		'/contacts',
		'/search?q=%D1%81%D1%80%D0%BE%D0%BA',
		'/shifts',
		'/login',
		'/nothing-here'
	];

	it('forbids script and style that are not its own, frames and foreign bases', async () => {
		for (const path of PAGES) {
			const { headers, text } = await visit(world, path);
			const policy =
				headers.get('content-security-policy') ??
				/http-equiv="content-security-policy" content="([^"]+)"/.exec(text)?.[1] ??
				'';
			expect([path, policy]).toEqual([path, expect.stringContaining("script-src 'self'")]);
			expect(policy).toContain("object-src 'none'");
			expect(policy).toContain("base-uri 'none'");
			expect(policy).toContain("frame-ancestors 'none'");
			expect(policy).toContain("form-action 'self'");
			expect(policy).not.toContain("'unsafe-inline'");
			expect(policy).not.toContain("'unsafe-eval'");
			expect(policy).not.toContain("'nonce-");
			expect(headers.get('x-frame-options')).toBe('DENY');
			expect(headers.get('x-content-type-options')).toBe('nosniff');
			expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
			expect(text).not.toMatch(/<[a-z][^>]* style="/);
			expect(text).not.toMatch(/<[a-z][^>]* on[a-z]+="/);
		}
	});

	it('speaks the language that was chosen', async () => {
		expect((await visit(world, '/')).text).toContain('<html lang="ru"');
		expect((await visit(world, '/', 'lang=en')).text).toContain('<html lang="en"');
		expect((await visit(world, '/', 'lang=%3Cscript%3E')).text).toContain('<html lang="ru"');
	});

	it('makes what people write inert', async () => {
		const script = `</script><script>alert('${'x'.repeat(3)}')</script>`;
		const drawing = `<svg onload=alert('xxx')>`;
		await world.make.aTicket({ by: client, subject: `${script} в теме`, description: script });
		await world.make.anIncident({ by: manager, title: `${script} в сбое`, message: script });
		const { slug } = await world.make.aService({ slug: 'evil', name: `${script}${drawing}` });
		const evil = await world.make.aManager({ name: `javascript:alert('xxx')//${drawing}` });
		await world.make.anIncident({
			by: evil,
			title: `${drawing} критический`,
			severity: 'critical',
			services: [slug]
		});
		const asked = await world.make.aTicket({ by: client, service: slug, subject: drawing });
		await world.make.aReply(asked, evil, `${script}${drawing}`);
		await world.commands.updateTicket(manager, asked.number, { assignee: evil.email });
		const from = world.clock.now();
		await world.make.aShift({ from, to: from + 3_600_000, position: script.slice(0, 60) });
		for (const [path, role] of [
			['/', 'anonymous'],
			['/shifts', 'anonymous'],
			['/panel/shifts', 'manager'],
			['/panel/shifts?view=month', 'manager'],
			['/incidents', 'anonymous'],
			['/services', 'anonymous'],
			['/feeds/incidents.atom', 'anonymous'],
			['/panel/services', 'manager'],
			['/panel', 'manager'],
			['/panel/queue', 'manager'],
			['/panel/incidents', 'manager'],
			['/cabinet', 'client'],
			['/kpi?kpi=created&by=service', 'anonymous'],
			['/panel/kpi?kpi=created&by=service', 'manager'],
			['/panel/kpi?kpi=created&by=assignee', 'manager'],
			['/services/evil', 'anonymous'],
			[`/panel/queue/${asked.number}`, 'manager'],
			[`/cabinet/tickets/${asked.number}`, 'client'],
			['/panel/users', 'admin'],
			['/panel/audit', 'admin'],
			...BOARDS.map((board) => [`/wall/${board}`, 'manager'] as const)
		] as const) {
			const { text, status } = await visit(world, path, cookies[role]);
			expect([path, status]).toEqual([path, 200]);
			expect([path, text.includes(`alert('xxx')</script>`)]).toEqual([path, false]);
			expect([path, /<(img src=x|svg onload)/.test(text)]).toEqual([path, false]);
			expect([path, /(href|src|action)="\s*javascript:/i.test(text)]).toEqual([path, false]);
		}
	});

	it('a fault of ours has an id and tells nothing of how we are made', async () => {
		// A page that is kept would hide the fault until it is too old.
		world.clock.advance(5_000);
		await world.database.write((tx) => tx.run(`ALTER TABLE incidents RENAME TO incidents_away`));
		const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
		const { status, text } = await visit(world, '/incidents?q=%0d%0a%1b[2J');
		const logged = log.mock.calls.map(([line]) => String(line));
		log.mockRestore();
		await world.database.write((tx) => tx.run(`ALTER TABLE incidents_away RENAME TO incidents`));
		const ids = logged.map((line): unknown => JSON.parse(line).errorId);
		expect(ids.filter((id) => text.includes(String(id)))).toHaveLength(1);
		for (const line of logged) expect(line).not.toMatch(/\p{Cc}/u);
		expect(status).toBe(500);
		expect(text).not.toMatch(/SELECT|SQLITE|sqlite|node_modules|\.ts:|at async/);
		expect((await visit(world, '/incidents')).status).toBe(200);
	});
});
