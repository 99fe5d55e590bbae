import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Person } from '#server/portal.ts';
import { arithmetic, summed } from '../support/servicenow-arithmetic.ts';
import { createWorld, type World } from '../support/world.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;
const REAL = new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url).pathname;
const SAMPLE = existsSync(REAL) ? REAL : FIXTURE;
const MINUTE = 60_000;

let world: World;
let manager: Person;
let folder: string;
beforeEach(async () => {
	// The command has the time of the day.
	world = await createWorld({ database: 'sqlite', now: Date.now() });
	manager = await world.make.aManager();
	folder = await mkdtemp(join(tmpdir(), 'import-'));
});
afterEach(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

function importing(
	...given: (string | NodeJS.ProcessEnv)[]
): Promise<{ code: number; stdout: string; stderr: string }> {
	const args = given.filter((one) => typeof one === 'string');
	const settings = Object.assign({}, ...given.filter((one) => typeof one === 'object'));
	return new Promise((resolve) => {
		execFile(
			process.execPath,
			['server/tools/import.ts', ...args],
			{ cwd: ROOT, env: { ...process.env, DATABASE_URL: world.databaseUrl, ...settings } },
			(error, stdout, stderr) => {
				const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
				resolve({ code, stdout, stderr });
			}
		);
	});
}

/** A copy of the sample, in a folder where a list of bad rows may stand beside it. */
async function copyOf(change: (lines: string[]) => string[] = (lines) => lines): Promise<string> {
	const bytes = readFileSync(SAMPLE);
	const text = (SAMPLE.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
	const file = join(folder, 'log.csv');
	await writeFile(file, change(text.trim().split('\n')).join('\n'));
	return file;
}

const LEVELS: Record<string, string> = { critical: '1', high: '2', normal: '3', low: '4' };
const STATES: Record<string, string> = {
	new: 'New',
	in_progress: 'Active',
	waiting: 'Awaiting',
	resolved: 'Resolved',
	closed: 'Closed'
};

/** The same of what the portal lists. */
async function listed() {
	const counts: Record<string, number> = {};
	const minutes: number[] = [];
	let cursor: string | undefined;
	let tickets = 0;
	do {
		const page = await world.queries.tickets(manager, { sort: 'oldest', limit: 200, cursor });
		for (const { priority, status, createdAt, resolvedAt } of page.items) {
			const key = `${LEVELS[priority]} ${STATES[status]}`;
			counts[key] = (counts[key] ?? 0) + 1;
			if (resolvedAt !== null)
				minutes.push((Date.parse(resolvedAt) - Date.parse(createdAt)) / MINUTE);
		}
		tickets += page.items.length;
		cursor = page.nextCursor ?? undefined;
	} while (cursor !== undefined);
	return { counts, ...summed(minutes), tickets };
}

test('the imported log is what plain arithmetic says of it, and a second run changes nothing', async () => {
	const file = await copyOf();
	const expected = arithmetic(file);
	const first = await importing('--format', 'servicenow', file);
	expect(first).toMatchObject({ code: 0 });
	expect(first.stdout).toContain(`imported  ${expected.tickets}\n`);
	expect(await listed()).toEqual(expected);

	const ever = { from: Date.parse('2010-01-01T00:00:00Z'), to: world.clock.now() };
	const figure = (key: string) => world.queries.kpi(manager, key, ever);
	const shown = (minutes: number | string) => Math.round(Number(minutes) * 10) / 10;
	expect(await figure('created')).toMatchObject({ value: expected.tickets });
	expect(await figure('opening_to_resolution')).toMatchObject({
		value: shown(expected.mean),
		count: expected.resolved,
		excluded: expected.tickets - expected.resolved
	});
	expect(await figure('opening_to_resolution_median')).toMatchObject({
		value: shown(expected.median),
		count: expected.resolved
	});

	const seq = await world.seq();
	const second = await importing('--format', 'servicenow', file);
	expect(second.stdout).toContain('imported  0\n');
	expect(second.code).toBe(0);
	expect(await world.seq()).toBe(seq);
});

test('each bad row of a damaged file is named, and nothing else is lost', async () => {
	const whole = arithmetic(await copyOf());
	const damaged = await copyOf(([header = '', ...lines]) => {
		const spoiled = [
			lines[0]?.split(',').slice(0, 3).join(',') ?? '',
			(lines[0] ?? '').replace(/^[^,]+,[^,]+/, 'INC-X,Sleeping'),
			(lines[0] ?? '').replace(
				/\d\d-\d\d-\d{4} \d\d:\d\d|\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d\d/,
				'31-02-2016 01:00'
			)
		];
		return [header, ...spoiled, ...lines];
	});
	const { code, stdout } = await importing('--format', 'servicenow', damaged);
	expect(code, 'rows that are skipped and listed are no failure').toBe(0);
	expect(stdout).toContain(`imported  ${whole.tickets}\n`);
	const list = readFileSync(`${damaged}.bad-rows.csv`, 'utf8').trim().split('\n');
	expect(list.slice(1).map((line) => line.split(',')[0])).toEqual(['2', '3', '4']);
	expect(list[2]).toContain('incident_state');
	expect(await listed()).toEqual(whole);
});

test('a log in whatever order says the same of each ticket', async () => {
	const expected = arithmetic(await copyOf());
	const backwards = await copyOf(([header = '', ...lines]) => [header, ...lines.toReversed()]);
	expect(await importing('--format', 'servicenow', backwards)).toMatchObject({ code: 0 });
	expect(await listed()).toEqual(expected);
});

test('a setting that is wrong is one clear line', async () => {
	const { code, stderr } = await importing('--format', 'servicenow', await copyOf(), {
		TIME_ZONE: 'Europe/Nowhere'
	});
	expect(code).toBe(1);
	expect(stderr.trim().split('\n')).toHaveLength(1);
	expect(stderr).toContain('TIME_ZONE');
});

test('any table is taken over by a map of its columns', async () => {
	const file = join(folder, 'table.csv');
	await writeFile(
		file,
		[
			'Номер,Тема,Услуга,Создана,Решена,Статус,Приоритет,Заявитель,Исполнитель',
			'A-1,Не печатает,Печать и сканы,01.03.2026 10:00,01.03.2026 12:30,Решена,Высокий,anna@firma.example,Пётр Ильин',
			'A-2,"Почта, опять",Почта,2026-03-02T09:00:00+03:00,,В работе,,,',
			'A-3,Без времени,Почта,вчера,,Новая,,,',
			'A-2,Дважды,Почта,2026-03-02 10:00,,Новая,,,'
		].join('\n')
	);
	const map =
		'externalId=Номер,subject=Тема,service=Услуга,createdAt=Создана,resolvedAt=Решена,' +
		'status=Статус,priority=Приоритет,requester=Заявитель,assignee=Исполнитель';
	const { code, stdout } = await importing('--format', 'csv', '--map', map, file);
	expect(code).toBe(0);
	expect(stdout).toContain('imported  2\n');
	const { items } = await world.queries.tickets(manager, { sort: 'oldest' });
	expect(items).toMatchObject([
		{
			externalId: 'A-1',
			service: 'pechat-i-skany',
			status: 'resolved',
			priority: 'high',
			createdAt: '2026-03-01T10:00:00.000Z',
			resolvedAt: '2026-03-01T12:30:00.000Z',
			requester: { email: 'anna@firma.example' },
			assignee: { name: 'Пётр Ильин' }
		},
		{ externalId: 'A-2', status: 'in_progress', createdAt: '2026-03-02T06:00:00.000Z' }
	]);
	const list = readFileSync(`${file}.bad-rows.csv`, 'utf8').trim().split('\n');
	expect(list.slice(1).map((line) => line.split(',')[0])).toEqual(['4', '5']);
	const none = await importing('--format', 'csv', '--map', 'subject=Тема', file);
	expect(none).toMatchObject({ code: 1 });
	expect(none.stderr).toContain('externalId, createdAt is missing');
});

test('a row whose time cannot be is listed, and all others are taken over', async () => {
	const file = join(folder, 'sentinels.csv');
	await writeFile(
		file,
		[
			'id,subject,created,resolved,closed,status',
			'S-1,Не решена никогда,2026-03-01 10:00,9999-12-31 23:59,,Решена',
			'S-2,Нуль электронной таблицы,1899-12-30 00:00,,,Новая',
			'S-3,Не закрыта никогда,2026-03-01 10:00,,9999-12-31 00:00,Закрыта',
			'S-4,Из будущего,2999-01-01 00:00,,,Новая',
			'S-5,Обычная,2026-03-01 11:00,,,Новая'
		].join('\n')
	);
	const map =
		'externalId=id,subject=subject,createdAt=created,resolvedAt=resolved,closedAt=closed,status=status';
	const { code, stdout } = await importing('--format', 'csv', '--map', map, file);
	expect(code).toBe(0);
	expect(stdout).toContain('imported  1\n');
	const list = readFileSync(`${file}.bad-rows.csv`, 'utf8').trim().split(/\r?\n/).slice(1);
	expect(list.map((line) => line.split(' ')[0])).toEqual([
		'2,"resolvedAt',
		'3,"createdAt',
		'4,"closedAt',
		'5,"createdAt'
	]);
});

test('what is listed is no formula to a spreadsheet', async () => {
	const file = join(folder, 'formula.csv');
	const client = await world.make.aClient();
	await writeFile(
		file,
		[
			'id,subject,created,assignee',
			`"=HYPERLINK(""https://evil.example"")",Тема,2026-03-01 10:00,${client.email}`
		].join('\n')
	);
	const map = 'externalId=id,subject=subject,createdAt=created,assignee=assignee';
	expect(await importing('--format', 'csv', '--map', map, file)).toMatchObject({ code: 0 });
	const [, row] = readFileSync(`${file}.bad-rows.csv`, 'utf8').trim().split('\r\n');
	expect(row).toBe(
		`2,"'=HYPERLINK(""https://evil.example""): invalid_input, assignee: unknown_person"`
	);
});

test('names are one line, and what is too long is listed', async () => {
	const file = join(folder, 'names.csv');
	const long = 'Ы'.repeat(5_000);
	await writeFile(
		file,
		[
			'id,subject,created,service,requester,name,assignee',
			'N-1,Тема,2026-03-01 10:00,"Печать\0и\nсканы",anna@firma.example,"Анна\0\nСоколова","Пётр\nИльин"',
			`N-2,Тема,2026-03-01 10:00,Почта,boris@firma.example,${long},`,
			`N-3,Тема,2026-03-01 10:00,Почта,${'x'.repeat(400)}@firma.example,Борис,`,
			`N-4,Тема,2026-03-01 10:00,${long},boris@firma.example,Борис,`,
			`N-5,Тема,2026-03-01 10:00,Почта,boris@firma.example,Борис,${long}`
		].join('\n')
	);
	const map =
		'externalId=id,subject=subject,createdAt=created,service=service,requester=requester,' +
		'requesterName=name,assignee=assignee';
	const { code, stdout } = await importing('--format', 'csv', '--map', map, file);
	expect(code).toBe(0);
	expect(stdout).toContain('imported  1\n');
	const { items } = await world.queries.tickets(manager, {});
	expect(items).toMatchObject([
		{ requester: { name: 'Анна Соколова' }, assignee: { name: 'Пётр Ильин' } }
	]);
	const services = await world.queries.services();
	expect(services.map(({ name }) => name)).toEqual(['Печать и сканы']);
	const list = readFileSync(`${file}.bad-rows.csv`, 'utf8').trim().split(/\r?\n/).slice(1);
	expect(list.map((line) => line.replace(/^\d+,/, ''))).toEqual([
		'requesterName: too_long',
		'requester: too_long',
		'service: too_long',
		'assignee: too_long'
	]);
});

test('the screens of a running portal move with an import', async () => {
	await world.startHost();
	const screen = world.screen();
	await screen.ready();
	const { code } = await importing('--format', 'servicenow', await copyOf());
	expect(code).toBe(0);
	await screen.reached(await world.seq());
	const { state } = await world.snapshot('public');
	expect(state.totals.open).toBe(await openTickets());
});

async function openTickets(): Promise<number> {
	const page = await world.queries.tickets(manager, { status: ['new', 'in_progress', 'waiting'] });
	return page.total ?? 0;
}
