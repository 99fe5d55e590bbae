import pg from 'pg';
import sqlite3 from 'sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { faultsOf, Load } from '../../support/load.ts';
import { until } from '../../support/until.ts';
import { createWorld, type World } from '../../support/world.ts';

/** The nightly run holds it for thirty. */
const LOCKED_SECONDS = Number(process.env['LOCKED_SECONDS'] ?? 6);
const BACK_WITHIN_MS = 10_000;

let world: World;
let load: Load | null = null;
beforeEach(async () => {
	world = await createWorld();
	await world.startHost();
});
afterEach(async () => {
	await load?.close();
	load = null;
	await world.close();
});

/** Somebody else at the same database, who does as told. */
interface Intruder {
	run(sql: string): Promise<unknown>;
	close(): Promise<unknown>;
}

async function intrude(): Promise<Intruder> {
	if (world.database.dialect === 'postgres') {
		const client = new pg.Client({ connectionString: world.databaseUrl });
		await client.connect();
		return { run: (sql) => client.query(sql), close: () => client.end() };
	}
	const connection = new sqlite3.Database(world.databaseUrl.slice('sqlite:'.length));
	return {
		run: (sql) =>
			new Promise<void>((resolve, reject) =>
				connection.exec(sql, (error) => (error ? reject(error) : resolve()))
			),
		close: () => new Promise<void>((resolve) => connection.close(() => resolve()))
	};
}

/** Nobody writes any more. */
const LOCK = {
	sqlite: 'BEGIN EXCLUSIVE',
	postgres: 'BEGIN; LOCK TABLE events IN EXCLUSIVE MODE'
} as const;

/** A busy writer leaves no more than gaps: who wants the lock tries until it falls into one. */
async function lock(intruder: Intruder): Promise<void> {
	await until(
		() =>
			intruder.run(LOCK[world.database.dialect]).then(
				() => true,
				() => false
			),
		'the lock',
		30_000
	);
}

it(`a database locked for ${LOCKED_SECONDS} s is told as such at once, is read on, and is written to by itself after that`, async () => {
	load = await Load.begin(world);
	const intruder = await intrude();
	await lock(intruder);
	const before = load.acknowledged.length;
	await new Promise((resolve) => setTimeout(resolve, LOCKED_SECONDS * 1_000));
	const meanwhile = load.answers();
	await intruder.run('ROLLBACK');
	const since = performance.now();
	await load.goesOn(BACK_WITHIN_MS);
	expect(performance.now() - since).toBeLessThan(BACK_WITHIN_MS);
	await intruder.close();

	expect(faultsOf([...meanwhile, ...load.answers()], { 503: 'unavailable' })).toEqual([]);
	expect(meanwhile.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
	expect(load.acknowledged.length).toBeGreaterThan(before);
	const reads = meanwhile.filter(({ kind }) => kind === 'read');
	expect(reads.filter(({ status }) => status !== 200)).toEqual([]);
	expect(reads.length).toBeGreaterThan(LOCKED_SECONDS);
	expect(await load.finish()).toEqual([]);
});

/** No room for another page, or for another event. */
async function fillDisk(): Promise<void> {
	if (world.database.dialect === 'sqlite')
		await world.database.write(async (tx) => {
			const row = await tx.one<{ page_count: number }>('PRAGMA page_count');
			await tx.all(`PRAGMA max_page_count = ${(row?.page_count ?? 0) + 2}`);
		});
	else
		await world.database.write(async (tx) => {
			await tx.run(`CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
				'BEGIN RAISE ''could not extend file'' USING ERRCODE = ''53100''; END'`);
			await tx.run(`CREATE TRIGGER no_room BEFORE INSERT ON events EXECUTE FUNCTION no_room()`);
		});
}

async function makeRoom(): Promise<void> {
	await world.database.write((tx) =>
		tx.dialect === 'sqlite'
			? tx.all('PRAGMA max_page_count = 1000000')
			: tx.run('DROP TRIGGER no_room ON events')
	);
}

it('a full disk is told as such, leaves nothing half written, and is written to by itself once there is room', async () => {
	load = await Load.begin(world);
	await fillDisk();
	const refused = () => meanwhile.filter(({ status }) => status === 507).length;
	const meanwhile = [...load.answers()];
	await until(
		() => {
			meanwhile.push(...(load?.answers() ?? []));
			return refused() > 30;
		},
		'refusals',
		30_000
	);
	await makeRoom();
	const since = performance.now();
	await load.goesOn(BACK_WITHIN_MS);
	expect(performance.now() - since).toBeLessThan(BACK_WITHIN_MS);
	expect(faultsOf([...meanwhile, ...load.answers()], { 507: 'no_room' })).toEqual([]);
	expect(meanwhile.filter(({ kind, status }) => kind === 'read' && status !== 200)).toEqual([]);
	expect(await load.finish()).toEqual([]);
});

it('a clock that jumps an hour ahead, back and ahead again fires no threshold twice and signs nobody out', async () => {
	const client = await world.make.aClient();
	const { number } = await world.make.aTicket({ by: client, priority: 'critical' });
	const screen = await world.screen({ token: await world.tokenOf(client) }).ready();
	load = await Load.begin(world);
	const jump = async (ms: number) => {
		world.clock.advance(ms);
		await Promise.all([world.tick(), world.tick()]);
		await load?.goesOn(BACK_WITHIN_MS);
	};
	for (const ms of [HOUR, -HOUR, HOUR, -2 * HOUR, HOUR, 50 * MINUTE, HOUR, -HOUR, HOUR])
		await jump(ms);
	const states = (await world.events())
		.filter(
			({ type, payload }) => type === 'ticket.sla_crossed' && payload.ticket?.number === number
		)
		.map(({ payload }) => JSON.stringify(payload.ticket?.sla));
	expect(states.length).toBeGreaterThan(0);
	expect(new Set(states).size).toBe(states.length);
	expect(screen.ended).toBeNull();
	expect(screen.told('bye')).toEqual([]);
	expect(faultsOf(load.answers(), {})).toEqual([]);
	expect(await load.finish()).toEqual([]);
	// Whoever signs in at a moment that is no more is still whom it takes itself for.
	world.clock.advance(HOUR);
	const token = await world.tokenOf(client);
	world.clock.advance(-HOUR);
	expect((await world.call('GET', '/api/v1/tickets', { token })).status).toBe(200);
	expect(world.clock.now()).toBeLessThan(Date.parse('2026-03-03T09:00:00.000Z') + DAY);
});
