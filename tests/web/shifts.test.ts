import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { DAY, HOUR } from '../support/clock.ts';
import { cookieOf, send, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let cookie: string;

beforeAll(async () => {
	world = await startSite();
	manager = await world.make.aManager({ name: 'Анна Соколова' });
	client = await world.make.aClient();
	cookie = await cookieOf(world, manager);
});
afterAll(() => world.close());

/** The world's clock stands at noon of 3 March 2026, a Tuesday, in Moscow. */
const form = (fields: Record<string, string>, action = 'create') =>
	send(world, `/panel/shifts?/${action}`, fields, cookie);
const shiftsOf = async ({ email }: Person) =>
	(await world.queries.shifts(manager, { from: 0, member: email })).items;

describe('the form of the roster, without script', () => {
	it('rosters by the clock of the portal', async () => {
		const person = await world.make.aManager();
		const { status, headers } = await form({
			member: person.email,
			position: 'старший смены',
			startsAt: '2026-03-05T20:00',
			endsAt: '2026-03-06T08:00'
		});
		expect([status, headers.get('location')]).toEqual([303, '/panel/shifts?day=2026-03-05']);
		expect(await shiftsOf(person)).toMatchObject([
			{ startsAt: '2026-03-05T17:00:00.000Z', endsAt: '2026-03-06T05:00:00.000Z' }
		]);
	});

	it('shows what a pattern would make before it is made, and makes it once', async () => {
		const person = await world.make.aManager();
		const fields = {
			member: person.email,
			position: 'сети',
			startsAt: '2026-03-09T08:00',
			endsAt: '2026-03-09T20:00',
			pattern: '2_2',
			until: '2026-03-20',
			key: 'one press'
		};
		const seen = await form(fields, 'check');
		expect(seen.status).toBe(200);
		expect(seen.text).toContain('Будет 6 смен');
		expect(seen.text).toContain('value="2026-03-09T08:00"');
		expect(await shiftsOf(person)).toEqual([]);
		await Promise.all([form(fields), form(fields)]);
		expect(await shiftsOf(person)).toHaveLength(6);
	});

	it('refuses an overlap at its field, and takes it when it is meant', async () => {
		const person = await world.make.aManager();
		const fields = {
			member: person.email,
			position: 'сети',
			startsAt: '2026-03-07T08:00',
			endsAt: '2026-03-07T20:00'
		};
		await form(fields);
		const again = { ...fields, startsAt: '2026-03-07T19:00', endsAt: '2026-03-08T07:00' };
		const refused = await form(again);
		expect(refused.status).toBe(400);
		expect(refused.text).toContain('уже на другой смене');
		expect(refused.text).toContain('name="overlap"');
		expect(refused.text).toContain('value="2026-03-07T19:00"');
		expect((await form({ ...again, overlap: 'on' })).status).toBe(303);
		expect(await shiftsOf(person)).toHaveLength(2);
		expect((await visit(world, '/panel/shifts?day=2026-03-07', cookie)).text).toContain(
			'пересекается с другой сменой'
		);
	});

	it.each([
		['an unknown person', { member: 'nobody@bazis.example' }],
		['a client', { member: 'client' }],
		['no position', { position: '' }],
		['an end before the beginning', { endsAt: '2026-03-05T07:00' }],
		['a time that is none', { startsAt: '2026-13-05T07:00' }],
		['nobody', { member: '' }]
	])('refuses %s and keeps what was typed', async (_what, given) => {
		const fields = {
			member: manager.email,
			position: 'дежурный инженер',
			startsAt: '2026-03-05T08:00',
			endsAt: '2026-03-05T20:00',
			...given
		};
		if (fields.member === 'client') fields.member = client.email;
		const { status, text } = await form(fields);
		expect(status).toBe(400);
		expect(text).toContain('aria-invalid="true"');
		if (fields.position) expect(text).toContain('дежурный инженер');
	});

	it('tells a second editor in words what the first one did', async () => {
		const from = Date.parse('2026-03-12T05:00:00Z');
		const shift = await world.make.aShift({ by: manager, from, to: from + 12 * HOUR });
		const fields = { id: String(shift.id), version: '1', position: 'рабочие места' };
		expect((await form(fields, 'update')).status).toBe(303);
		const path = `/panel/shifts?view=week&day=2026-03-12&edit=${shift.id}&/update`;
		const stale = await send(world, path, { ...fields, position: 'сети и связь' }, cookie);
		expect(stale.status).toBe(409);
		expect(stale.text).toContain('Анна Соколова');
		expect(stale.text).toContain('рабочие места');
		expect(stale.text).toContain('value="сети и связь"');
		expect((await form({ id: String(shift.id), version: '1' }, 'delete')).status).toBe(409);
		expect((await form({ id: String(shift.id) }, 'delete')).status).toBe(303);
		expect((await form({ id: String(shift.id) }, 'delete')).status).toBe(404);
	});

	it('warns of the gap that a removal leaves before it is left', async () => {
		const from = world.clock.now() + 41 * DAY;
		const make = (start: number) =>
			world.make.aShift({ by: manager, from: from + start * HOUR, to: from + (start + 12) * HOUR });
		const [, night] = [await make(0), await make(12), await make(24)];
		const day = new Date(from).toISOString().slice(0, 10);
		const { text } = await visit(world, `/panel/shifts?day=${day}&edit=${night.id}`, cookie);
		expect(text).toContain('Если снять эту смену');
		expect(text).toContain('Появятся пробелы');
	});

	it('hands over by who is on duty, and the next one takes over', async () => {
		const person = await world.make.aManager();
		const own = await cookieOf(world, person);
		const write = () => send(world, '/panel/shifts?/handover', { body: 'Ждём банк' }, own);
		expect((await write()).status).toBe(400);
		const from = world.clock.now() - HOUR;
		await world.make.aShift({ from, to: from + 4 * HOUR, member: person.email });
		expect((await write()).status).toBe(200);
		const [handover] = (await world.queries.handovers(manager, {})).items;
		expect((await visit(world, '/panel', cookie)).text).toContain('Ждём банк');
		await form({ id: String(handover?.id) }, 'accept');
		expect((await world.queries.handovers(manager, {})).items[0]?.acceptedBy).toBe(manager.name);
	});
});

describe('the public schedule', () => {
	it('names whoever allows it in their own profile, and nobody else', async () => {
		const shy = await world.make.aManager({ name: 'Сентинелла Скрытная' });
		const open = await world.make.aManager({ name: 'Оливия Открытая' });
		const from = world.clock.now() - HOUR;
		for (const { email } of [shy, open])
			await world.make.aShift({ from, to: from + 9 * HOUR, member: email });
		const own = await cookieOf(world, open);
		const profile = { publicName: 'on' };
		expect((await send(world, '/cabinet/profile?/schedule', profile, own)).status).toBe(200);
		const clients = await cookieOf(world, client);
		expect((await send(world, '/cabinet/profile?/schedule', profile, clients)).status).toBe(403);
		const seen: string[] = [];
		for (const seer of ['', clients])
			for (const path of [
				'/shifts',
				'/shifts/__data.json',
				'/feeds/shifts.ics',
				'/api/v1/shifts',
				'/api/v1/live'
			])
				seen.push((await visit(world, path, seer)).text.replaceAll('\r\n ', ''));
		for (const text of seen) {
			expect(text).toContain('Оливия Открытая');
			expect(text).not.toMatch(/Сентинелла|manager\d+@/);
		}
		expect((await visit(world, '/panel/shifts', cookie)).text).toContain('Сентинелла');
	});
});

describe('the address of one’s own calendar', () => {
	it('is shown in the profile, opens for everybody who has it, and ends', async () => {
		const person = await world.make.aManager();
		const own = await cookieOf(world, person);
		const from = world.clock.now() + DAY;
		await world.make.aShift({ from, to: from + HOUR, member: person.email, position: 'сети' });
		expect((await send(world, '/cabinet/profile?/openFeed', {}, own)).status).toBe(303);
		const { text } = await visit(world, '/cabinet/profile', own);
		const path = /\/feeds\/shifts\/[\w-]+\.ics/.exec(text)?.[0] ?? '';
		const feed = await visit(world, path);
		expect(feed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
		expect(feed.headers.get('cache-control')).toContain('no-store');
		expect(feed.text).toContain('SUMMARY:сети\r\n');
		expect(world.log.join('\n')).not.toContain(path.split('-').at(-1) ?? 'none');
		await send(world, '/cabinet/profile?/closeFeed', {}, own);
		expect((await visit(world, path)).status).toBe(404);
		expect((await visit(world, '/feeds/shifts/1-1-x.ics')).status).toBe(404);
	});
});
