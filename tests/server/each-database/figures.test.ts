import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Totals } from '#lib/domain/figures.ts';
import type { KpiView } from '#lib/domain/kpi.ts';
import { PRIORITIES } from '#lib/domain/ticket.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
beforeAll(async () => {
	world = await createWorld();
});
afterAll(() => world.close());

const OPEN = `status IN ('new', 'in_progress', 'waiting')`;

/** What an administrator has deleted counts nowhere. */
const there = (table: string) => (table === 'tickets' ? ' AND deleted_at IS NULL' : '');

async function count(condition: string, table = 'tickets'): Promise<number> {
	const row = await world.database.read((tx) =>
		tx.one<{ count: number }>(
			`SELECT COUNT(*) AS count FROM ${table} WHERE ${condition}${there(table)}`
		)
	);
	return row?.count ?? 0;
}

/** The counters, counted over every ticket. */
async function countedTotals(): Promise<Totals> {
	const byPriority = { low: 0, normal: 0, high: 0, critical: 0 };
	for (const priority of PRIORITIES)
		byPriority[priority] = await count(`${OPEN} AND priority = '${priority}'`);
	return {
		open: await count(OPEN),
		new: await count(`status = 'new'`),
		in_progress: await count(`status = 'in_progress'`),
		waiting: await count(`status = 'waiting'`),
		resolved: await count(`status = 'resolved'`),
		overdue: await count(
			`${OPEN} AND (resolution_sla = 'breached' OR (response_sla = 'breached' AND first_response_at IS NULL))`
		),
		unassigned: await count(`${OPEN} AND assignee_id IS NULL`),
		byPriority
	};
}

interface Sums {
	readonly count: number;
	readonly mean: number | null;
}

async function meanMinutes(until: string, worked: string, from: number): Promise<Sums> {
	const row = await world.database.read((tx) =>
		tx.one<{ count: number; mean: number | null }>(
			`SELECT COUNT(*) AS count, AVG(${worked}) / 60000.0 AS mean
			FROM tickets WHERE ${until} >= ${from}${there('tickets')}`
		)
	);
	return {
		count: row?.count ?? 0,
		mean: row?.mean === null || row?.mean === undefined ? null : Number(row.mean)
	};
}

/** How many tickets there are of each sort: as counted, and as kept. */
function sorts(): Promise<unknown[][]> {
	const columns = 'status, priority, service_id, assignee_id, tickets';
	return world.database.read((tx) =>
		Promise.all([
			tx.all(
				`SELECT status, priority, service_id, COALESCE(assignee_id, 0) AS assignee_id,
					COUNT(*) AS tickets
				FROM tickets WHERE deleted_at IS NULL
				GROUP BY status, priority, service_id, COALESCE(assignee_id, 0) ORDER BY 1, 2, 3, 4`
			),
			tx.all(`SELECT ${columns} FROM ticket_counts WHERE tickets <> 0 ORDER BY 1, 2, 3, 4`)
		])
	);
}

/** Midnight in Moscow, which keeps to UTC+3 all year. */
function midnight(daysAgo: number): number {
	const shifted = world.clock.now() + 3 * HOUR;
	return Math.floor(shifted / DAY) * DAY - 3 * HOUR - daysAgo * DAY;
}

/** Figures are rounded to a tenth. */
function expectClose(shown: number | null, exact: number | null): void {
	if (shown === null || exact === null) expect(shown).toBe(exact);
	else expect(Math.abs(shown - exact)).toBeLessThanOrEqual(0.051);
}

async function expectFigures(): Promise<void> {
	const { state } = await world.snapshot('staff');
	expect(state.totals).toEqual(await countedTotals());
	const [counted, kept] = await sorts();
	expect(kept).toEqual(counted);
	const kpi = (key: string): KpiView => {
		const found = state.kpis.find((one) => one.key === key);
		if (!found) throw new Error(`no figure ${key}`);
		return found;
	};
	const today = midnight(0);
	const month = midnight(29);
	expect(kpi('created_today').value).toBe(await count(`created_at >= ${today}`));
	expect(kpi('resolved_today').value).toBe(await count(`resolved_at >= ${today}`));
	expect(kpi('open_incidents').value).toBe(await count(`status <> 'resolved'`, 'incidents'));
	const response = await meanMinutes('first_response_at', 'response_worked_ms', month);
	expect(kpi('first_response_time')).toMatchObject({ count: response.count });
	expectClose(kpi('first_response_time').value, response.mean);
	const resolution = await meanMinutes('resolved_at', 'resolution_worked_ms', month);
	expect(kpi('resolution_time')).toMatchObject({ count: resolution.count });
	expectClose(kpi('resolution_time').value, resolution.mean);
	const met = await count(`resolved_at >= ${month} AND resolution_sla = 'met'`);
	expect(kpi('sla_resolution_met').value).toBe(
		resolution.count === 0 ? null : Math.floor((met * 1000) / resolution.count) / 10
	);
}

it('counters and figures equal a plain recount after any days at work', async () => {
	await world.tick();
	const work = await RandomWork.begin(world, { seed: 20_260_303, crowd: 60 });
	for (let day = 0; day < 36; day++) {
		for (let hour = 0; hour < 4; hour++) {
			await Promise.all(Array.from({ length: 6 }, () => work.step()));
			await world.pass(5 * HOUR + 7 * MINUTE);
		}
		await world.pass(3 * HOUR);
		if (day % 6 === 0) await expectFigures();
	}
	await expectFigures();
});

it('an empty portal has no means and no zeros in their place', async () => {
	const empty = await createWorld();
	try {
		await empty.tick();
		const { kpis } = (await empty.snapshot('public')).state;
		const values = Object.fromEntries(kpis.map(({ key, value }) => [key, value]));
		expect(values).toEqual({
			created_today: 0,
			resolved_today: 0,
			open_incidents: 0,
			first_response_time: null,
			resolution_time: null,
			sla_response_met: null,
			sla_resolution_met: null
		});
	} finally {
		await empty.close();
	}
});
