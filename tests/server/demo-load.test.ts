import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FullTicket } from '#lib/domain/ticket.ts';
import { isStaffShift } from '#lib/domain/shift.ts';
import { isFull, isOpen } from '#lib/domain/ticket.ts';
import { readConfig } from '#server/config.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import { loadDemoIfEmpty } from '#server/demo/boot.ts';
import { MIGRATIONS } from '../../migrations/index.ts';
import { makeDatabase, type TestDatabase } from '../support/test-database.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const SECRET = 'a secret of more than thirty-two bytes';

let file: TestDatabase;
let core: PortalCore;
const progress: number[] = [];

async function open(
	settings: NodeJS.ProcessEnv = {}
): Promise<{ core: PortalCore; load: () => Promise<boolean> }> {
	const MEDIA_DIR = join(dirname(file.url.slice('sqlite:'.length)), 'media');
	const config = readConfig({ DEMO: '1', DATABASE_URL: file.url, MEDIA_DIR, ...settings });
	const database = await openDatabase(file.url);
	await migrate(database, MIGRATIONS);
	const opened = createPortal({
		database,
		config,
		secret: SECRET,
		build: 'test',
		now: () => NOW,
		failed: (error) => {
			throw error;
		}
	});
	const onProgress = (done: number, total: number) => progress.push(done / total);
	return { core: opened, load: () => loadDemoIfEmpty(opened, config, SECRET, onProgress) };
}

beforeAll(async () => {
	file = await makeDatabase('sqlite');
	const opened = await open();
	core = opened.core;
	expect(await opened.load()).toBe(true);
});

afterAll(async () => {
	await core.close();
	await file.remove();
});

test('the demo company stands as its plan says, by the commands alone', async () => {
	const { state } = await core.portal.queries.live('staff');
	expect(state.totals).toMatchObject({ open: 47, waiting: 10, overdue: 3, unassigned: 5 });
	const listed = state.tickets.filter(isFull);
	expect(listed.filter(({ status }) => isOpen(status))).toHaveLength(47);
	expect(state.services).toHaveLength(12);
	expect(state.incidents.filter(({ status }) => status !== 'resolved')).toHaveLength(2);
	expect(state.services.find(({ slug }) => slug === 'acquiring')?.state).toBe('major_outage');
	expect((await core.portal.queries.staff()).length).toBe(15);
	expect((await core.portal.queries.clients()).length).toBe(40);
	expect(progress.at(-1)).toBe(1);
});

test('its tickets are four hundred, told apart by what they say', async () => {
	const viewer = { id: 1, name: '', email: '', role: 'admin' } as const;
	const tickets: FullTicket[] = [];
	for (let cursor: string | null | undefined; cursor !== null;) {
		const page = await core.portal.queries.tickets(viewer, { limit: 100, cursor });
		tickets.push(...page.items);
		cursor = page.nextCursor;
	}
	expect(tickets).toHaveLength(400);
	expect(new Set(tickets.map(({ subject }) => subject)).size).toBeGreaterThan(140);
	expect(new Set(tickets.map(({ description }) => description)).size).toBeGreaterThan(200);
	expect(Math.max(...tickets.map(({ createdAt }) => Date.parse(createdAt)))).toBeLessThan(NOW);
	const answered = tickets.filter(({ firstResponseAt }) => firstResponseAt !== null);
	expect(answered.length).toBeGreaterThan(350);
});

test('its figures are those of a desk that does well', async () => {
	const viewer = { id: 1, name: '', email: '', role: 'admin' } as const;
	const figures = new Map(
		(await core.portal.queries.kpis(viewer)).map((kpi) => [kpi.key, kpi.value])
	);
	expect(figures.get('sla_resolution_met')).toBeGreaterThan(95);
	expect(figures.get('sla_resolution_met')).toBeLessThan(99.5);
	expect(figures.get('first_response_time')).toBeLessThan(60);
	expect(figures.get('resolution_time')).toBeLessThan(1440);
	expect(figures.get('first_contact_resolution')).toBeGreaterThan(40);
	expect(figures.get('first_contact_resolution')).toBeLessThan(75);
	expect(figures.get('created_today')).toBeGreaterThan(10);
	expect(figures.get('resolved_today')).toBeGreaterThan(0);
});

