import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ticketId } from '#lib/domain/ticket.ts';
import { openPostgres } from '#server/database/postgres.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { silentNetwork } from '../support/silent-network.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

const NAME = 'outage';
let postgres: TestPostgres;
let world: World;
let admin: pg.Client;

beforeAll(async () => {
	postgres = await startPostgres();
	await postgres.createDatabase(NAME);
	admin = new pg.Client({ connectionString: postgres.url('postgres') });
	await admin.connect();
	world = await createWorld({ at: { url: postgres.url(NAME), remove: () => Promise.resolve() } });
	await world.startHost();
}, 60_000);
afterAll(async () => {
	await world.close();
	await admin.end();
	await postgres.stop();
});

/** Takes the database away from everybody; nobody gets it back before `comesBack`. */
async function goesAway(): Promise<void> {
	await admin.query(`ALTER DATABASE ${NAME} ALLOW_CONNECTIONS false`);
	await admin.query(
		`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${NAME}'`
	);
}
const comesBack = () => admin.query(`ALTER DATABASE ${NAME} ALLOW_CONNECTIONS true`);

it('a database that went away is 503 within five seconds, and all goes on by itself when it is back', async () => {
	const manager = await world.make.aManager();
	const { number } = await world.make.aTicket();
	const api = await world.api(manager);
	const screen = await world.screen({ token: api.token ?? '' }).ready();

	await goesAway();
	const since = performance.now();
	const answers = await Promise.all([
		...Array.from({ length: 20 }, () =>
			api.patch(`/api/v1/tickets/${number}`, { priority: 'high' })
		),
		api.get(`/api/v1/tickets/${number}`)
	]);
	expect(performance.now() - since).toBeLessThan(5_000);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
	for (const { body, headers, text } of answers) {
		expect(body['code']).toBe('unavailable');
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
		expect(text).not.toMatch(/postgres|sequelize|connection/i);
	}
	expect((await world.call('GET', '/readyz')).status).toBe(503);
	expect((await world.call('GET', '/healthz')).status).toBe(200);

	await comesBack();
	const back = performance.now();
	await until(
		async () =>
			(await api.patch(`/api/v1/tickets/${number}`, { priority: 'critical' })).status === 200,
		'a write that is taken',
		10_000
	);
	// The screen that stayed all the while is told of it.
	await until(() => JSON.stringify(screen.batches).includes('"critical"'), 'the change', 10_000);
	expect(performance.now() - back).toBeLessThan(10_000);
	expect((await world.call('GET', '/readyz')).status).toBe(200);
});

it('connections that are cut in the middle of writes lose nothing that was answered', async () => {
	const manager = await world.make.aManager();
	const { number } = await world.make.aTicket();
	const answered: number[] = [];
	let writing = true;
	const writers = Array.from({ length: 8 }, async (_, writer) => {
		for (let at = 0; writing; at++) {
			const body = `${writer} ${at}`;
			await world.commands
				.commentTicket(manager, number, { body, internal: true })
				.then(({ comment }) => answered.push(comment.id))
				.catch((error: unknown) => expect(error).toMatchObject({ code: 'unavailable' }));
		}
	});
	for (let cut = 0; cut < 5; cut++) {
		const before = answered.length;
		await until(() => answered.length > before + 20, 'some writes', 15_000);
		await admin.query(
			`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = '${NAME}' AND pid <> pg_backend_pid()`
		);
	}
	writing = false;
	await Promise.all(writers);
	const { comments } = await world.queries.thread(manager, number);
	const kept = new Set(comments.map(({ id }) => id));
	expect(answered.filter((id) => !kept.has(id))).toEqual([]);
	expect(new Set(comments.map(({ body }) => body)).size).toBe(comments.length);
});

it('whoever waits for one row while others get on is patient with it, and is not refused', async () => {
	const manager = await world.make.aManager();
	const [held, other] = [await world.make.aTicket(), await world.make.aTicket()];
	const holder = new pg.Client({ connectionString: postgres.url(NAME) });
	await holder.connect();
	await holder.query('BEGIN');
	await holder.query(`SELECT id FROM tickets WHERE id = $1 FOR UPDATE`, [ticketId(held.number)]);
	const { commands } = world;
	const since = performance.now();
	const waiting = commands.commentTicket(manager, held.number, { body: 'Жду', internal: true });
	let told = 0;
	// Longer than one try for a lock takes.
	while (performance.now() - since < 2_000) {
		await commands.commentTicket(manager, other.number, { body: `${told}`, internal: true });
		told++;
	}
	await holder.query('ROLLBACK');
	await holder.end();
	expect((await waiting).comment.body).toBe('Жду');
	expect(told).toBeGreaterThan(3);
});

it('a network that swallows everything keeps nobody waiting for long, and is gone on with after it', async () => {
	const url = new URL(postgres.url(NAME));
	const network = await silentNetwork(Number(url.port));
	url.port = String(network.port);
	const database = await openPostgres(url.href, 500);
	const read = () => database.read((tx) => tx.all('SELECT 1 AS one'));
	const write = () => database.write((tx) => tx.run('SELECT 1 AS one'));
	try {
		// Of each kind a connection that is open already.
		await Promise.all([read(), write()]);
		network.swallow();
		for (const answer of await Promise.allSettled([read(), write()]))
			expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } });
		network.carry();
		await until(
			() =>
				Promise.all([read(), write()]).then(
					() => true,
					() => false
				),
			'the database to be read and written again',
			10_000
		);
	} finally {
		await network.close();
		await database.close();
	}
});
