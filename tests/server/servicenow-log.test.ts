import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	assigneeOf,
	priorityOf,
	requesterOf,
	serviceOf,
	statusOf
} from '#server/servicenow/mapping.ts';
import { newOwnTicket } from '#lib/input/schemas.ts';
import { slugIn } from '#server/import/values.ts';
import { LogFormatError, readLog, readLogStream } from '#server/servicenow/read.ts';
import { isBad, type BadRow, type LogRow } from '#server/servicenow/row.ts';
import { parseDayFirst } from '#server/servicenow/time.ts';

const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;
const REAL = new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url).pathname;
const HEADER = readFileSync(FIXTURE, 'utf8').split('\n')[0] ?? '';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'servicenow-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(source: string | AsyncIterable<LogRow | BadRow>) {
	const rows: LogRow[] = [];
	const bad: BadRow[] = [];
	for await (const row of typeof source === 'string' ? readLog(source) : source)
		if (isBad(row)) bad.push(row);
		else rows.push(row);
	return { rows, bad };
}

const readText = (text: string) => read(readLogStream(Readable.from([Buffer.from(text)]), false));

/** A row of the fixture's first incident with some cells replaced. */
function line(changes: Record<string, string> = {}): string {
	const first = readFileSync(FIXTURE, 'utf8').split('\n')[1]?.split(',') ?? [];
	return HEADER.split(',')
		.map((column, place) => changes[column] ?? first[place] ?? '')
		.join(',');
}

describe('times of the log', () => {
	test('are read day first and as UTC', () => {
		expect(parseDayFirst('29-02-2016 01:16')).toBe(Date.UTC(2016, 1, 29, 1, 16));
		expect(parseDayFirst('3/7/2016 23:05')).toBe(Date.UTC(2016, 6, 3, 23, 5));
	});

	test('that do not exist are not carried over into the next month', () => {
		for (const text of ['30-02-2016 10:00', '29-02-2015 10:00', '01-13-2016 10:00'])
			expect(parseDayFirst(text)).toBeNull();
		for (const text of ['01-01-2016 24:00', '01-01-2016 10:60', '2016-01-01 10:00', '?', ''])
			expect(parseDayFirst(text)).toBeNull();
	});
});

describe('the mapping', () => {
	test('knows every documented state and priority, and no other', () => {
		const states = ['New', 'Active', 'Awaiting User Info', 'Awaiting Problem', 'Awaiting Vendor'];
		expect([...states, 'Awaiting Evidence', 'Resolved', 'Closed'].map(statusOf)).toEqual([
			'new',
			'in_progress',
			'waiting',
			'waiting',
			'waiting',
			'waiting',
			'resolved',
			'closed'
		]);
		expect(['-100', 'constructor', ''].map(statusOf)).toEqual([null, null, null]);
		expect(['1 - Critical', '2 - High', '3 - Moderate', '4 - Low'].map(priorityOf)).toEqual([
			'critical',
			'high',
			'normal',
			'low'
		]);
		expect(['5 - None', '12', ''].map(priorityOf)).toEqual([null, null, null]);
	});

	test('assigns to a person before a group, and to nobody when the log names neither', () => {
		expect(assigneeOf({ assignedTo: 'Resolver 89', group: 'Group 70' })).toEqual({
			email: 'resolver-89@servicenow.example',
			name: 'Resolver 89'
		});
		expect(assigneeOf({ assignedTo: null, group: 'Group 70' })?.name).toBe('Group 70');
		expect(assigneeOf({ assignedTo: null, group: null })).toBeNull();
	});

	test('makes addresses that the portal takes', () => {
		expect(serviceOf('Category 55')).toEqual({ slug: 'category-55', name: 'Category 55' });
		expect(serviceOf(null).slug).toBe('category-unknown');
		expect(serviceOf('Данные / «СУБД»').slug).toMatch(/^unnamed-[0-9a-f]{8}$/);
		expect(requesterOf('Caller 2403').email).toBe('caller-2403@servicenow.example');
		expect(requesterOf(null).email).toBe('caller-unknown@servicenow.example');
	});
});

describe('a name that is all that is known', () => {
	const long = 'Отдел сопровождения корпоративных информационных систем и сетей связи, ';

	test.each([
		['Почта', 'pochta'],
		['Печать и сканы', 'pechat-i-skany'],
		['«1С: Бухгалтерия»', '1s-bukhgalteriya'],
		['Unnamed', 'unnamed'],
		['x'.repeat(60), 'x'.repeat(60)]
	])('«%s» of which nothing is lost is only written in other letters', (name, slug) => {
		expect(slugIn(name)).toBe(slug);
	});

	test.each([
		[`${long}север`, `${long}юг`],
		['Әсем Омарова', 'Үсем Омарова'],
		['Иван Әә', 'Иван'],
		['王小明', '李小龙'],
		['Отдел ½', 'Отдел ¼'],
		['???', '!!!']
	])('«%s» is not «%s»', (one, other) => {
		expect(slugIn(one)).not.toBe(slugIn(other));
		expect(requesterOf(one).email).not.toBe(requesterOf(other).email);
		for (const name of [one, other]) {
			expect(slugIn(name)).toBe(slugIn(name.toUpperCase()));
			expect(newOwnTicket.shape.service.safeParse(slugIn(name)).success).toBe(true);
		}
	});
});

