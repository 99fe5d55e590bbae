import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Person } from '#server/portal.ts';
import { DAY, HOUR } from '../../support/clock.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let client: Person;

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager({ name: 'Анна Соколова' });
	client = await world.make.aClient();
	await world.startHost();
	await world.tick();
});
afterAll(() => world.close());

const INVOICES = {
	title: 'Время обработки счёта',
	titleEn: 'Time to process an invoice',
	unit: 'number',
	suffix: 'мин',
	target: 20,
	direction: 'down',
	aggregate: 'mean',
	public: true
} as const;

async function measure(key: string, values: readonly (readonly [value: number, ago: number])[]) {
	for (const [value, ago] of values)
		await world.commands.recordMetric(manager, key, { value, at: world.clock.now() - ago });
}

describe('a metric that was described', () => {
	it('is a figure of the API for everybody, as the contract says', async () => {
		const { key } = await world.make.aMetric({ ...INVOICES, key: 'invoice_minutes' });
		await measure(key, [
			[17, HOUR],
			[20, 2 * HOUR],
			[30, 40 * DAY]
		]);
		const api = await world.api(null);
		const { status, body } = await api.get(`/api/v1/kpis/${key}`);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			key,
			title: 'Время обработки счёта',
			unit: 'number',
			suffix: 'мин',
			value: 18.5,
			target: 20,
			direction: 'down',
			status: 'ok',
			count: 2,
			formula: 'Среднее измеренных значений за период',
			previous: 30,
			public: true
		});
		const all = await api.get('/api/v1/kpis');
		expect(JSON.stringify(all.body)).toContain('"invoice_minutes"');
		const series = await api.get(`/api/v1/kpis/${key}/series?step=day`);
		expect(series.body).toMatchObject({ title: INVOICES.title, suffix: 'мин', target: 20 });
	});

	it('is for staff alone until everybody may see it', async () => {
		const { key } = await world.make.aMetric({ title: 'zq7zq7 Тайный', key: 'zq7zq7_secret' });
		await measure(key, [[1, HOUR]]);
		for (const viewer of [null, client]) {
			await expect(world.queries.kpi(viewer, key)).rejects.toMatchObject({ code: 'not_found' });
			const period = { from: world.clock.now() - DAY, to: world.clock.now() };
			await expect(
				world.queries.kpiSeries(viewer, key, { ...period, step: 'day' })
			).rejects.toMatchObject({ code: 'not_found' });
			expect(JSON.stringify(await world.queries.kpis(viewer))).not.toContain('zq7zq7');
			for (const read of [world.queries.metrics(viewer), world.queries.metric(viewer, key)])
				await expect(read).rejects.toMatchObject({
					code: viewer === null ? 'not_signed_in' : 'forbidden'
				});
		}
		expect(JSON.stringify(await world.snapshot('public'))).not.toContain('zq7zq7');
	});

	it.each([
		['mean', 20, null],
		['sum', 60, 300],
		['last', 40, 10]
	] as const)('shows the %s of its values', async (aggregate, value, target) => {
		const { key } = await world.make.aMetric({
			aggregate,
			target: aggregate === 'mean' ? null : 10
		});
		await measure(key, [
			[40, HOUR],
			[10, 2 * DAY],
			[10, 3 * DAY],
			[500, 45 * DAY]
		]);
		expect(await world.queries.kpi(manager, key)).toMatchObject({ value, target, previous: 500 });
		const period = { from: world.clock.now() - 9 * DAY, to: world.clock.now() };
		const series = await world.queries.kpiSeries(manager, key, { ...period, step: 'week' });
		expect(series.target).toBe(aggregate === 'sum' ? 70 : target);
		expect(series.points.reduce((sum, { count }) => sum + count, 0)).toBe(3);
	});

	it('shows of two values of one moment the one that was entered last', async () => {
		const { key } = await world.make.aMetric({ aggregate: 'last' });
		await measure(key, [
			[1, HOUR],
			[2, HOUR]
		]);
		expect((await world.queries.kpi(manager, key)).value).toBe(2);
	});
});

