import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { aLink, aRegistration } from '../support/accounts.ts';
import { SECOND } from '../support/clock.ts';
import { PASSWORD } from '../support/factories.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import { codeOf, withSecondFactor } from '../support/totp.ts';
import type { World } from '../support/world.ts';

let world: World;
let admin: Person;

beforeAll(async () => {
	world = await startSite();
	admin = await world.make.anAdmin();
});
afterAll(() => world.close());
beforeEach(async () => {
	// What an earlier test still owes would come between the letters of this one.
	await world.post();
	world.letters.length = 0;
	// Each test is another hour: what one counts is no other's.
	world.clock.advance(3_600 * SECOND);
});

const fields = (given: Partial<ReturnType<typeof aRegistration>> = {}) => {
	const { name, email, password, organization = '' } = aRegistration(given);
	return { name, email, password, organization };
};
/** What a browser keeps of an answer. */
const kept = (headers: Headers) =>
	headers
		.getSetCookie()
		.map((cookie) => cookie.split(';')[0] ?? '')
		.filter((cookie) => !cookie.endsWith('='))
		.join('; ');
const pathOf = async () => {
	await world.post();
	return world.letters.at(-1)?.link ?? '';
};
const seen = (text: string, ...words: string[]) =>
	words.reduce((all, word) => all.replaceAll(word, '…'), text).replace(/[0-9a-f-]{36}/g, '…');