test('its watch is filled by day and night, named where that is allowed, and one night is open', async () => {
	const viewer = { id: 1, name: '', email: '', role: 'admin' } as const;
	const { queries } = core.portal;
	const { state } = await queries.live('public');
	const onDuty = state.shifts.filter(({ status }) => status === 'on_duty');
	expect(onDuty.map(({ position }) => position)).toEqual(
		expect.arrayContaining(['старший смены', 'сети', 'рабочие места'])
	);
	expect(onDuty.find(({ position }) => position === 'старший смены')?.name).toBe('Анна Соколова');
	expect(onDuty.some(({ name }) => name === null)).toBe(true);
	const day = 86_400_000;
	const ahead = await queries.roster(viewer, { from: NOW, to: NOW + 20 * day });
	expect(ahead.gaps).toMatchObject([{ position: 'сети', missing: 1 }]);
	const { items } = await queries.shifts(viewer, { from: NOW - 28 * day, to: NOW - 2 * day });
	expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['done']));
	const handovers = await queries.handovers(viewer, {});
	expect(handovers.items.map(({ acceptedBy }) => acceptedBy !== null)).toEqual([
		false,
		...handovers.items.slice(1).map(() => true)
	]);
});

test('the four demo accounts may sign in, the others may not', async () => {
	const signIn = (login: string) =>
		core.portal.commands.signIn(
			'api',
			{ email: `${login}@bazis.example`, password: 'bazis-demo' },
			{ address: '127.0.0.1', userAgent: '' }
		);
	for (const login of ['admin', 'manager', 'client', 'client2'])
		expect((await signIn(login)).viewer.email).toBe(`${login}@bazis.example`);
	await expect(signIn('d.orlov')).rejects.toMatchObject({ code: 'wrong_credentials' });
});

test('a second start loads nothing', async () => {
	const { core: again, load } = await open();
	expect(await load()).toBe(false);
	await again.close();
});

test('a start with another password opens the four accounts with that one', async () => {
	const { core: again, load } = await open({ DEMO_PASSWORD: 'другой пароль' });
	expect(await load()).toBe(false);
	const signIn = (password: string) =>
		again.portal.commands.signIn(
			'api',
			{ email: 'client2@bazis.example', password },
			{ address: '127.0.0.1', userAgent: '' }
		);
	expect((await signIn('другой пароль')).viewer.email).toBe('client2@bazis.example');
	await expect(signIn('bazis-demo')).rejects.toMatchObject({ code: 'wrong_credentials' });
	await again.close();
});

test('whoever looks at the demo leads this watch, and may be put on any other', async () => {
	const viewer = { id: 1, name: '', email: '', role: 'admin' } as const;
	const { items } = await core.portal.queries.shifts(viewer, {
		from: NOW - 20 * 86_400_000,
		to: NOW + 20 * 86_400_000
	});
	const own = items.filter(
		(shift) => isStaffShift(shift) && shift.email === 'manager@bazis.example'
	);
	expect(own.map(({ status }) => status)).toEqual(['on_duty']);
});

test('a company that was loaded only in part is refused with what to do', async () => {
	const half = await makeDatabase('sqlite');
	const whole = file;
	file = half;
	const first = await open();
	await first.core.database.write((tx) =>
		tx.run(`INSERT INTO meta (key, value) VALUES ('demo_loading', '1')`, [])
	);
	await expect(first.load()).rejects.toThrow(/Delete .*portal\.sqlite and start again/);
	file = whole;
	await first.core.close();
	await half.remove();
});
