import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { createStopTokens } from '#server/sessions/stop-token.ts';
import { PASSWORD } from '../support/factories.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import { SECRET, type World } from '../support/world.ts';

let world: World;
let client: Person;
let cookie: string;
let stop: string;

beforeAll(async () => {
	world = await startSite();
	client = await world.make.aClient({ name: 'Анна Соколова' });
	cookie = await cookieOf(world, client);
	stop = `/unsubscribe?token=${createStopTokens(SECRET).sign(client.id)}`;
});
afterAll(() => world.close());

const profile = async () => {
	const session = await world.queries.session(cookie.replace('session=', ''));
	return world.queries.profile(session?.viewer ?? null);
};

describe('the address that stops letters', () => {
	it('asks, and looking at it changes nothing: scanners look at every link', async () => {
		for (let looked = 0; looked < 3; looked++) {
			const { status, text, headers } = await visit(world, stop);
			expect(status).toBe(200);
			expect(text).toContain('Не присылать');
			expect(text).not.toContain(client.email);
			expect(headers.get('cache-control')).toBe('no-store');
			expect(text).toContain('noindex');
		}
		await world.call('HEAD', stop);
		expect((await profile()).mail).toBe(true);
	});

	it('stops them when a mailbox presses its own button: no cookie, no origin, one click', async () => {
		const { status } = await world.call('POST', stop, {
			body: 'List-Unsubscribe=One-Click',
			headers: { 'Content-Type': 'application/x-www-form-urlencoded' }
		});
		expect(status).toBe(200);
		expect((await profile()).mail).toBe(false);
		await world.commands.updateProfile(client, { mail: true });
	});

	it('stops them by the button of the page', async () => {
		const { status, text } = await send(world, stop, {});
		expect(status).toBe(200);
		expect(text).toContain('больше не приходят');
		expect((await profile()).mail).toBe(false);
	});

	it('is missing with a key that is not ours', async () => {
		for (const path of [
			'/unsubscribe',
			'/unsubscribe?token=',
			`${stop}x`,
			stop.replace('.', '..')
		]) {
			expect((await visit(world, path)).status).toBe(404);
			expect((await send(world, path, {})).status).toBe(404);
		}
	});
});

describe('the profile', () => {
	it('keeps name, language and letters, and the site speaks the language at once', async () => {
		const answer = await send(
			world,
			'/cabinet/profile?/update',
			{ name: 'Анна Петрова', language: 'en', mail: 'on' },
			cookie
		);
		expect(answer.status).toBe(200);
		expect(answer.headers.get('set-cookie')).toContain('lang=en');
		expect(await profile()).toMatchObject({ name: 'Анна Петрова', language: 'en', mail: true });
		const { text } = await visit(world, '/cabinet/profile', `${cookie}; lang=en`);
		expect(text).toContain('Анна Петрова');
	});

	it('takes a box that is not ticked for «no»', async () => {
		await send(world, '/cabinet/profile?/update', { name: 'Анна', language: 'ru' }, cookie);
		expect((await profile()).mail).toBe(false);
	});

	it('refuses an empty name at its field, and a role it was not asked for', async () => {
		const empty = await send(
			world,
			'/cabinet/profile?/update',
			{ name: ' ', language: 'ru' },
			cookie
		);
		expect([empty.status, empty.text.includes('aria-invalid="true"')]).toEqual([400, true]);
		const more = { name: 'Анна', language: 'ru', role: 'admin' };
		expect((await send(world, '/cabinet/profile?/update', more, cookie)).status).toBe(400);
		expect((await profile()).role).toBe('client');
	});

	it('leaves the name of staff to administrators', async () => {
		const manager = await world.make.aManager({ name: 'Пётр Ильин' });
		const own = await cookieOf(world, manager);
		await send(world, '/cabinet/profile?/update', { name: 'Другой', language: 'ru' }, own);
		const { text } = await visit(world, '/cabinet/profile', own);
		expect(text).toContain('Пётр Ильин');
		expect(text).not.toContain('Другой');
	});

	it('follows the language chosen at the top of a page', async () => {
		await send(world, '/language', { lang: 'en', next: '/cabinet' }, cookie);
		expect((await profile()).language).toBe('en');
	});
});

