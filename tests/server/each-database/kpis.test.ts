import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KPI_COLUMNS, KPI_KEYS, KPI_SPREADS, NO_SUMS, type KpiFigure } from '#lib/domain/kpi.ts';
import { kpiDefinition } from '#lib/domain/kpi-catalogue.ts';
import { kpiPeriod, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import { ensureSums, rebuildSums } from '#server/events/kpi-keeper.ts';
import type { Person } from '#server/portal.ts';
import { slotMedians } from '#server/queries/kpi/medians.ts';
import { slotSums } from '#server/queries/kpi/sums.ts';
import { DAY, HOUR, MINUTE } from '../../support/clock.ts';
import { recount } from '../../support/kpi-recount.ts';
import { RandomWork } from '../../support/random-work.ts';
import { createWorld, type World } from '../../support/world.ts';

const ZONE = 'Europe/Moscow';
let world: World;
let manager: Person;
let work: RandomWork;
let began: number;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	await world.tick();
	began = world.clock.now();
	work = await RandomWork.begin(world, { seed: 60, crowd: 60 });
	for (let day = 0; day < 30; day++) {
		for (let hour = 0; hour < 4; hour++) {
			await Promise.all(Array.from({ length: 5 }, () => work.step()));
			await world.pass(5 * HOUR + 7 * MINUTE);
		}
		await world.pass(3 * HOUR);
	}
	await world.startHost();
}, 120_000);
afterAll(() => world.close());

/** Whole days, a day, moments within an hour, all there is, and a period before anything. */
function periods(): Record<string, KpiPeriod> {
	const named = (from: string, to: string) => {
		const period = kpiPeriod({ from, to }, ZONE, world.clock.now());
		if (!period) throw new Error('not a period');
		return period;
	};
	const now = world.clock.now();
	return {
		'two weeks': named('2026-03-05', '2026-03-18'),
		'one day': named('2026-03-10', '2026-03-10'),
		'from and to odd moments': { from: began + 3 * DAY + 12_345, to: now - 4 * DAY - 54_321 },
		'everything until now': { from: began - DAY, to: now },
		'before anything': { from: began - 30 * DAY, to: began - 20 * DAY }
	};
}

/** Shown figures are rounded to a tenth. */
function expectClose(key: string, shown: number | null, exact: number | null): void {
	if (shown === null || exact === null) expect([key, shown]).toEqual([key, exact]);
	else expect([key, Math.abs(shown - exact) <= 0.1001]).toEqual([key, true]);
}

async function expectRecount(period: KpiPeriod): Promise<void> {
	const figures = await world.queries.kpis(manager, period);
	const plain = await recount(world.database, period);
	const byKey = new Map<string, KpiFigure>(figures.map((figure) => [figure.key, figure]));
	for (const [key, { value, count }] of Object.entries(plain)) {
		const shown = byKey.get(key);
		expect([key, shown?.count]).toEqual([key, count]);
		expectClose(key, shown?.value ?? null, value);
	}
}

const NAMES = [
	'two weeks',
	'one day',
	'from and to odd moments',
	'everything until now',
	'before anything'
];

describe('figures equal plain SQL', () => {
	it.each(NAMES)('for %s', async (name) => {
		const period = periods()[name];
		if (!period) throw new Error(name);
		await expectRecount(period);
	});

	it('after 200 random corrections, too', async () => {
		for (let done = 0; done < 200; done += 5) {
			await Promise.all(Array.from({ length: 5 }, () => work.step()));
			world.clock.advance(MINUTE);
		}
		await world.tick();
		for (const period of Object.values(periods())) await expectRecount(period);
	}, 60_000);
});

/** The roll-ups as they stand, without what came to nothing. */
async function rollups(): Promise<string[]> {
	const rows = await world.database.read(async (tx) => [
		...(await tx.all<Record<string, string | number>>(`SELECT * FROM kpi_sums`)),
		...(await tx.all<Record<string, string | number>>(
			`SELECT * FROM kpi_spreads WHERE tickets <> 0`
		))
	]);
	return rows
		.filter((row) => 'spread' in row || KPI_COLUMNS.some((column) => row[column] !== 0))
		.map((row) => JSON.stringify(row))
		.sort();
}

