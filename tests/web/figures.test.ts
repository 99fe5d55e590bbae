import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

let world: World;
let manager: Person;
let client: Person;
let staff: string;

beforeAll(async () => {
	world = await startSite();
	const { make } = world;
	manager = await make.aManager({ name: '=HYPERLINK("http://evil.example")' });
	client = await make.aClient();
	staff = await cookieOf(world, manager);
	const { slug } = await make.aService({ name: 'Почта, общая' });
	for (let index = 0; index < 3; index += 1) {
		const ticket = await make.aTicket({ service: slug });
		await world.commands.updateTicket(manager, ticket.number, { assignee: manager.email });
	}
});
afterAll(() => world.close());

/** Rows of a file, without the mark at its beginning. */
async function rowsOf(path: string, cookie = ''): Promise<string[]> {
	const { status, text, headers } = await visit(world, path, cookie);
	expect([path, status]).toEqual([path, 200]);
	expect(headers.get('content-type')).toContain('text/csv');
	expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[\w.-]+\.csv"$/);
	return text.replace('\ufeff', '').trim().split('\r\n');
}

describe('the numbers of a chart as a file', () => {
	it('have a row for each stretch of the period, and nothing where nothing was counted', async () => {
		const rows = await rowsOf('/kpi/csv?kpi=first_response_time&from=2026-03-01&to=2026-03-02');
		expect(rows).toHaveLength(1 + 48);
		expect(rows[1]).toBe('2026-02-28T21:00:00.000Z,,0,');
		const days = await rowsOf('/kpi/csv?kpi=created&from=2026-03-01&to=2026-03-03&step=day');
		expect(days.slice(1)).toEqual([
			'2026-02-28T21:00:00.000Z,0,0,0',
			'2026-03-01T21:00:00.000Z,0,0,0',
			'2026-03-02T21:00:00.000Z,3,3,0'
		]);
	});

	it('are had by parts as well, each name within its field and none a formula', async () => {
		expect((await rowsOf('/kpi/csv?kpi=created&by=service'))[1]).toBe('"Почта, общая",3,3');
		expect((await rowsOf('/panel/kpi/csv?kpi=created&by=assignee', staff))[1]).toBe(
			`"'=HYPERLINK(""http://evil.example"")",3,3`
		);
	});

	it('tell anybody when tickets are filed, by weekday and hour', async () => {
		for (const [path, cookie] of [
			['/kpi', ''],
			['/panel/kpi', staff]
		] as const) {
			const rows = await rowsOf(`${path}/csv?by=hour&from=2026-03-01&to=2026-03-03`, cookie);
			expect(rows).toHaveLength(8);
			expect(rows[0]).toMatch(/^День недели,0:00,1:00,.*,23:00$/);
			const cells = rows.slice(1).flatMap((row) => row.split(',').slice(1).map(Number));
			expect(cells).toHaveLength(7 * 24);
			expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(3);
			const { text } = await visit(world, path, cookie);
			expect(text).toContain('Когда приходят заявки: по часам и дням недели');
			expect(text).toMatch(/href="[^"]+by=hour"/);
		}
	});

	it('tell nobody but staff who did what, nor what is not public', async () => {
		for (const cookie of ['', await cookieOf(world, client)]) {
			expect((await visit(world, '/kpi/csv?kpi=created&by=assignee', cookie)).status).toBe(403);
			expect((await visit(world, '/kpi/csv?kpi=csat', cookie)).status).toBe(404);
			expect((await visit(world, '/kpi?kpi=csat', cookie)).text).not.toContain(
				'data-figure="csat"'
			);
			const { text } = await visit(world, '/kpi/data?kpi=csat', cookie);
			expect(text).not.toContain('csat');
			expect(text).not.toContain(manager.email);
			expect((await visit(world, '/panel/kpi/data', cookie)).status).not.toBe(200);
			expect((await visit(world, '/panel/courses', cookie)).status).not.toBe(200);
		}
	});
});

describe('the address of the figures', () => {
	it.each([
		'?kpi=__proto__',
		'?kpi=nothing&step=minute&days=-1',
		'?from=2026-03-09&to=2026-03-01',
		'?from=gestern&to=%3Cscript%3E',
		'?from=0001-01-01&to=9999-12-31&step=hour',
		'?kpi=open_incidents',
		'?days=365&step=hour',
		'?days[]=1&kpi[a]=2'
	])('%s shows figures all the same', async (query) => {
		const { status, text } = await visit(world, `/kpi${query}`);
		expect(status).toBe(200);
		expect(text).toContain('data-drawn-kpi=');
		expect(text).not.toContain('<script>"');
	});

	it('says so when its dates are none', async () => {
		const { text } = await visit(world, '/kpi?from=2026-03-09&to=2026-03-01');
		expect(text).toContain('Таких дат нет');
		expect(text).toContain('aria-invalid="true"');
	});
});

describe('a figure explains itself', () => {
	it('by formula, period, how many were counted and left out, and where these tickets are', async () => {
		const { text } = await visit(world, '/panel/kpi?kpi=first_response_time', staff);
		expect(text).toContain('Среднее рабочее время от создания до первого ответа');
		expect(text).toContain('2 фев – 3 мар');
		expect(text).toMatch(/href="\/panel\/queue\?respondedFrom=[^"]+respondedTo=/);
		expect(text).toMatch(/3\s*без ответа/);
		expect(text).toContain('нет данных');
	});

	it('to the public without a way into the panel', async () => {
		const { text } = await visit(world, '/kpi?kpi=created');
		expect(text).not.toContain('/panel/');
		expect(text).toContain('Число заявок, созданных за период');
	});
});