describe('a password', () => {
	it('is changed by the present one alone, and every other session ends at once', async () => {
		const person = await world.make.aClient();
		const [here, there] = [await cookieOf(world, person), await cookieOf(world, person)];
		const screen = await world.screen({ token: there.replace('session=', '') }).ready();
		const wrong = await send(
			world,
			'/cabinet/profile?/password',
			{ current: 'не тот', password: 'совсем новый' },
			here
		);
		expect(wrong.status).toBe(400);
		expect(wrong.text).toContain('Это не тот пароль');
		expect(wrong.text).not.toContain('не тот"');
		const right = await send(
			world,
			'/cabinet/profile?/password',
			{ current: PASSWORD, password: 'совсем новый' },
			here
		);
		expect(right.status).toBe(200);
		const since = performance.now();
		await screen.closed();
		expect(performance.now() - since).toBeLessThan(2_000);
		expect(screen.told('bye')).toHaveLength(1);
		expect((await visit(world, '/cabinet', there)).status).toBe(303);
		expect((await visit(world, '/cabinet', here)).status).toBe(200);
		const signIn = (password: string) =>
			world.commands.signIn(
				'web',
				{ email: person.email, password },
				{ address: '192.0.2.9', userAgent: 'tests' }
			);
		await expect(signIn(PASSWORD)).rejects.toMatchObject({ code: 'wrong_credentials' });
		expect((await signIn('совсем новый')).viewer.id).toBe(person.id);
	});

	it('cannot be guessed by whoever found a browser open', async () => {
		const person = await world.make.aClient();
		const own = await cookieOf(world, person);
		const statuses: number[] = [];
		for (let guess = 0; guess < 7; guess++) {
			const fields = { current: `guess ${guess}`, password: 'совсем новый' };
			statuses.push((await send(world, '/cabinet/profile?/password', fields, own)).status);
		}
		expect(statuses.slice(0, 5)).toEqual([400, 400, 400, 400, 400]);
		expect(statuses.at(-1)).toBe(429);
	});
});

describe('the own tickets', () => {
	it('say which have something new, in the list, the title and the way to it', async () => {
		const own = await cookieOf(world, client);
		const ticket = await world.make.aTicket({ by: client, subject: 'Касса молчит' });
		await world.make.aTicket({ by: client, subject: 'Другое дело' });
		await world.make.aReply(ticket, await world.make.aManager());
		const { text } = await visit(world, '/cabinet', own);
		expect(text).toContain('<title>(1) ');
		expect(text).toContain('data-unread="1"');
		const unread = await visit(world, '/cabinet?show=unread', own);
		expect(unread.text).toContain('Касса молчит');
		expect(unread.text).not.toContain('>Другое дело');
		// Without script the client says itself that it has read them.
		const page = await visit(world, `/cabinet/tickets/${ticket.number}`, own);
		expect(page.text).toContain('?/read');
		await send(world, `/cabinet/tickets/${ticket.number}?/read`, { seen: '1' }, own);
		expect((await world.queries.ticket(client, ticket.number)).unread).toBe(0);
	});

	it('are found by words, service and state, a page at a time', async () => {
		const many = await world.make.aClient();
		const own = await cookieOf(world, many);
		const { slug } = await world.make.aService({ slug: 'cash-desk' });
		for (let made = 0; made < 23; made++)
			await world.make.aTicket({ by: many, service: slug, subject: `Принтер ${made}` });
		const foreign = await world.make.aTicket({ service: slug, subject: 'Принтер чужой' });
		const rows = (text: string) => text.match(/data-ticket="BC-\d+"/g)?.length ?? 0;
		const first = await visit(world, '/cabinet?q=принтер', own);
		expect(rows(first.text)).toBe(20);
		expect(first.text).not.toContain(`data-ticket="${foreign.number}"`);
		expect(first.text).not.toContain('Принтер чужой');
		const [, next = ''] = /rel="next" href="([^"]+)"/.exec(first.text) ?? [];
		const second = await visit(world, `/cabinet${next.replaceAll('&amp;', '&')}`, own);
		expect(rows(second.text)).toBe(3);
		expect(rows((await visit(world, '/cabinet?service=cash-desk', own)).text)).toBe(20);
		expect(rows((await visit(world, '/cabinet?show=waiting', own)).text)).toBe(0);
		expect((await visit(world, '/cabinet?show=nonsense&q=', own)).status).toBe(200);
	});
});