it('roll-ups equal what is computed anew from every ticket', async () => {
	const kept = await rollups();
	await rebuildSums(world.database, ZONE);
	expect(await rollups()).toEqual(kept);
	expect(kept.length).toBeGreaterThan(200);
});

it('roll-ups of another zone are computed anew at the next start, and only then', async () => {
	const before = await rollups();
	await ensureSums(world.database, 'Asia/Kolkata');
	const there = await rollups();
	expect(there).not.toEqual(before);
	await ensureSums(world.database, 'Asia/Kolkata');
	expect(await rollups()).toEqual(there);
	await ensureSums(world.database, ZONE);
	expect(await rollups()).toEqual(before);
});

it('a median is the same whether found by hand or by its spread', async () => {
	for (const period of Object.values(periods())) {
		const medians = await world.database.read(async (tx) => {
			const moment = { tx, zone: ZONE, now: world.clock.now() };
			const sums = (await slotSums(moment, [period], null)).get('') ?? [NO_SUMS];
			const found = (few: number) => slotMedians(moment, [period], KPI_SPREADS, sums, few);
			return { byHand: await found(Infinity), bySpread: await found(0) };
		});
		expect(medians.bySpread).toEqual(medians.byHand);
	}
});

describe('a figure explains itself', () => {
	it('by its formula, period, how many were counted and how many left out', async () => {
		const period = kpiPeriod({ from: '2026-03-05', to: '2026-03-18' }, ZONE, world.clock.now());
		const figure = await world.queries.kpi(manager, 'resolution_time', period ?? undefined);
		expect(figure.period).toEqual({
			from: '2026-03-04T21:00:00.000Z',
			to: '2026-03-18T21:00:00.000Z'
		});
		expect(figure.leavesOut).toBe('unresolved');
		expect(figure.excluded).toBeGreaterThanOrEqual(0);
		expect(figure.formula).toContain('нерешённые заявки не входят');
	});

	it('says nothing where nothing was counted, and never zero', async () => {
		const before = { from: began - 30 * DAY, to: began - 20 * DAY };
		for (const figure of await world.queries.kpis(manager, before)) {
			if (figure.unit === 'count') continue;
			expect([figure.key, figure.value, figure.count]).toEqual([figure.key, null, 0]);
		}
	});

	it('without a period it is of the last 30 days, and the present day has its own', async () => {
		const figures = await world.queries.kpis(manager);
		expect(figures.map(({ key }) => key)).toEqual([...KPI_KEYS]);
		const live = (await world.snapshot('staff')).state.kpis;
		for (const kpi of live) {
			const figure = figures.find(({ key }) => key === kpi.key);
			expect(figure).toMatchObject({ value: kpi.value, count: kpi.count });
		}
	});
});

it('the tickets behind a figure are those very tickets', async () => {
	const api = await world.api(manager);
	let linked = 0;
	for (const period of [...Object.values(periods()), undefined])
		for (const { key, count, tickets } of await world.queries.kpis(manager, period)) {
			if (tickets === null) continue;
			const { status, body } = await api.get(`/api/v1/tickets?${new URLSearchParams(tickets)}`);
			expect([key, status]).toEqual([key, 200]);
			expect([key, tickets, body['total']]).toEqual([key, tickets, count]);
			linked += 1;
		}
	expect(linked).toBeGreaterThan(50);
});

it('the incidents behind a figure are those very incidents', async () => {
	const api = await world.api(manager);
	let linked = 0;
	for (const period of [...Object.values(periods()), undefined])
		for (const { key, count, incidents } of await world.queries.kpis(manager, period)) {
			if (incidents === null) continue;
			const { body } = await api.get(
				`/api/v1/incidents?${new URLSearchParams({ ...incidents, limit: '100' })}`
			);
			expect([key, body['nextCursor'], incidents]).toEqual([key, null, incidents]);
			expect(body['items']).toHaveLength(count);
			linked += count;
		}
	expect(linked).toBeGreaterThan(10);
	for (const { key, incidents, tickets } of await world.queries.kpis(null))
		expect([key, incidents, tickets]).toEqual([key, null, null]);
});