describe('reading', () => {
	test('gives typed rows, with null where the log says «?»', async () => {
		const { rows, bad } = await read(FIXTURE);
		expect(bad).toEqual([]);
		expect(rows).toHaveLength(29);
		expect(rows[0]).toEqual({
			line: 2,
			number: 'INC0900001',
			status: 'new',
			modCount: 0,
			openedAt: Date.UTC(2016, 2, 7, 8, 0),
			updatedAt: Date.UTC(2016, 2, 7, 8, 2),
			priority: 'normal',
			category: 'Category 12',
			subcategory: 'Subcategory 40',
			symptom: 'Symptom 5',
			location: 'Location 7',
			contactType: 'Phone',
			group: 'Group 4',
			assignedTo: null,
			caller: 'Caller 11',
			madeSla: true,
			resolvedAt: Date.UTC(2016, 2, 8, 10, 15),
			closedAt: Date.UTC(2016, 2, 13, 11, 0)
		});
		expect(rows.find(({ number }) => number === 'INC0900002')?.resolvedAt).toBeNull();
	});

	test('whose lines end differently keeps each row a row', async () => {
		const broken = 'INC0900009,New,TRUE';
		const { rows, bad } = await readText(`${HEADER}\r\n${broken}\n${line()}\n${line()}\r\n`);
		expect(bad).toEqual([{ line: 2, reason: 'has 3 columns instead of 36' }]);
		expect(rows).toHaveLength(2);
	});

	test('takes a gzipped file whatever it is called, with a BOM and Windows line ends', async () => {
		const file = join(folder, 'log.dat');
		const text = readFileSync(FIXTURE, 'utf8').replaceAll('\n', '\r\n');
		await writeFile(file, gzipSync(`\ufeff${text}`));
		expect((await read(file)).rows).toEqual((await read(FIXTURE)).rows);
	});

	test('tells line and reason of what cannot be believed, and reads on', async () => {
		const { rows, bad } = await readText(
			[
				HEADER,
				line(),
				line({ number: '?' }),
				line({ incident_state: '-100' }),
				line({ priority: 'urgent' }),
				line({ sys_mod_count: 'x' }),
				line({ opened_at: '31-02-2016 10:00' }),
				line({ sys_updated_at: '?' }),
				line({ closed_at: 'soon' }),
				'INC1,New',
				line({ resolved_at: '07-03-2016 07:59' }),
				line({ closed_at: '06-03-2016 08:00' }),
				line({ number: 'INC2' })
			].join('\n')
		);
		expect(rows.map(({ number }) => number)).toEqual(['INC0900001', 'INC2']);
		expect(bad).toEqual([
			{ line: 3, reason: 'number is missing' },
			{ line: 4, reason: 'incident_state is "-100", which is no known state' },
			{ line: 5, reason: 'priority is "urgent", which is no known priority' },
			{ line: 6, reason: 'sys_mod_count is "x", which is no count' },
			{ line: 7, reason: 'opened_at is "31-02-2016 10:00", which is no day-first time' },
			{ line: 8, reason: 'sys_updated_at is "?", which is no day-first time' },
			{ line: 9, reason: 'closed_at is "soon", which is no day-first time' },
			{ line: 10, reason: 'has 2 columns instead of 36' },
			{ line: 11, reason: 'resolved_at is "07-03-2016 07:59", which is before it was opened' },
			{ line: 12, reason: 'closed_at is "06-03-2016 08:00", which is before it was opened' }
		]);
	});

	test('survives a stray quote: its row is bad, the others are read', async () => {
		const { rows, bad } = await readText(
			[HEADER, line(), line({ location: 'Loc"ation' }), line({ number: 'INC2' })].join('\n')
		);
		expect(rows.map(({ number }) => number)).toEqual(['INC0900001', 'INC2']);
		expect(bad).toHaveLength(1);
		expect(bad[0]?.reason).toContain('not well-formed CSV');
	});

	test('refuses what is not such a log at all', async () => {
		await expect(readText('a,b\n1,2\n')).rejects.toThrow(LogFormatError);
		await expect(readText('')).rejects.toThrow('the file is empty');
		await expect(read(join(folder, 'absent.csv'))).rejects.toThrow('ENOENT');
	});

	test('fails on an archive that was cut off instead of ending early', async () => {
		const file = join(folder, 'cut.csv.gz');
		const whole = gzipSync(readFileSync(FIXTURE));
		await writeFile(file, whole.subarray(0, whole.length - 20));
		await expect(read(file)).rejects.toThrow('unexpected end of file');
	});
});

test('the whole real log is read, or where it is not at hand a generated one', async () => {
	const file = existsSync(REAL) ? REAL : join(folder, 'generated.csv.gz');
	if (file !== REAL) {
		const many = Array.from({ length: 500 }, (_, at) => line({ number: `INC${at % 90}` }));
		await writeFile(file, gzipSync([HEADER, ...many].join('\n')));
	}
	const { rows, bad } = await read(file);
	const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n').slice(1);
	expect(bad).toEqual([]);
	expect(rows).toHaveLength(lines.length);
	expect(new Set(rows.map(({ number }) => number)).size).toBe(
		new Set(lines.map((one) => one.split(',')[0])).size
	);
});
