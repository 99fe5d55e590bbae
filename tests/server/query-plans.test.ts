import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bound, Database, ReadTransaction } from '#server/database/database.ts';
import { latestChanges } from '#server/queries/latest.ts';
import { readLiveRecords } from '#server/queries/live.ts';
import { listTickets } from '#server/queries/ticket-list.ts';
import { TICKET_SORTS, type Person, type TicketFilter } from '#server/portal.ts';
import { RandomWork } from '../support/random-work.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld({ database: 'sqlite' });
	manager = await world.make.aManager();
	client = await world.make.aClient();
	const work = await RandomWork.begin(world, { seed: 3, crowd: 300, clients: [client] });
	await work.fill(400);
	await world.make.aTicket({ subject: 'Не открывается почта', by: client });
	await world.make.aTicket({ subject: 'Не открывается почта' });
	for (let round = 0; round < 10; round++)
		await Promise.all(Array.from({ length: 30 }, () => work.step()));
});
afterAll(() => world.close());

/** The plans of all statements that some work reads with. */
async function plansOf(
	work: (database: Database) => Promise<unknown>
): Promise<{ sql: string; plan: string[] }[]> {
	const statements: { sql: string; bind: readonly Bound[] }[] = [];
	const spying = (tx: ReadTransaction): ReadTransaction => ({
		...tx,
		all: (sql, bind = []) => {
			statements.push({ sql, bind: [...bind] });
			return tx.all(sql, bind);
		},
		one: (sql, bind = []) => {
			statements.push({ sql, bind: [...bind] });
			return tx.one(sql, bind);
		}
	});
	await work({
		...world.database,
		read: (reading) => world.database.read((tx) => reading(spying(tx)))
	});
	return Promise.all(
		statements.map(async ({ sql, bind }) => {
			const rows = await world.database.read((tx) =>
				tx.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, bind)
			);
			return { sql, plan: rows.map(({ detail }) => detail) };
		})
	);
}

/** A plan that reads every ticket, or sorts by hand. */
const isSlow = (step: string) =>
	/^SCAN t(ickets)?( |$)(?!USING INDEX)(?!USING COVERING INDEX)/.test(step) ||
	step.includes('TEMP B-TREE FOR ORDER BY');

async function expectFast(work: (database: Database) => Promise<unknown>): Promise<void> {
	const plans = await plansOf(work);
	expect(plans.length).toBeGreaterThan(0);
	for (const { sql, plan } of plans)
		expect({ sql, slow: plan.filter(isSlow) }).toEqual({ sql, slow: [] });
}

it('the snapshot reads the window by its own index, in its order', async () => {
	const plans = await plansOf(readLiveRecords);
	const window = plans.find(({ sql }) => sql.includes('t.urgency, t.created_at'));
	expect(window?.plan.join('\n')).toContain('tickets_by_urgency (urgency<?)');
	expect(window?.plan.join('\n')).not.toContain('B-TREE');
	const cursor = plans.find(({ sql }) => sql.includes('MAX(seq)'));
	expect(cursor?.plan.join('\n')).not.toMatch(/SCAN events$/m);
});

describe('a list of tickets', () => {
	const page = async (filter: TicketFilter) => {
		const { nextCursor } = await listTickets(world.database, manager, { ...filter, limit: 5 });
		return nextCursor ?? undefined;
	};
	/** Counting is another matter than the page itself. */
	const pageOnly = async (database: Database, viewer: Person, filter: TicketFilter) =>
		listTickets(database, viewer, filter);

	it.each(TICKET_SORTS)('by %s is read in the order of an index, on any page', async (sort) => {
		for (const cursor of [undefined, await page({ sort })]) {
			const plans = await plansOf((database) =>
				pageOnly(database, manager, { sort, limit: 50, cursor })
			);
			const list = plans.find(({ sql }) => sql.includes('ORDER BY t.'));
			expect(list?.plan.join('\n')).toMatch(/USING (COVERING )?INDEX tickets_by_/);
			expect(list?.plan.join('\n')).not.toContain('B-TREE');
		}
	});

	it('of one client is read by the client', async () => {
		const plans = await plansOf((database) =>
			pageOnly(database, client, { sort: 'newest', limit: 50 })
		);
		const list = plans.find(({ sql }) => sql.includes('ORDER BY t.'));
		expect(list?.plan.join('\n')).toContain('tickets_by_requester');
		expect(list?.plan.join('\n')).not.toContain('B-TREE');
	});
});

