import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let admin: Person;
let cookie: string;
const SETTINGS = '/panel/settings';
const WEEK = Object.fromEntries(
	['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [`week[${day}]`, '9:00-18:00'])
);

beforeAll(async () => {
	world = await startSite();
	admin = await world.make.anAdmin();
	cookie = await cookieOf(world, admin);
	await world.make.aService({ slug: 'mail', name: 'Почта' });
});
afterAll(() => world.close());

const post = (action: string, fields: Record<string, string>) =>
	send(world, `${SETTINGS}?/${action}`, fields, cookie);
const page = async (query = '') => (await visit(world, `${SETTINGS}${query}`, cookie)).text;

describe('the settings, without a script', () => {
	it('show what is promised, and the form of one policy', async () => {
		const html = await page('?policy=1');
		for (const words of ['Все сервисы', 'Круглосуточно', 'когда осталось 30'])
			expect(html).toContain(words);
		expect(html).toMatch(/name="resolutionMinutes"[^>]* value="72\sч"/);
	});

	it('take a calendar as people write it', async () => {
		const { status, headers } = await post('addCalendar', {
			name: 'Офис',
			zone: 'Europe/Moscow',
			...WEEK,
			productionCalendar: 'ru',
			exceptions: '\n2026-12-30 09:00-13:00 Короткий день\n2026-08-14 День компании\n'
		});
		expect([status, headers.get('location')]).toEqual([303, '/panel/settings?saved=1&show=2']);
		const { calendars } = await world.queries.slaBook();
		expect(calendars.at(-1)).toMatchObject({
			name: 'Офис',
			definition: {
				week: ['09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '09:00–18:00', '', ''],
				exceptions: [
					{ date: '2026-08-14', hours: '', name: 'День компании' },
					{ date: '2026-12-30', hours: '09:00–13:00', name: 'Короткий день' }
				]
			}
		});
		const html = await page('?show=2&year=2026');
		for (const words of ['День компании', 'Праздник Весны и Труда', '№ 1466'])
			expect(html).toContain(words);
	});

	it('say what is wrong at the field, keep what was typed and change nothing', async () => {
		const seq = await world.seq();
		const calendar = await post('addCalendar', {
			name: 'Ещё один',
			zone: 'Europe/Atlantis',
			'week[mon]': 'с девяти',
			exceptions: '2026-08-14 День компании\n\n2026-02-30 Такого дня нет'
		});
		expect(calendar.status).toBe(400);
		for (const words of [
			'Ещё один',
			'с девяти',
			'Такого часового пояса нет',
			'Строка 3 не читается'
		])
			expect(calendar.text).toContain(words);
		const policy = await post('policy', {
			id: '1',
			responseMinutes: '5 ч',
			resolutionMinutes: 'завтра',
			calendar: '1',
			warningPercent: '30'
		});
		expect(policy.status).toBe(400);
		for (const words of ['завтра', 'Напишите так']) expect(policy.text).toContain(words);
		expect(await world.seq()).toBe(seq);
	});

	it('change a policy, and refuse one that somebody else changed meanwhile', async () => {
		const { policies } = await world.queries.slaBook();
		const normal = policies.find(({ priority, service }) => priority === 'normal' && !service);
		const fields = {
			id: String(normal?.id),
			version: String(normal?.version),
			responseMinutes: '1 ч',
			resolutionMinutes: '8 ч',
			calendar: '2',
			warningPercent: '25'
		};
		const saved = await post('policy', fields);
		expect([saved.status, saved.headers.get('location')]).toEqual([303, '/panel/settings?saved=1']);
		expect((await world.queries.slaBook()).policies).toContainEqual(
			expect.objectContaining({ responseMinutes: 60, resolutionMinutes: 480, calendar: 2 })
		);
		const stale = await post('policy', { ...fields, resolutionMinutes: '6 ч' });
		expect(stale.status).toBe(409);
		for (const words of ['6 ч', 'Сейчас записано: ответ 1\u00a0ч, решение 8\u00a0ч'])
			expect(stale.text).toContain(words);
	});

	it('add a policy for a service once, and take it away', async () => {
		const fields = {
			service: 'mail',
			priority: 'high',
			responseMinutes: '15',
			resolutionMinutes: '2 ч',
			calendar: '1',
			warningPercent: '30'
		};
		expect((await post('addPolicy', fields)).status).toBe(303);
		const again = await post('addPolicy', fields);
		expect(again.status).toBe(400);
		expect(again.text).toContain('Такое уже есть');
		const made = (await world.queries.slaBook()).policies.find(({ service }) => service === 'mail');
		expect((await post('deletePolicy', { id: String(made?.id) })).status).toBe(303);
		expect((await post('deletePolicy', { id: String(made?.id) })).status).toBe(404);
	});

	it('count open tickets anew and say how many moved', async () => {
		await world.make.aTicket({ service: 'mail', priority: 'low' });
		const { policies } = await world.queries.slaBook();
		const low = policies.find(({ priority, service }) => priority === 'low' && !service);
		await world.commands.updateSlaPolicy(admin, low?.id ?? 0, { resolutionMinutes: 9999 });
		const { status, headers } = await post('recalculate', {});
		expect([status, headers.get('location')]).toEqual([303, '/panel/settings?moved=1']);
		expect(await page('?moved=1')).toContain('Сроки изменились у 1 заявки.');
	});
});

it('a ticket says in words why it is due when it is, to staff and to its client', async () => {
	const client = await world.make.aClient();
	const { number } = await world.make.aTicket({ by: client, service: 'mail', priority: 'normal' });
	const said = /8\sрабочих часов/;
	expect((await visit(world, `/panel/queue/${number}`, cookie)).text).toMatch(said);
	const own = await visit(world, `/cabinet/tickets/${number}`, await cookieOf(world, client));
	expect(own.text).toMatch(/1\sрабочий час/);
	expect(own.text).toContain('Офис');
	const critical = await world.make.aTicket({ by: client, service: 'mail', priority: 'critical' });
	const around = await visit(
		world,
		`/cabinet/tickets/${critical.number}`,
		await cookieOf(world, client)
	);
	expect(around.text).toMatch(/15\sминут/);
	expect(around.text).not.toContain('Офис');
});