describe('registration', () => {
	it('goes from form to letter to cabinet without script', async () => {
		const form = await visit(world, '/register');
		expect(form.status).toBe(200);
		expect(form.headers.get('cache-control')).toBe('no-store');
		const given = fields();
		const sent = await send(world, '/register', given);
		expect(sent.status).toBe(200);
		expect(sent.text).toContain(given.email);
		const early = await send(world, '/login', { email: given.email, password: PASSWORD });
		expect(early.text).toContain('data-code="not_confirmed"');
		expect(early.headers.getSetCookie().join()).not.toContain('session=');

		const path = await pathOf();
		const browser = kept(sent.headers);
		for (let looked = 0; looked < 2; looked++) {
			const page = await visit(world, path, browser);
			expect([page.status, page.text.includes('name="password"')]).toEqual([200, false]);
			expect(page.text).toContain('noindex');
		}
		const confirmed = await send(world, path, {}, browser);
		expect([confirmed.status, confirmed.headers.get('location')]).toEqual([303, '/cabinet']);
		const cookie = kept(confirmed.headers);
		expect((await visit(world, '/cabinet', cookie)).status).toBe(200);
		expect((await visit(world, path)).text).toContain('data-link="over"');
		expect((await send(world, path, { password: PASSWORD })).status).toBe(404);
	});

	it('asks for the password where it was not registered', async () => {
		const given = fields();
		await send(world, '/register', given);
		const path = await pathOf();
		expect((await visit(world, path)).text).toContain('name="password"');
		const without = await send(world, path, {});
		expect([without.status, without.text.includes('aria-invalid="true"')]).toEqual([400, true]);
		expect((await send(world, path, { password: 'не тот пароль' })).status).toBe(400);
		expect((await send(world, path, { password: PASSWORD })).status).toBe(303);
	});

	it('answers the same of an address that has an account', async () => {
		const client = await world.make.aClient();
		const [known, unknown] = [fields({ email: client.email }), fields()];
		const answers = [
			await send(world, '/register', known),
			await send(world, '/register', unknown)
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		expect(seen(answers[0]?.text ?? '', known.email)).toBe(
			seen(answers[1]?.text ?? '', unknown.email)
		);
		const names = answers.map(({ headers }) =>
			headers.getSetCookie().map((one) => one.split('=')[0])
		);
		expect(names[0]).toEqual(names[1]);
	});

	it('refuses at the field, keeps what was typed and never the password', async () => {
		const answer = await send(
			world,
			'/register',
			fields({ name: ' ', password: 'короткий'.slice(1) })
		);
		expect(answer.status).toBe(400);
		expect(answer.text.match(/aria-invalid="true"/g)).toHaveLength(2);
		expect(answer.text).toContain('ООО «Ромашка»');
		expect(answer.text).not.toContain('ороткий');
	});

	it('takes no role and no id, whatever a form sends', async () => {
		const given = fields();
		await send(world, '/register', { ...given, role: 'admin', id: '1', confirmed: 'on' });
		const row = await world.database.read((tx) =>
			tx.one<{ role: string; since: number | null }>(
				`SELECT role, unconfirmed_since AS since FROM users WHERE email = $1`,
				[given.email]
			)
		);
		expect(row?.role).toBe('client');
		expect(row?.since).not.toBeNull();
	});

	it('makes nothing of what a program has filled in to the last field', async () => {
		const given = fields();
		const answer = await send(world, '/register', { ...given, website: 'https://spam.example' });
		expect(answer.status).toBe(200);
		const row = await world.database.read((tx) =>
			tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [given.email])
		);
		expect(row).toBeNull();
	});

	it('lets people register far oftener than programs that are done in an instant', async () => {
		const open = async (wait: number) => {
			const { text } = await visit(world, '/register');
			const stamp = /name="stamp" value="([^"]+)"/.exec(text)?.[1] ?? '';
			world.clock.advance(wait);
			return (await send(world, '/register', { ...fields(), stamp })).status;
		};
		const statuses = [];
		for (let at = 0; at < 12; at++) statuses.push(await open(at < 9 ? 100 : 5 * SECOND));
		// Nine in haste count for 27; three more are left to whoever takes the time.
		expect(statuses).toEqual(Array(12).fill(200));
		expect(await open(5 * SECOND)).toBe(429);
	});

	it('is closed when an administrator says so', async () => {
		await world.commands.changeSettings(admin, { registration: 'closed' });
		expect((await visit(world, '/register')).text).not.toContain('name="email"');
		expect((await visit(world, '/login')).text).not.toContain('href="/register"');
		expect((await send(world, '/register', fields())).status).toBe(403);
		await world.commands.changeSettings(admin, { registration: 'open' });
	});

	it('sends the link again to whoever knows the password', async () => {
		const given = fields();
		await send(world, '/register', given);
		const early = await send(world, '/login', { email: given.email, password: PASSWORD });
		const half = kept(early.headers);
		expect((await visit(world, '/confirm/again')).status).toBe(303);
		expect((await send(world, '/confirm/again', {})).status).toBe(404);
		world.letters.length = 0;
		expect((await send(world, '/confirm/again', {}, half)).text).toContain('data-sent');
		expect(await pathOf()).toMatch(/^\/confirm\?token=/);
	});
});

describe('a forgotten password', () => {
	it('is asked for with one answer for everybody', async () => {
		const client = await world.make.aClient();
		const answers = [];
		for (const email of [client.email, 'nobody@bazis.example'])
			answers.push(seen((await send(world, '/forgot', { email })).text, email));
		expect(answers[0]).toBe(answers[1]);
		expect(await pathOf()).toMatch(/^\/reset\?token=/);
	});

	it('is set by the link, without a look at it changing anything', async () => {
		const client = await world.make.aClient();
		const cookie = await cookieOf(world, client);
		const screen = await world.screen({ cookie }).ready();
		await send(world, '/forgot', { email: client.email });
		const path = await pathOf();
		for (let looked = 0; looked < 2; looked++)
			expect((await visit(world, path)).text).toContain('name="password"');
		expect((await send(world, path, { password: 'мало' })).status).toBe(400);
		const answer = await send(world, path, { password: 'совсем новый' });
		expect(answer.headers.get('location')).toBe('/login?done=reset');
		const since = performance.now();
		await screen.closed();
		expect(performance.now() - since).toBeLessThan(2_000);
		expect(screen.told('bye')).toEqual([{ reason: 'password changed' }]);
		expect((await visit(world, '/cabinet', cookie)).status).toBe(303);
		expect((await visit(world, path)).text).toContain('data-link="over"');
		expect((await send(world, path, { password: 'ещё новее!' })).status).toBe(404);
	});
});

