import sqlite3 from 'sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase } from '#server/database/open.ts';
import type { Person } from '#server/portal.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let manager: Person;
let number: string;

beforeEach(async () => {
	world = await createWorld({ database: 'sqlite' });
	await world.startHost();
	manager = await world.make.aManager();
	number = (await world.make.aTicket()).number;
});
afterEach(() => world.close());

/** Another process with the same file, which does as it is told. */
class Intruder {
	readonly #connection: sqlite3.Database;

	constructor(file: string) {
		this.#connection = new sqlite3.Database(file);
	}

	run(sql: string): Promise<void> {
		return new Promise((resolve, reject) =>
			this.#connection.run(sql, (error: Error | null) => (error ? reject(error) : resolve()))
		);
	}

	close(): Promise<void> {
		return new Promise((resolve) => this.#connection.close(() => resolve()));
	}
}

const fileOf = (url: string) => url.slice('sqlite:'.length);
const pragma = async (name: string) => {
	const row = await world.database.write((tx) => tx.one<Record<string, unknown>>(`PRAGMA ${name}`));
	return Object.values(row ?? {})[0];
};

it('every write goes to disk before it is answered, in a journal that readers do not wait for', async () => {
	expect(await pragma('synchronous')).toBe(2);
	expect(await pragma('journal_mode')).toBe('wal');
	expect(await pragma('foreign_keys')).toBe(1);
	expect(await pragma('busy_timeout')).toBe(2_000);
	await world.make.aTicket();
	expect(await pragma('synchronous')).toBe(2);
	expect(await pragma('integrity_check')).toBe('ok');
});

describe('the library under a database', () => {
	/** Opens the database as a start does, with a library that calls itself so. */
	async function openedBy(version: string): Promise<string> {
		const prepare = Reflect.get(sqlite3.Database.prototype, 'prepare');
		const spy = vi.spyOn(sqlite3.Database.prototype, 'prepare');
		spy.mockImplementation(function (this: sqlite3.Database, sql: string, ...rest: unknown[]) {
			const told = sql.replace('sqlite_version()', `'${version}'`);
			return Reflect.apply(prepare, this, [told, ...rest]);
		});
		try {
			await (await openDatabase(world.databaseUrl)).close();
			return 'opened';
		} catch (error) {
			return error instanceof Error ? error.message : String(error);
		} finally {
			spy.mockRestore();
		}
	}

	it('is refused at the start when it is older than the one that corrupts nothing', async () => {
		for (const version of ['3.51.2', '3.50.9', '2.99.99', '3.9.0'])
			expect(await openedBy(version)).toBe(`SQLite ${version} is too old: 3.51.3 is needed`);
		for (const version of ['3.51.3', '3.52.0', '4.0.0'])
			expect(await openedBy(version)).toBe('opened');
	});
});

it('readers cannot write', async () => {
	const writing = world.database.read((tx) => tx.all(`DELETE FROM users`));
	await expect(writing).rejects.toThrow('readonly');
});

describe('a statement that is no good', () => {
	it('is refused, and those after it are not held up', async () => {
		for (let time = 0; time < 5; time++) {
			const reading = world.database.read((tx) => tx.all(`SELECT * FROM no_such_table`));
			await expect(reading).rejects.toThrow('no such table');
			const writing = world.database.write((tx) => tx.run(`UPDATE no_such_table SET x = 1`));
			await expect(writing).rejects.toThrow('no such table');
		}
		expect((await world.queries.ticket(manager, number)).number).toBe(number);
		await world.make.aTicket();
	});

	it('undoes nothing of its neighbours in a group', async () => {
		const outcomes = await Promise.allSettled(
			Array.from({ length: 9 }, (_, at) =>
				at % 3
					? world.make.aReply({ ...ticketOf(number) }, manager, `Ответ ${at}`)
					: world.database.write((tx) => tx.run(`INSERT INTO no_such_table VALUES (1)`))
			)
		);
		expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
		expect((await world.queries.thread(manager, number)).comments).toHaveLength(6);
	});
});

describe('a disk that is full', () => {
	const pages = (most: number) =>
		world.database.write((tx) => tx.all(`PRAGMA max_page_count = ${most}`));
	const long = 'x'.repeat(9_000);

	it('is told as that, loses nothing, and is written to again once there is room', async () => {
		const api = await world.api(manager);
		const used = Number(await pragma('page_count'));
		await pages(used + 20);
		const outcomes = await Promise.allSettled(
			Array.from({ length: 20 }, (_, at) =>
				world.make.aReply(ticketOf(number), manager, `${at} ${long}`)
			)
		);
		let kept = outcomes.filter(({ status }) => status === 'fulfilled').length;
		const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
		expect(refused.length).toBeGreaterThan(0);
		for (const reason of refused) expect(reason).toMatchObject({ code: 'no_room' });
		// A little room may be left: whoever calls is told once there is none.
		const reply = () => api.post(`/api/v1/tickets/${number}/comments`, { body: long });
		let answer = await reply();
		for (; answer.status === 201 && kept < 20; kept++) answer = await reply();
		expect([answer.status, answer.body['code']]).toEqual([507, 'no_room']);
		expect((await world.queries.thread(manager, number)).comments).toHaveLength(kept);
		await pages(1_000_000);
		await world.make.aReply(ticketOf(number), manager, long);
		expect(await pragma('integrity_check')).toBe('ok');
	});
});

/** As much of a ticket as is needed to comment on it. */
function ticketOf(of: string): Parameters<World['make']['aReply']>[0] {
	return {
		number: of,
		subject: '',
		description: '',
		service: '',
		priority: 'normal',
		status: 'new',
		requester: { name: '', email: '' },
		assignee: null,
		externalId: null,
		createdAt: '',
		updatedAt: '',
		firstResponseAt: null,
		resolvedAt: null,
		closedAt: null,
		responseDueAt: null,
		resolutionDueAt: null,
		pausedAt: null,
		pauses: [],
		promise: null,
		rating: null,
		sla: { response: 'running', resolution: 'running' },
		version: 1
	};
}

describe('a database that another process holds', () => {
	it('is 503 within five seconds, goes on being read, and is back by itself', async () => {
		const api = await world.api(manager);
		const intruder = new Intruder(fileOf(world.databaseUrl));
		await intruder.run('BEGIN EXCLUSIVE');
		const since = performance.now();
		const writing = Promise.all(
			Array.from({ length: 20 }, () => api.patch(`/api/v1/tickets/${number}`, { priority: 'high' }))
		);
		// A read is answered meanwhile.
		expect((await api.get(`/api/v1/tickets/${number}`)).status).toBe(200);
		expect((await world.call('GET', '/api/v1/live')).status).toBe(200);
		expect(performance.now() - since).toBeLessThan(1_500);

		const answers = await writing;
		expect(performance.now() - since).toBeLessThan(5_000);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
		expect(answers[0]?.body['code']).toBe('unavailable');
		expect(Number(answers[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(answers[0]?.text).not.toMatch(/sqlite/i);

		await intruder.run('ROLLBACK');
		await intruder.close();
		const { status, body } = await api.patch(`/api/v1/tickets/${number}`, { priority: 'high' });
		expect(status).toBe(200);
		expect(body['version']).toBe(2);
	});

	it('for a moment only is waited for', async () => {
		const intruder = new Intruder(fileOf(world.databaseUrl));
		await intruder.run('BEGIN IMMEDIATE');
		const writing = world.commands.updateTicket(manager, number, { priority: 'high' });
		setTimeout(() => void intruder.run('COMMIT'), 800);
		expect((await writing).priority).toBe('high');
		await intruder.close();
	});
});

it('closing finishes what was under way', async () => {
	const writing = Promise.all(
		Array.from({ length: 30 }, () =>
			world.commands.updateTicket(manager, number, { status: 'new' })
		)
	);
	await world.stopHost();
	await expect(writing).resolves.toHaveLength(30);
});
