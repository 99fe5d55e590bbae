import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Bound, Database, ReadTransaction } from '#server/database/database.ts';
import { auditQueries } from '#server/queries/administration/audit.ts';
import type { AuditFilter, Person } from '#server/portal.ts';
import { MINUTE } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let admin: Person;
let busy: Person;

const TYPES = ['ticket.updated', 'ticket.commented', 'session.started', 'figures.turned'];
const EVENTS = 20_000;

beforeAll(async () => {
	world = await createWorld();
	admin = await world.make.anAdmin();
	busy = await world.make.aManager();
	await world.database.write(async (tx) => {
		for (let from = 0; from < EVENTS; from += 1_000) {
			const rows = Array.from({ length: 1_000 }, (_, row) => {
				const made = from + row;
				const actor = made % 3 === 0 ? 'NULL' : String((made % 200) + 100);
				const about = made % 5 === 0 ? 'NULL' : `'BC-${1_000 + (made % 901)}'`;
				return `(${made * MINUTE}, '${TYPES[made % 4]}', ${actor}, ${about}, '{}')`;
			});
			await tx.run(
				`INSERT INTO events (at, type, actor_id, about, payload) VALUES ${rows.join(', ')}`
			);
		}
	});
	await world.database.write(async (tx) => {
		for (let made = 0; made < 60; made++)
			await tx.run(
				`INSERT INTO events (at, type, actor_id, payload) VALUES ($1, 'ticket.noted', $2, '{}')`,
				[made, busy.id]
			);
	});
	await world.database.sequelize.query('ANALYZE');
});
afterAll(() => world.close());

/** How the statements that find a page's events are carried out. */
async function plansOf(filter: AuditFilter): Promise<string[]> {
	const statements: { sql: string; bind: readonly Bound[] }[] = [];
	const spying = (tx: ReadTransaction): ReadTransaction => ({
		...tx,
		all: (sql, bind = []) => {
			statements.push({ sql, bind: [...bind] });
			return tx.all(sql, bind);
		}
	});
	const database: Database = {
		...world.database,
		read: (reading) => world.database.read((tx) => reading(spying(tx)))
	};
	await auditQueries(database).audit(admin, filter);
	const explain = world.database.dialect === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
	const plans: string[] = [];
	for (const { sql, bind } of statements.filter((one) => one.sql.includes('FROM events'))) {
		const rows = await world.database.read((tx) => tx.all(`${explain} ${sql}`, bind));
		plans.push(rows.map((row) => Object.values(row).join(' ')).join('\n'));
	}
	return plans;
}

const from = 4_000 * MINUTE;
const to = 9_000 * MINUTE;
it.each<[AuditFilter, string]>([
	[{}, 'events_by_time'],
	[{ from, to }, 'events_by_time'],
	[{ kind: 'sign_ins' }, 'events_by_type'],
	[{ kind: 'tickets', from, to }, 'events_by_type'],
	[{ about: 'BC-1042' }, 'events_by_thing'],
	[{ about: 'BC-1042', kind: 'tickets' }, 'events_by_thing']
])('asked for %j the record is read from the end of %s', async (filter, index) => {
	for (const cursor of [
		undefined,
		(await world.queries.audit(admin, { ...filter, limit: 5 })).nextCursor ?? undefined
	]) {
		const [places, rows] = await plansOf({ ...filter, cursor });
		expect(places).toContain(index);
		expect(places).not.toMatch(/SCAN events$|Seq Scan on events/m);
		// The rows of a page are found one by one, by their numbers.
		expect(rows).toMatch(/INTEGER PRIMARY KEY|events_pkey/);
	}
});

it('of one person it is read by the person', async () => {
	const [places] = await plansOf({ actor: busy.email });
	expect(places).toContain('events_by_actor');
	expect(places).not.toMatch(/SCAN events$|Seq Scan on events/m);
});