describe('an invitation', () => {
	it('sets name and password and leads in', async () => {
		const manager = await world.make.aManager({ password: undefined, name: 'Черновое Имя' });
		const { path } = await world.commands.inviteLink(admin, manager.id);
		expect((await visit(world, path)).text).toContain('Черновое Имя');
		const answer = await send(world, path, { name: 'Ольга Крылова', password: PASSWORD });
		expect([answer.status, answer.headers.get('location')]).toEqual([303, '/panel']);
		expect((await visit(world, '/panel', kept(answer.headers))).status).toBe(200);
	});

	it.each(['confirm', 'reset', 'invite'])(
		'of %s with a made-up token tells nothing',
		async (kind) => {
			for (const token of ['', 'x', 'a'.repeat(43), 'a'.repeat(5_000)]) {
				const { status, text } = await visit(world, `/${kind}?token=${token}`);
				expect([status, text.includes('data-link="over"')]).toEqual([200, true]);
			}
		}
	);
});

describe('a sign-in with a second factor', () => {
	const signIn = (person: Person, next = '') =>
		send(world, '/login', { email: person.email, password: PASSWORD, next });
	const later = (secret: string) => {
		world.clock.advance(30 * SECOND);
		return codeOf(secret, world.clock.now());
	};

	it('asks for the code on a page of its own and goes on where it was to go', async () => {
		const manager = await world.make.aManager();
		const { secret } = await withSecondFactor(world, manager);
		const first = await signIn(manager, '/panel/queue?status=new');
		const location = first.headers.get('location') ?? '';
		expect(location).toBe('/login/code?next=%2Fpanel%2Fqueue%3Fstatus%3Dnew');
		const half = kept(first.headers);
		expect(half).toMatch(/^step-code=/);
		expect(first.headers.getSetCookie().join()).toMatch(/HttpOnly/i);
		// Half a sign-in is none, whatever it is called.
		expect((await visit(world, '/panel', half)).status).toBe(303);
		expect((await visit(world, '/panel', half.replace('step-code', 'session'))).status).toBe(303);
		expect((await visit(world, location, half)).text).toContain('one-time-code');

		const wrong = await send(world, '/login/code', { code: '000000' }, half);
		expect([wrong.status, wrong.text.includes('Код не подошёл')]).toEqual([400, true]);
		expect(wrong.text).not.toContain('Почта или пароль не подошли');
		const right = await send(
			world,
			'/login/code',
			{ code: later(secret), next: '/panel/queue?status=new' },
			half
		);
		expect(right.headers.get('location')).toBe('/panel/queue?status=new');
		expect((await visit(world, '/panel', kept(right.headers))).status).toBe(200);
	});

	it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
		'never leads to %s',
		async (next) => {
			const client = await world.make.aClient();
			const { secret } = await withSecondFactor(world, client);
			const first = await signIn(client, next);
			expect(first.headers.get('location')).toBe('/login/code');
			const code = later(secret);
			const second = await send(world, '/login/code', { code, next }, kept(first.headers));
			expect(second.headers.get('location')).toBe('/cabinet');
		}
	);

	it('begins anew without its first half', async () => {
		expect((await visit(world, '/login/code?next=/panel')).headers.get('location')).toBe(
			'/login?next=%2Fpanel'
		);
		const answer = await send(world, '/login/code', { code: '123456' });
		expect(answer.headers.get('location')).toBe('/login');
	});
});