describe('a narrowed list of staff', () => {
	/** The plans of what counts and of what finds a page. */
	const plansFor = async (filter: TicketFilter) => {
		const plans = await plansOf((database) =>
			listTickets(database, manager, { ...filter, limit: 50 })
		);
		const reading = plans.filter(({ sql }) => /FROM tickets t/.test(sql) && !/t\.id IN/.test(sql));
		expect(reading.length).toBeGreaterThan(0);
		return reading.map(({ plan }) => plan.join('\n'));
	};
	const now = () => world.clock.now();

	it('to a requester is read by the requester', async () => {
		const { requester } = await world.make.aTicket();
		for (const sort of TICKET_SORTS)
			for (const plan of await plansFor({ requester: requester.email, sort }))
				expect(plan).toMatch(/SEARCH t USING (COVERING )?INDEX tickets_by_requester/);
	});

	it('to days is read along these days, even in the order of the last change', async () => {
		const days = { createdFrom: now() - 3_600_000, createdTo: now() };
		for (const sort of ['newest', 'oldest', 'updated'] as const)
			for (const plan of await plansFor({ ...days, sort }))
				expect(plan).toMatch(
					/SEARCH t USING (COVERING )?INDEX tickets_by_creation \(created_at>\? AND created_at<\?\)/
				);
	});

	it('to what is overdue is read among the open ones, the most urgent first', async () => {
		for (const plan of await plansFor({ overdue: true, sort: 'urgency' })) {
			expect(plan).toContain('tickets_by_urgency (urgency>? AND urgency<?)');
			expect(plan).not.toContain('B-TREE');
		}
	});
});

describe('a search', () => {
	const plansFor = async (viewer: Person, filter: TicketFilter) => {
		const plans = await plansOf((database) => listTickets(database, viewer, filter));
		return plans.map(({ sql, plan }) => ({ sql, plan: plan.join('\n') }));
	};

	it('reads the index of words, newest first, and looks up no ticket but those shown', async () => {
		const plans = await plansFor(manager, { q: 'почта', limit: 50 });
		const found = plans.find(({ sql }) => sql.includes('ORDER BY f.rowid DESC'));
		expect(found?.plan).toMatch(/^SCAN f VIRTUAL TABLE INDEX [^\n]*$/);
		for (const { plan } of plans) expect(plan).not.toMatch(/SCAN t\b|SCAN tickets/);
	});

	it('with a filter still reads the words once, not once for each ticket', async () => {
		for (const { sql, plan } of await plansFor(manager, { q: 'почта', status: ['new'] }))
			if (sql.includes('MATCH')) expect(plan).toMatch(/^(CO-ROUTINE counted\n)?SCAN f /);
	});

	it('of a client starts from its own tickets or from the words, never from all tickets', async () => {
		for (const { plan } of await plansFor(client, { q: 'почта', limit: 50 }))
			expect(plan).not.toMatch(/SCAN t\b|SCAN tickets/);
	});
});

it('what happened last is read from the ends of indexes, however much happened', async () => {
	const plans = await plansOf((database) => latestChanges(database, manager, 15));
	expect(plans.length).toBeGreaterThan(4);
	for (const { sql, plan } of plans.filter(({ sql: text }) => / LIMIT 15/.test(text)))
		expect({ sql, sorted: plan.filter((step) => step.includes('B-TREE')) }).toEqual({
			sql,
			sorted: []
		});
});

it('due thresholds are found by their index', async () => {
	await expectFast((database) =>
		database.read((tx) =>
			tx.all(
				`SELECT id FROM tickets WHERE next_threshold_at <= $1 ORDER BY next_threshold_at LIMIT 200`,
				[world.clock.now()]
			)
		)
	);
});

it('the stream is read on by its number', async () => {
	const [first] = await plansOf((database) =>
		database.read((tx) =>
			tx.all(`SELECT seq FROM events WHERE seq > $1 ORDER BY seq LIMIT 500`, [5])
		)
	);
	expect(first?.plan).toEqual(['SEARCH events USING INTEGER PRIMARY KEY (rowid>?)']);
});

it('a session is found by its key', async () => {
	const plans = await plansOf((database) =>
		database.read((tx) =>
			tx.one(
				`SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id
				WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.blocked_at IS NULL`,
				['x', 1]
			)
		)
	);
	for (const { plan } of plans) expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual([]);
});
