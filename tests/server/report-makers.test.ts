import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { MakeOrder, Makers } from '#server/reports/order.ts';
import { createReportMakers } from '#server/reports/process.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let makers: Makers;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite', now: Date.now() });
	await world.make.aTicket({ service: (await world.make.aService({ slug: 'mail' })).slug });
});
afterAll(() => world.close());
beforeEach(() => {
	makers = createReportMakers();
});
afterEach(() => makers.close());

const order = (format: 'docx' | 'txt'): MakeOrder => ({
	databaseUrl: world.databaseUrl,
	kind: 'summary',
	format,
	language: 'ru',
	from: '2026-01-01',
	to: '2026-01-31',
	readers: 'staff',
	zone: 'Europe/Moscow',
	now: Date.now(),
	author: null
});
const begin = (format: 'docx' | 'txt' = 'txt', advanced: (progress: number) => void = () => {}) =>
	makers.make(order(format), advanced);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

it('several reports at once are told apart, each with its own progress', async () => {
	const progress: number[] = [];
	const [plain, word] = await Promise.all([
		begin('txt').made,
		begin('docx', (part) => progress.push(part)).made
	]);
	expect(text(plain)).toContain('2026');
	// What a .docx begins with.
	expect(text(word.subarray(0, 2))).toBe('PK');
	expect(progress.length).toBeGreaterThan(1);
	expect(progress).toEqual(progress.toSorted((one, other) => one - other));
});

it('a report that is given up takes none of the others with it', async () => {
	const [unwanted, wanted] = [begin('docx'), begin('txt')];
	const refused = expect(unwanted.made).rejects.toThrow('SIGKILL');
	await unwanted.stop();
	await refused;
	expect(text(await wanted.made)).toContain('2026');
	await wanted.stop();
});

it('one that cannot be made says why', async () => {
	const nothing = `sqlite:${join(world.mediaDir, 'empty.sqlite')}`;
	const making = makers.make({ ...order('txt'), databaseUrl: nothing }, () => undefined);
	await expect(making.made).rejects.toThrow(/there is no database at .*empty\.sqlite/);
});

it('whoever ends the makers hears of what was being made, and may begin again', async () => {
	makers.start();
	const refused = expect(begin('docx').made).rejects.toThrow('not heard of again');
	await makers.close();
	await refused;
	expect(text(await begin('txt').made)).toContain('2026');
});

it('a process with nothing else to do waits for their end, and is not kept from its own', async () => {
	const run = (body: string) =>
		promisify(execFile)(process.execPath, [
			'--input-type=module',
			'--eval',
			`import { createReportMakers } from '#server/reports/process.ts';
			const makers = createReportMakers();
			makers.start();
			${body}`
		]);
	expect((await run(`await makers.close(); console.log('closed');`)).stdout).toBe('closed\n');
	expect((await run(`console.log('left');`)).stdout).toBe('left\n');
});
