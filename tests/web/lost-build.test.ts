import { cp, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { BUILD_DIRECTORY, pagesBuiltIn } from '#server/host/pages.ts';
import { visit } from '../support/site.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let directory: string;
let build: string;
const faults: Error[] = [];
const note = (error: Error) => void faults.push(error);

beforeAll(async () => {
	directory = await mkdtemp(join(tmpdir(), 'portal-build-'));
	build = join(directory, BUILD_DIRECTORY);
	await cp(BUILD_DIRECTORY, build, { recursive: true });
	await symlink(resolve('node_modules'), join(directory, 'node_modules'));
	world = await createWorld({ database: 'sqlite', pages: () => pagesBuiltIn(build) });
	globalThis.__portal = world.portal;
	await world.startHost();
	process.on('uncaughtExceptionMonitor', note);
	// Each page that cannot be rendered says so to the log.
	vi.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterAll(async () => {
	vi.restoreAllMocks();
	process.off('uncaughtExceptionMonitor', note);
	await world.close();
	await rm(directory, { recursive: true, force: true });
});

const asset = (name: string, headers: Record<string, string> = {}) =>
	fetch(`${world.url}/_app/immutable/entry/${name}`, {
		headers,
		signal: AbortSignal.timeout(10_000)
	}).then(
		async (answer) => {
			await answer.arrayBuffer();
			return answer.status;
		},
		() => 'broken off'
	);

it('a stretch that is none of a file gets the whole of it, and nobody waits for ever', async () => {
	const [name = ''] = await readdir(join(build, 'client/_app/immutable/entry'));
	for (const [Range, status] of [
		['bytes=0-9', 206],
		['bytes=5-', 206],
		['bytes=9-3', 200],
		['bytes=-5', 200],
		['lines=1-2', 200],
		['bytes=99999999-', 416]
	] as const)
		expect([Range, await asset(name, { Range })]).toEqual([Range, status]);
});

it('a build that is taken away under the running portal costs its files, never the process', async () => {
	const names = await readdir(join(build, 'client/_app/immutable/entry'));
	const [first = ''] = names.filter((name) => name.endsWith('.js'));
	expect(await asset(first)).toBe(200);
	await rm(build, { recursive: true });
	for (const encoding of ['br', 'gzip', 'identity'])
		expect(await asset(first, { 'Accept-Encoding': encoding })).toBe('broken off');
	for (const path of ['/', '/login', '/panel', '/nothing-here', '/kpi/csv', '/wall'])
		expect([path, (await visit(world, path)).status]).toEqual([path, expect.any(Number)]);
	expect((await world.call('GET', '/healthz')).status).toBe(200);
	expect((await world.call('GET', '/api/v1/live')).status).toBe(200);
	expect(faults).toEqual([]);
});
