import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KpiFigure } from '#lib/domain/kpi.ts';
import {
	REPORT_FORMATS,
	REPORT_KINDS,
	type ReportFormat,
	type ReportKind
} from '#lib/domain/report.ts';
import { reportSpan } from '#lib/domain/report-period.ts';
import type { Person } from '#server/portal.ts';
import { lengthOf } from '#server/reports/text-table.ts';
import { voiceOf } from '#server/reports/voice.ts';
import { docxText, unzipped } from '../support/docx.ts';
import { arithmetic } from '../support/servicenow-arithmetic.ts';
import { createWorld, type World } from '../support/world.ts';

const REAL = new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url).pathname;
const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;
/** The log lies within these years. */
const PERIOD = { from: '2016-01-01', to: '2017-12-31' };

let world: World;
let folder: string;
let manager: Person;
let figures: readonly KpiFigure[];
let expected: ReturnType<typeof arithmetic>;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	folder = await mkdtemp(join(tmpdir(), 'report-sample-'));
	const file = join(folder, 'log.csv');
	const bytes = readFileSync(existsSync(REAL) ? REAL : FIXTURE);
	await writeFile(file, existsSync(REAL) ? gunzipSync(bytes) : bytes);
	expected = arithmetic(file);
	await promisify(execFile)(
		process.execPath,
		['server/tools/import.ts', '--format', 'servicenow', file],
		{ env: { ...process.env, DATABASE_URL: world.databaseUrl } }
	);
	manager = await world.make.aManager();
	figures = await world.queries.kpis(manager, reportSpan(PERIOD, 'Europe/Moscow'));
});
afterAll(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

const made = new Map<string, Promise<Buffer>>();
function fileOf(kind: ReportKind, format: ReportFormat): Promise<Buffer> {
	const key = `${kind} ${format}`;
	let file = made.get(key);
	if (!file) made.set(key, (file = make(kind, format)));
	return file;
}

async function make(kind: ReportKind, format: ReportFormat): Promise<Buffer> {
	const wanted = { kind, format, ...PERIOD, public: false };
	const { report } = await world.commands.createReport(manager, wanted);
	await world.core.reportJob.tick();
	const file = await world.queries.reportFile(manager, report.id);
	const chunks: Buffer[] = [];
	for await (const chunk of await file.open()) chunks.push(Buffer.from(chunk));
	return Buffer.concat(chunks);
}

const voice = voiceOf('ru', 'Europe/Moscow');
const squeezed = (text: string) => text.replace(/\s+/g, ' ');
const textOf = async (kind: ReportKind, format: ReportFormat) => {
	const bytes = await fileOf(kind, format);
	return squeezed(format === 'docx' ? await docxText(bytes) : bytes.toString());
};

describe.each(REPORT_FORMATS)('as %s', (format) => {
	it('every figure is the one that the API answers for the same period', async () => {
		const text = await textOf('kpi', format);
		for (const figure of figures) {
			const { value, unit, count, formula } = figure;
			const told = squeezed(voice.exact(value, unit));
			const detail = text.slice(text.indexOf(squeezed(formula).slice(1)) - 600);
			expect(text, figure.key).toContain(figure.title);
			expect(text, figure.key).toContain(squeezed(formula).slice(1));
			expect(detail.slice(0, 700), figure.key).toContain(told);
			expect(text, figure.key).toContain(`Учтено: ${squeezed(voice.number(count, 0))}.`);
		}
	});

	it('the mean and the median of the log are those of plain arithmetic', async () => {
		const text = await textOf('kpi', format);
		for (const which of ['mean', 'median'] as const) {
			const minutes = Math.round(Number(expected[which]) * 10) / 10;
			expect(text).toContain(squeezed(voice.exact(minutes, 'minutes')));
		}
	});

	it('the queue by priority and by status counts what arithmetic counts', async () => {
		const text = await textOf('queue', format);
		const levels = { '1': 'Критический', '2': 'Высокий', '3': 'Обычный', '4': 'Низкий' };
		for (const [level, name] of Object.entries(levels)) {
			const count = Object.entries(expected.counts)
				.filter(([key]) => key.startsWith(`${level} `))
				.reduce((sum, [, some]) => sum + some, 0);
			if (count > 0) expect(text).toContain(`${name} ${squeezed(voice.number(count, 0))}`);
		}
		const created = figures.find(({ key }) => key === 'created')?.value ?? 0;
		expect(text).toContain(`создано ${squeezed(voice.number(created, 0))}`);
	});

	it('every kind begins with what it is, and concludes something', async () => {
		for (const kind of REPORT_KINDS) {
			const text = await textOf(kind, format);
			expect(text, kind).toContain('ООО «Базис-Центр»');
			expect(text.toLowerCase(), kind).toContain('выводы');
			expect(text, kind).not.toMatch(/undefined|NaN|\[object/);
		}
	});
});

it('a text keeps to eighty columns', async () => {
	for (const kind of REPORT_KINDS)
		for (const line of (await fileOf(kind, 'txt')).toString().split('\n'))
			expect(lengthOf(line), line).toBeLessThanOrEqual(80);
});

it('a document is whole: its properties, heads of tables on every page, pictures, page numbers', async () => {
	const parts = await unzipped(await fileOf('kpi', 'docx'));
	const part = (name: string) => parts.get(name)?.toString() ?? '';
	expect(part('docProps/core.xml')).toContain('Показатели');
	expect(part('docProps/core.xml')).toContain(manager.name);
	expect(part('docProps/app.xml')).toContain('ООО «Базис-Центр»');
	expect(part('word/styles.xml')).toContain('w:val="ru-RU"');
	expect(part('word/document.xml')).toContain('<w:tblHeader/>');
	expect(part('word/document.xml')).toMatch(/TOC \\h/);
	expect(part('word/settings.xml')).not.toContain('updateFields');
	expect([...parts.keys()].filter((name) => /media\/.*\.png$/.test(name)).length).toBeGreaterThan(
		10
	);
	expect([...parts.keys()].some((name) => /^word\/footer\d\.xml$/.test(name))).toBe(true);
	// What is no letter of XML would have Word refuse the whole of it.
	expect(part('word/document.xml')).not.toMatch(/[^\P{Cc}\n\t\r]/u);
});