describe('a series', () => {
	it.each(['hour', 'day', 'week'] as const)('by %s sums up to the figure', async (step) => {
		const period = kpiPeriod({ from: '2026-03-05', to: '2026-03-18' }, ZONE, world.clock.now());
		if (!period) throw new Error('not a period');
		for (const key of ['created', 'resolved'] as const) {
			const series = await world.queries.kpiSeries(manager, key, { ...period, step });
			const figure = await world.queries.kpi(manager, key, period);
			const sum = series.points.reduce((total, { value }) => total + (value ?? 0), 0);
			expect(sum).toBe(figure.value);
			expect(series.points[0]?.t).toBe('2026-03-04T21:00:00.000Z');
		}
	});

	it('has under each week as many days of the period before', async () => {
		const period = kpiPeriod({ from: '2026-03-13', to: '2026-03-24' }, ZONE, world.clock.now());
		if (!period) throw new Error('not a period');
		await world.commands.recordMetric(manager, 'orders_a_week', { value: 1 });
		for (const key of ['created', 'orders_a_week']) {
			const series = await world.queries.kpiSeries(manager, key, { ...period, step: 'week' });
			const days = (points: readonly { t: string }[], end: number) =>
				points.map(({ t }, index) => {
					const until = points[index + 1]?.t;
					return ((until === undefined ? end : Date.parse(until)) - Date.parse(t)) / DAY;
				});
			expect([key, days(series.points, period.to)]).toEqual([key, [3, 7, 2]]);
			expect([key, days(series.previous, period.from)]).toEqual([key, [3, 7, 2]]);
		}
	});

	it('is at each point what the figure of that step is', async () => {
		const period = kpiPeriod({ from: '2026-03-05', to: '2026-03-09' }, ZONE, world.clock.now());
		if (!period) throw new Error('not a period');
		for (const key of KPI_KEYS) {
			if (kpiDefinition(key).of === 'now') continue;
			const { points } = await world.queries.kpiSeries(manager, key, { ...period, step: 'day' });
			expect(points).toHaveLength(5);
			for (const { t, value, count } of points) {
				const from = Date.parse(t);
				const figure = await world.queries.kpi(manager, key, { from, to: from + DAY });
				expect([key, t, value, count]).toEqual([key, t, figure.value, figure.count]);
			}
		}
	});

	it.each(['service', 'priority', 'assignee'] as const)(
		'by %s has parts that equal plain SQL',
		async (by) => {
			const period = kpiPeriod({ from: '2026-03-05', to: '2026-03-18' }, ZONE, world.clock.now());
			if (!period) throw new Error('not a period');
			const column = {
				service: 'service_id = (SELECT id FROM services WHERE slug = ?)',
				priority: 'priority = ?',
				assignee: 'assignee_id = (SELECT id FROM users WHERE email = ?)'
			}[by];
			for (const key of ['backlog', 'overdue', 'resolution_time', 'sla_resolution_met'] as const) {
				const request = { ...period, step: 'day', by } as const;
				const { groups = [] } = await world.queries.kpiSeries(manager, key, request);
				expect(groups.length).toBeGreaterThan(0);
				for (const { id, value, count } of groups) {
					const plain =
						id === 'none'
							? await recount(world.database, period, 'assignee_id IS NULL')
							: await recount(world.database, period, column, [id]);
					expect([key, id, count]).toEqual([key, id, plain[key]?.count]);
					expectClose(key, value, plain[key]?.value ?? null);
				}
			}
		}
	);

	it('of who did what is for staff alone', async () => {
		const period = kpiPeriod({}, ZONE, world.clock.now());
		if (!period) throw new Error('not a period');
		const request = { ...period, step: 'day', by: 'assignee' } as const;
		await expect(world.queries.kpiSeries(null, 'created', request)).rejects.toMatchObject({
			code: 'forbidden'
		});
	});
});