describe('the second factor', () => {
	const PAGE = '/cabinet/profile/second-factor';

	it('is set up without script: password, picture, first code, recovery codes once', async () => {
		const client = await world.make.aClient();
		const cookie = await cookieOf(world, client);
		expect((await visit(world, PAGE, cookie)).text).not.toContain('<path d="M4');
		const begun = await send(world, `${PAGE}?/begin`, { password: PASSWORD }, cookie);
		expect(begun.status).toBe(200);
		expect(begun.text).toMatch(/<path d="M4 4h7v1h-7z/);
		const secret = /<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(begun.text)?.[1] ?? '';
		const code = codeOf(secret, world.clock.now());
		const on = await send(world, `${PAGE}?/confirm`, { code }, cookie);
		expect(on.text.match(/<code[^>]*>[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}<\/code>/g)).toHaveLength(
			10
		);
		const again = await visit(world, PAGE, cookie);
		expect(again.text).not.toMatch(/<code[\s>]/);
		expect(again.text).toContain('data-factor="on"');
		expect((await visit(world, '/cabinet/profile', cookie)).text).toContain('data-factor="on"');
	});

	it('that is demanded of staff comes before anything else, and for them alone', async () => {
		const manager = await world.make.aManager();
		const own = await cookieOf(world, manager);
		const clients = await cookieOf(world, await world.make.aClient());
		await world.commands.changeSettings(admin, { secondFactor: 'staff' });
		try {
			for (const path of ['/panel', '/panel/queue', '/cabinet', '/wall/noc', '/', '/queue']) {
				const { status, headers } = await visit(world, path, own);
				expect([path, status, headers.get('location')]).toEqual([path, 303, PAGE]);
			}
			expect((await send(world, '/panel/queue?/create', {}, own)).status).toBe(303);
			const data = await visit(world, '/panel/__data.json', own);
			expect(data.text).toContain('"type":"redirect"');
			const page = await visit(world, PAGE, own);
			expect([page.status, page.text.includes('data-demanded')]).toEqual([200, true]);
			expect((await visit(world, '/cabinet', clients)).status).toBe(200);
			const session = await world.queries.siteSession(own.replace('session=', ''));
			await withSecondFactor(world, manager, session?.id);
			expect((await visit(world, '/panel', own)).status).toBe(200);
		} finally {
			await world.commands.changeSettings(admin, { secondFactor: 'optional' });
		}
	});
});

describe('the sessions of a profile', () => {
	it('are shown and ended; one of somebody else’s is missing', async () => {
		const client = await world.make.aClient();
		const [here, there] = [await cookieOf(world, client), await cookieOf(world, client)];
		const stranger = await cookieOf(world, await world.make.aClient());
		const { text } = await visit(world, '/cabinet/profile', here);
		expect(text.match(/data-session="/g)).toHaveLength(2);
		expect(text.match(/data-session="current"/g)).toHaveLength(1);
		const id = /name="id" value="([^"]+)"/.exec(text)?.[1] ?? '';
		const end = (cookie: string) => send(world, '/cabinet/profile?/endSession', { id }, cookie);
		expect((await end(stranger)).status).toBe(404);
		expect((await visit(world, '/cabinet', there)).status).toBe(200);
		expect((await end(here)).status).toBe(200);
		expect((await visit(world, '/cabinet', there)).status).toBe(303);
		const more = await cookieOf(world, client);
		expect((await send(world, '/cabinet/profile?/endOthers', {}, here)).status).toBe(200);
		expect((await visit(world, '/cabinet', more)).status).toBe(303);
		expect((await visit(world, '/cabinet', here)).status).toBe(200);
	});
});

it('no link of a letter or a page is made of the host that a request names', async () => {
	const client = await world.make.aClient();
	const { port } = new URL(world.url);
	const body = new URLSearchParams({ email: client.email }).toString();
	// By hand: `fetch` names no host but the one it calls.
	const tcp = connect(Number(port), '127.0.0.1');
	const ended = new Promise((resolve) => tcp.once('close', resolve));
	tcp.resume();
	tcp.write(
		'POST /forgot HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n' +
			'Content-Type: application/x-www-form-urlencoded\r\nAccept: text/html\r\n' +
			`Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
	);
	await ended;
	expect(await pathOf()).toBe(`/reset?token=${await aLink(world, 'reset', client.email)}`);
	expect(`${world.letters.at(-1)?.text}${world.letters.at(-1)?.html}`).not.toContain('evil');
});
