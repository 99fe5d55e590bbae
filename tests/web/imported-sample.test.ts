import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figureLine } from '#lib/format/numbers.ts';
import { arithmetic } from '../support/servicenow-arithmetic.ts';
import { cookieOf, startSite, visit } from '../support/site.ts';
import type { World } from '../support/world.ts';

const REAL = new URL('../../../shared/data/servicenow-sample.csv.gz', import.meta.url).pathname;
const FIXTURE = new URL('../support/servicenow-log.csv', import.meta.url).pathname;

const PRIORITIES = { critical: '1', high: '2', normal: '3', low: '4' };
const STATES = {
	new: 'New',
	in_progress: 'Active',
	waiting: 'Awaiting',
	resolved: 'Resolved',
	closed: 'Closed'
};

let world: World;
let folder: string;
let cookie: string;
let token: string;
let expected: ReturnType<typeof arithmetic>;

beforeAll(async () => {
	world = await startSite();
	folder = await mkdtemp(join(tmpdir(), 'sample-'));
	const file = join(folder, 'log.csv');
	const bytes = readFileSync(existsSync(REAL) ? REAL : FIXTURE);
	await writeFile(file, existsSync(REAL) ? gunzipSync(bytes) : bytes);
	expected = arithmetic(file);
	await promisify(execFile)(
		process.execPath,
		['server/tools/import.ts', '--format', 'servicenow', file],
		{ env: { ...process.env, DATABASE_URL: world.databaseUrl } }
	);
	const manager = await world.make.aManager();
	cookie = await cookieOf(world, manager);
	token = await world.tokenOf(manager);
});
afterAll(async () => {
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

async function textOf(path: string): Promise<string> {
	const { status, text } = await visit(world, path, cookie);
	expect(status).toBe(200);
	const [shown = ''] = text.split('<script');
	return shown
		.replace(/<!--.*?-->/gs, '')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ');
}

it('by priority and final state the panel and the API count what arithmetic counts', async () => {
	for (const [priority, level] of Object.entries(PRIORITIES))
		for (const [status, state] of Object.entries(STATES)) {
			const count = expected.counts[`${level} ${state}`] ?? 0;
			const query = `status=${status}&priority=${priority}`;
			const listed = await world.call('GET', `/api/v1/tickets?${query}&limit=1`, { token });
			expect(listed.body, query).toMatchObject({ total: count });
			const words = await textOf(`/panel/queue?${query}&sort=updated`);
			const found = /Найден[аыо] (\d+) заяв/.exec(words)?.[1];
			expect(Number(found ?? 0), query).toBe(count);
		}
});

it.each([
	['opening_to_resolution', 'mean'],
	['opening_to_resolution_median', 'median']
] as const)('%s is the %s of the log, in the panel and in the API', async (key, which) => {
	const value = Math.round(Number(expected[which]) * 10) / 10;
	const answer = await world.call('GET', `/api/v1/kpis/${key}?from=2016-01-01&to=2017-12-31`, {
		token
	});
	expect(answer.body).toMatchObject({ value, count: expected.resolved });
	const words = await textOf('/panel/kpi?from=2016-01-01&to=2017-12-31');
	expect(words).toContain(figureLine(value, 'minutes', undefined).replace(/\s+/g, ' '));
});