it('what was measured is a figure of staff: the mean of the period', async () => {
	const period = { from: world.clock.now() - DAY, to: world.clock.now() + 1 };
	for (const value of [10, 25, 4])
		await world.commands.recordMetric(manager, 'orders_per_hour', { value });
	await world.commands.recordMetric(manager, 'orders_per_hour', {
		value: 1_000,
		at: world.clock.now() - 3 * DAY
	});
	const figure = await world.queries.kpi(manager, 'orders_per_hour', period);
	expect(figure).toMatchObject({ value: 13, count: 3, public: false });
	const request = { from: period.from - 3 * DAY, to: period.to, step: 'day' } as const;
	const { points } = await world.queries.kpiSeries(manager, 'orders_per_hour', request);
	expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(4);
	for (const viewer of [null, await world.make.aClient()]) {
		await expect(world.queries.kpi(viewer, 'orders_per_hour')).rejects.toMatchObject({
			code: 'not_found'
		});
		expect(JSON.stringify(await world.queries.kpis(viewer))).not.toContain('orders');
	}
	for (const key of ['backlog', 'Bad Key', '__proto__'])
		await expect(world.commands.recordMetric(manager, key, { value: 1 })).rejects.toMatchObject({
			code: 'not_found'
		});
});

it('anybody sees what is public and nothing else', async () => {
	const client = await world.make.aClient();
	for (const viewer of [null, client]) {
		const shown = await world.queries.kpis(viewer);
		expect(shown.map(({ key }) => key)).toEqual(
			KPI_KEYS.filter((key) => kpiDefinition(key).public)
		);
		expect(shown.every(({ tickets }) => tickets === null)).toBe(true);
		await expect(world.queries.kpi(viewer, 'csat')).rejects.toMatchObject({ code: 'not_found' });
	}
	expect(KPI_KEYS.some((key) => !kpiDefinition(key).public)).toBe(true);
});

it('the parts of a figure are those of its course over time, taken together', async () => {
	const period = { from: began - DAY, to: world.clock.now() };
	for (const key of KPI_KEYS)
		for (const by of kpiDefinition(key).by) {
			const { groups = [] } = await world.queries.kpiSeries(manager, key, {
				...period,
				step: 'day',
				by
			});
			const parts = await world.queries.kpiParts(manager, key, { ...period, by });
			const counted = groups.filter(({ count }) => count > 0);
			expect([key, by, parts.filter(({ count }) => count > 0)]).toEqual([
				key,
				by,
				counted.map(({ points: _points, ...part }) => part)
			]);
		}
	await expect(
		world.queries.kpiParts(null, 'sla_resolution_met', { ...period, by: 'assignee' })
	).rejects.toMatchObject({ code: 'forbidden' });
});

it('whoever works here no longer keeps the name beside the work', async () => {
	const admin = await world.make.anAdmin();
	const former = await world.make.aManager({ name: 'Борис Уволенный' });
	const { number } = await world.make.aTicket();
	await world.commands.updateTicket(manager, number, { assignee: former.email });
	await world.commands.changeRole(admin, former.id, 'client');
	const period = { from: world.clock.now() - DAY, to: world.clock.now() + 1 };
	const parts = await world.queries.kpiParts(manager, 'created', { ...period, by: 'assignee' });
	const part = parts.find(({ title }) => title === former.name);
	expect(part).toMatchObject({ id: former.email, count: 1 });
	const { items } = await world.queries.tickets(manager, { assignee: part?.id });
	expect(items.map((ticket) => ticket.number)).toEqual([number]);
});

it('arrivals are every ticket once, at its weekday and hour of the zone', async () => {
	const period = { from: began - DAY, to: world.clock.now() };
	const { cells, total } = await world.queries.arrivals(period);
	expect(cells.flat().reduce((sum, cell) => sum + cell, 0)).toBe(total);
	const plain = await recount(world.database, period);
	expect(total).toBe(plain['created']?.count);
	const rows = await world.database.read((tx) =>
		tx.all<{ at: number }>(`SELECT created_at AS at FROM tickets WHERE deleted_at IS NULL`)
	);
	const monday = rows.filter(({ at }) => new Date(at + 3 * HOUR).getUTCDay() === 1);
	expect(cells[0]?.reduce((sum, cell) => sum + cell, 0)).toBe(monday.length);
	const noon = rows.filter(({ at }) => new Date(at + 3 * HOUR).getUTCHours() === 12);
	expect(cells.reduce((sum, row) => sum + (row[12] ?? 0), 0)).toBe(noon.length);
});
