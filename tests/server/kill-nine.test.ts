import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MIGRATIONS } from '../../migrations/index.ts';
import { SYSTEM } from '#lib/domain/people.ts';
import type { Batch } from '#lib/domain/live.ts';
import { readConfig } from '#server/config.ts';
import { createPortal, type PortalCore } from '#server/create-portal.ts';
import type { Database } from '#server/database/database.ts';
import { migrate } from '#server/database/migrate.ts';
import { openDatabase } from '#server/database/open.ts';
import {
	EVENT_COLUMNS,
	storedEvent,
	type EventRow,
	type StoredEvent
} from '#server/events/event.ts';
import { present } from '#server/presenters/present.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { startServerProcess } from '../support/server-process.ts';

/** The nightly run asks for more. */
const KILLS = Number(process.env['KILLS'] ?? 15);
const WRITERS = 8;
const SECRET = 'a secret of at least thirty-two bytes';
const PASSWORD = 'пароль-администратора';
const ADMIN = 'admin@bazis.example';

/** A staff screen that keeps its cursor through every outage and notes each comment it is sent. */
class Screen {
	readonly comments: number[] = [];
	readonly resets: string[] = [];
	readonly gaps: string[] = [];
	readonly refusals: string[] = [];
	#cursor: { epoch: string; after: number };
	readonly #socket: Socket;

	constructor(address: string, token: string, cursor: { epoch: string; seq: number }) {
		this.#cursor = { epoch: cursor.epoch, after: cursor.seq };
		this.#socket = io(address, {
			transports: ['websocket'],
			auth: (give) => give({ ...this.#cursor, token }),
			reconnectionDelay: 20,
			reconnectionDelayMax: 100
		});
		this.#socket.on('reset', ({ reason }: { reason: string }) => this.resets.push(reason));
		this.#socket.on('batch', (batch: Batch) => this.#take(batch));
		// A server that has just come up may not reach its database yet; a refusal ends a client of
		// the library for good, so whoever means to stay asks again, as pages do.
		this.#socket.on('connect_error', ({ message }) => {
			this.refusals.push(message);
			if (!this.#socket.active) setTimeout(() => this.#socket.connect(), 100);
		});
	}

	get seq(): number {
		return this.#cursor.after;
	}

	close(): void {
		this.#socket.disconnect();
	}

	#take(batch: Batch): void {
		if (batch.after > this.#cursor.after) this.gaps.push(`${this.#cursor.after} → ${batch.after}`);
		if (batch.seq <= this.#cursor.after) return;
		this.#cursor = { epoch: batch.epoch, after: batch.seq };
		for (const change of batch.changes)
			if (change.kind === 'comment') this.comments.push(Number(change.id));
	}
}

async function prepare(database: Database): Promise<{ core: PortalCore; numbers: string[] }> {
	await migrate(database, MIGRATIONS);
	const core = createPortal({
		database,
		config: readConfig({}),
		secret: SECRET,
		build: 'test',
		now: Date.now,
		failed: (error) => {
			throw error;
		}
	});
	const { commands } = core.portal;
	const { person } = await commands.createPerson(SYSTEM, {
		name: 'Анна Соколова',
		email: ADMIN,
		role: 'admin',
		password: PASSWORD
	});
	await commands.createService(person, { slug: 'mail', name: 'Почта', description: '' });
	const numbers: string[] = [];
	for (let made = 0; made < WRITERS; made++) {
		const { ticket } = await commands.createTicket(person, {
			subject: `Письма не приходят, филиал ${made}`,
			description: '',
			service: 'mail',
			priority: 'normal'
		});
		numbers.push(ticket.number);
	}
	return { core, numbers };
}