describe('those who look after metrics', () => {
	it('see the latest values first, page by page, with who entered them', async () => {
		const { key } = await world.make.aMetric();
		await measure(
			key,
			Array.from({ length: 5 }, (_, index) => [index, index * HOUR] as const)
		);
		const first = await world.queries.metric(manager, key, { limit: 3 });
		expect(first.values.items.map(({ value, author }) => [value, author])).toEqual([
			[0, 'Анна Соколова'],
			[1, 'Анна Соколова'],
			[2, 'Анна Соколова']
		]);
		const cursor = first.values.nextCursor ?? undefined;
		const second = await world.queries.metric(manager, key, { limit: 3, cursor });
		expect(second.values.items.map(({ value }) => value)).toEqual([3, 4]);
		expect(second.values.nextCursor).toBeNull();
		await expect(world.queries.metric(manager, key, { cursor: 'x' })).rejects.toMatchObject({
			code: 'invalid_input'
		});
	});

	it('is taken down once, however often the same request comes', async () => {
		const key = 'sent_twice';
		const api = await world.api(manager);
		const send = () =>
			api.post(`/api/v1/metrics/${key}`, { value: 5 }, { 'Idempotency-Key': 'metric-1' });
		const first = await send();
		world.clock.advance(5_000);
		const again = await send();
		expect([first.status, again.status]).toEqual([201, 200]);
		expect(again.body).toEqual(first.body);
		const rows = await world.database.read((tx) =>
			tx.all(`SELECT value FROM metric_values WHERE metric = $1`, [key])
		);
		expect(rows).toEqual([{ value: 5 }]);
	});

	it('find those that were never described among them', async () => {
		await world.commands.recordMetric(manager, 'fed_alone', { value: 3 });
		const summary = (await world.queries.metrics(manager)).find(
			({ figure }) => figure.key === 'fed_alone'
		);
		expect(summary).toMatchObject({
			defined: false,
			latestAt: new Date(world.clock.now()).toISOString(),
			figure: { title: 'fed alone', value: 3, public: false, status: 'none' }
		});
	});

	it('may not write over what somebody else has written since', async () => {
		const { key, definition } = await world.make.aMetric();
		const { version } = await world.queries.metric(manager, key);
		const save = (title: string) =>
			world.commands.saveMetric(manager, key, { ...definition, title, version });
		await save('Первое');
		await expect(save('Второе')).rejects.toMatchObject({
			code: 'stale_version',
			stale: {
				currentVersion: version + 1,
				changedBy: 'Анна Соколова',
				current: { title: 'Первое' }
			}
		});
	});

	it.each([
		['backlog', 'key_taken'],
		['Invoice', 'metric_key'],
		['', 'metric_key']
	])('may not describe a new one by the key «%s»', async (key, code) => {
		await expect(world.make.aMetric({ key })).rejects.toMatchObject({
			code: 'invalid_input',
			issues: [{ field: 'key', code }]
		});
	});

	it('may not describe one as new that is described already', async () => {
		const { key } = await world.make.aMetric();
		await expect(world.make.aMetric({ key })).rejects.toMatchObject({
			issues: [{ field: 'key', code: 'key_taken' }]
		});
	});

	it('take away a wrong value of a metric, and of no other', async () => {
		const { key } = await world.make.aMetric();
		const other = await world.make.aMetric();
		await measure(key, [
			[10, HOUR],
			[9_999, 0]
		]);
		const { values } = await world.queries.metric(manager, key);
		const wrong = values.items[0]?.id ?? 0;
		await expect(world.commands.deleteMetricValue(manager, other.key, wrong)).rejects.toMatchObject(
			{ code: 'not_found' }
		);
		await world.commands.deleteMetricValue(manager, key, wrong);
		expect(await world.queries.kpi(manager, key)).toMatchObject({ value: 10, count: 1 });
		await expect(world.commands.deleteMetricValue(manager, key, wrong)).rejects.toMatchObject({
			code: 'not_found'
		});
	});

	it('take a metric away with its values; fed again it begins anew', async () => {
		const { key } = await world.make.aMetric({ title: 'Прежний' });
		await measure(key, [[5, HOUR]]);
		await world.commands.deleteMetric(manager, key);
		await expect(world.queries.metric(manager, key)).rejects.toMatchObject({ code: 'not_found' });
		await measure(key, [[7, 0]]);
		const sheet = await world.queries.metric(manager, key);
		expect(sheet).toMatchObject({ defined: false, definition: { title: key.replace('_', ' ') } });
		expect(sheet.values.items).toHaveLength(1);
	});

	it('are staff: clients may neither describe nor enter nor take away', async () => {
		const { key, definition } = await world.make.aMetric();
		for (const refused of [
			() => world.commands.saveMetric(client, 'of_a_client', definition),
			() => world.commands.recordMetric(client, key, { value: 1 }),
			() => world.commands.deleteMetricValue(client, key, 1),
			() => world.commands.deleteMetric(client, key)
		])
			await expect(refused()).rejects.toMatchObject({ code: 'forbidden' });
	});

	it('lose nothing when many enter values while others take the metric away', async () => {
		const { key } = await world.make.aMetric();
		const results = await Promise.allSettled(
			Array.from({ length: 12 }, (_, index) =>
				index % 4 === 3
					? world.commands.deleteMetric(manager, key)
					: world.commands.recordMetric(manager, key, { value: index })
			)
		);
		for (const result of results)
			if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'not_found' });
	});
});

it('the record tells who described, corrected and took away', async () => {
	const admin = await world.make.anAdmin();
	const { key, definition } = await world.make.aMetric({ by: manager, title: 'Записанный' });
	const { version } = await world.queries.metric(manager, key);
	await world.commands.saveMetric(manager, key, { ...definition, target: 5, version });
	await measure(key, [[3, HOUR]]);
	const { values } = await world.queries.metric(manager, key);
	await world.commands.deleteMetricValue(manager, key, values.items[0]?.id ?? 0);
	await world.commands.deleteMetric(manager, key);
	const { items } = await world.queries.audit(admin, { kind: 'settings' });
	expect(items.slice(0, 4).map(({ type, about }) => [type, about])).toEqual([
		['metric.deleted', key],
		['metric.value_deleted', key],
		['metric.defined', key],
		['metric.defined', key]
	]);
	expect(items[2]?.changed).toEqual([{ field: 'target', before: null, after: '5' }]);
});
