import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StaffReport } from '#lib/domain/report.ts';
import { createReportMakers } from '#server/reports/process.ts';
import type { Person } from '#server/portal.ts';
import { startServerProcess, type ServerProcess } from '../support/server-process.ts';
import { until } from '../support/until.ts';
import { createWorld, SECRET, type World } from '../support/world.ts';

const PATIENCE = 120_000;

let world: World;
let folder: string;
let manager: Person;
let token: string;
let server: ServerProcess | null = null;

beforeEach(async () => {
	world = await createWorld({
		database: 'sqlite',
		now: Date.now(),
		reportMakers: createReportMakers()
	});
	folder = await mkdtemp(join(tmpdir(), 'portal-reports-'));
	manager = await world.make.aManager();
	token = await world.tokenOf(manager);
	for (let made = 0; made < 20; made += 1) await world.make.aTicket({ service: await mail() });
});
afterEach(async () => {
	await server?.kill();
	server = null;
	await world.close();
	await rm(folder, { recursive: true, force: true });
});

const mail = async () => (await world.make.aService({ slug: 'mail' })).slug;

async function start(): Promise<void> {
	server = await startServerProcess({
		databaseUrl: world.databaseUrl,
		secret: SECRET,
		environment: { MEDIA_DIR: folder }
	});
}

async function ask(path: string, init: RequestInit = {}): Promise<StaffReport> {
	const response = await fetch(`${server?.address ?? ''}/api/v1/reports${path}`, {
		...init,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
	});
	expect(response.ok).toBe(true);
	return response.json();
}

const order = () => {
	const today = new Date().toISOString().slice(0, 10);
	const wanted = { kind: 'kpi', format: 'docx', from: '2026-01-01', to: today };
	return ask('', { method: 'POST', body: JSON.stringify(wanted) });
};

/** Files of reports, whole ones and those that were begun. */
const files = () =>
	globSync('reports/**/*', { cwd: folder, withFileTypes: true }).filter((entry) => entry.isFile());

it('a report whose server is killed again and again is made in the end, and leaves one file', async () => {
	await start();
	const { id } = await order();
	for (const kill of [1, 2]) {
		await until(
			async () => (await ask(`/${id}`)).state === 'running',
			`the report to be taken up, kill ${kill}`,
			PATIENCE
		);
		await server?.kill();
		await start();
	}
	await until(async () => (await ask(`/${id}`)).state === 'ready', 'the report', PATIENCE);
	const rows = await world.database.read((tx) =>
		tx.all<{ name: string; size: number }>(
			`SELECT stored_name AS name, size FROM reports WHERE stored_name IS NOT NULL`
		)
	);
	expect(files().map(({ name }) => name)).toEqual(rows.map(({ name }) => name));
	expect(rows.map(({ size }) => size)).toEqual([(await ask(`/${id}`)).size]);
});

it('a server that goes down in order puts its report back, and the next one makes it', async () => {
	await start();
	const { id } = await order();
	await until(async () => (await ask(`/${id}`)).state === 'running', 'the report', PATIENCE);
	expect(await server?.terminate()).toBe(0);
	expect(await world.queries.report(manager, id)).toMatchObject({ state: 'queued' });
	expect(files()).toEqual([]);
	await start();
	await until(async () => (await ask(`/${id}`)).state === 'ready', 'the report', PATIENCE);
});

it('the process that makes reports ends with the portal, and dies of nothing but its report', async () => {
	const { id } = (
		await world.commands.createReport(manager, {
			kind: 'summary',
			format: 'docx',
			from: '2026-01-01',
			to: '2026-01-31',
			public: false
		})
	).report;
	await world.core.reportJob.tick();
	expect(world.faults).toEqual([]);
	expect(await world.queries.report(manager, id)).toMatchObject({ state: 'ready' });
});