/** Writes replies one after another until told to stop; remembers what was acknowledged. */
async function writeReplies(options: {
	address: string;
	token: string;
	number: string;
	acknowledged: number[];
	stopped: () => boolean;
}): Promise<void> {
	const { address, token, number, acknowledged, stopped } = options;
	for (let reply = 0; !stopped(); reply++) {
		try {
			const answer = await fetch(`${address}/api/v1/tickets/${number}/comments`, {
				method: 'POST',
				headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
				body: JSON.stringify({ body: `Ответ ${reply}` }),
				signal: AbortSignal.timeout(5_000)
			});
			if (answer.status !== 201) continue;
			const comment: { id: number } = await answer.json();
			acknowledged.push(comment.id);
		} catch {
			// The server was killed under the request: nothing was acknowledged. It needs the
			// processor more than those who knock at its door.
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
	}
}

/** Ids of the replies in the order in which the stream tells of them. */
async function tellings(database: Database): Promise<number[]> {
	const rows = await database.read((tx) =>
		tx.all<EventRow>(
			`SELECT ${EVENT_COLUMNS} FROM events WHERE type = 'ticket.commented' ORDER BY seq`
		)
	);
	return rows.map((row) => storedEvent(row).payload.comment?.id ?? 0);
}

/**
 * The last event of which staff are told anything. A server that starts records the turn of the
 * day, and when no figure has moved by it nobody is sent a batch.
 */
async function lastForStaff(database: Database): Promise<StoredEvent> {
	const rows = await database.read((tx) =>
		tx.all<EventRow>(`SELECT ${EVENT_COLUMNS} FROM events ORDER BY seq`)
	);
	const told = rows.map(storedEvent).findLast((event) => present(event, 'staff').length > 0);
	if (!told) throw new Error('staff were told of nothing');
	return told;
}

async function killAgainAndAgain(databaseUrl: string): Promise<void> {
	const database = await openDatabase(databaseUrl);
	const { core, numbers } = await prepare(database);
	const cursor = await core.portal.queries.live('staff');
	const { token } = await core.portal.commands.signIn(
		'api',
		{ email: ADMIN, password: PASSWORD },
		{ address: '127.0.0.1', userAgent: 'test' }
	);
	let server = await startServerProcess({ databaseUrl, secret: SECRET });
	const { port, address } = server;
	const screens = Array.from({ length: 3 }, () => new Screen(address, token, cursor));
	const acknowledged: number[] = [];
	let done = false;
	const writing = numbers.map((number) =>
		writeReplies({ address, token, number, acknowledged, stopped: () => done })
	);
	try {
		for (let kill = 0; kill < KILLS; kill++) {
			const before = acknowledged.length;
			await expect
				.poll(() => acknowledged.length, { timeout: 20_000, interval: 5 })
				.toBeGreaterThan(before + 10 + (kill % 30));
			await server.kill();
			server = await startServerProcess({ databaseUrl, secret: SECRET, port });
		}
	} finally {
		done = true;
		await Promise.all(writing);
	}
	const rows = await database.read((tx) =>
		tx.all<{ id: number }>(`SELECT id FROM comments ORDER BY id`)
	);
	const kept = rows.map(({ id }) => id);
	const told = await tellings(database);
	expect(
		told.toSorted((a, b) => a - b),
		'each reply has its event'
	).toEqual(kept);
	const last = await lastForStaff(database);
	try {
		for (const screen of screens) {
			const message = `up to ${last.type}; refused last: ${screen.refusals.at(-1)}`;
			await expect
				.poll(() => screen.seq, { timeout: 20_000, message })
				.toBeGreaterThanOrEqual(last.seq);
			expect(screen.comments, 'each committed reply was sent once, in order').toEqual(told);
			expect(screen.resets).toEqual([]);
			expect(screen.gaps).toEqual([]);
		}
		const lost = acknowledged.filter((id) => !kept.includes(id));
		expect(lost, 'no acknowledged reply is lost').toEqual([]);
		expect(acknowledged.length).toBeGreaterThan(KILLS * 10);
		if (database.dialect === 'sqlite') {
			const check = await database.read((tx) =>
				tx.all<{ integrity_check: string }>('PRAGMA integrity_check')
			);
			expect(check).toEqual([{ integrity_check: 'ok' }]);
		}
	} finally {
		for (const screen of screens) screen.close();
		expect(await server.terminate()).toBe(0);
		await core.close();
	}
}

describe(`a server killed ${KILLS} times while it writes`, () => {
	describe('on SQLite', () => {
		let directory = '';
		beforeAll(async () => {
			directory = await mkdtemp(join(tmpdir(), 'portal-kill-'));
		});
		afterAll(() => rm(directory, { recursive: true, force: true }));

		it('loses no acknowledged write, and screens miss or double no event', async () => {
			await killAgainAndAgain(`sqlite:${join(directory, 'portal.sqlite')}`);
		}, 1_800_000);
	});

	describe('on PostgreSQL', () => {
		let postgres: TestPostgres;
		beforeAll(async () => {
			postgres = await startPostgres();
			await postgres.createDatabase('kill');
		}, 60_000);
		afterAll(() => postgres.stop());

		it('loses no acknowledged write, and screens miss or double no event', async () => {
			await killAgainAndAgain(postgres.url('kill'));
		}, 1_800_000);
	});
});
