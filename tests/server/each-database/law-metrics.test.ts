import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audience } from '#lib/domain/audience.ts';
import type { MetricDefinition } from '#lib/domain/metric.ts';
import type { Person } from '#server/portal.ts';
import type { MetricCommands } from '#server/portal/metrics.ts';
import { DAY } from '../../support/clock.ts';
import { lawHolds } from '../../support/law.ts';
import { createWorld, type World } from '../../support/world.ts';

let world: World;
let manager: Person;
let everyone: Audience[];
const NOBODY: Audience[] = [];
const STAFF: Audience[] = ['staff'];
const others = () => everyone.filter((audience) => audience !== 'staff');

beforeAll(async () => {
	world = await createWorld();
	manager = await world.make.aManager();
	const owner = await world.make.aClient();
	everyone = ['public', 'staff', `client:${owner.id}`];
	await world.tick();
	// Others stand before and behind, so that places are held against the law too.
	await world.make.aMetric({ title: 'А первый', public: true });
	await world.make.aMetric({ title: 'Я последний', public: true });
});
afterAll(() => world.close());

interface Case {
	readonly name: string;
	readonly prepare: () => Promise<() => Promise<unknown>>;
	readonly moves: () => readonly Audience[];
	readonly silent?: true;
}

type Given = Partial<MetricDefinition>;

/** A metric of which something was measured. */
async function measured(given: Given = {}) {
	const metric = await world.make.aMetric(given);
	await world.commands.recordMetric(manager, metric.key, { value: 10 });
	await world.commands.recordMetric(manager, metric.key, { value: 25 });
	return metric;
}

/** Describes such a metric otherwise. */
const changing = (
	name: string,
	from: Given,
	to: Given,
	moves: () => readonly Audience[]
): Case => ({
	name,
	prepare: async () => {
		const { key, definition } = await measured(from);
		const { version } = await world.queries.metric(manager, key);
		return () => world.commands.saveMetric(manager, key, { ...definition, ...to, version });
	},
	moves
});

async function latest(key: string): Promise<number> {
	const { values } = await world.queries.metric(manager, key);
	return values.items[0]?.id ?? 0;
}

const CASES: Record<keyof MetricCommands, readonly Case[]> = {
	saveMetric: [
		{
			name: 'a new one is described for staff',
			prepare: async () => () => world.make.aMetric({ by: manager }),
			moves: () => STAFF
		},
		{
			name: 'a new one is described for everybody, and takes its place among the others',
			prepare: async () => () =>
				world.make.aMetric({ by: manager, title: 'Время', titleEn: 'Time', public: true }),
			moves: () => everyone
		},
		{
			name: 'one that was fed before anybody described it',
			prepare: async () => {
				const key = `fed_${world.clock.now()}`;
				await world.commands.recordMetric(manager, key, { value: 4 });
				return () => world.make.aMetric({ by: manager, key, unit: 'percent', public: true });
			},
			moves: () => everyone
		},
		changing('title, unit and target', {}, { title: 'Б', suffix: 'шт.', target: 5 }, () => STAFF),
		changing(
			'a suffix is taken away',
			{ suffix: '₽', public: true },
			{ suffix: '' },
			() => everyone
		),
		changing('its values are added up', {}, { aggregate: 'sum' }, () => STAFF),
		changing('everybody may see it', { title: 'Ж' }, { public: true }, others),
		changing('only staff may see it any more', { public: true }, { public: false }, others),
		{ ...changing('nothing is changed', { public: true }, {}, () => NOBODY), silent: true }
	],
	recordMetric: [
		{
			name: 'of one that everybody sees',
			prepare: async () => {
				const { key } = await measured({ public: true, target: 20, direction: 'down' });
				return () => world.commands.recordMetric(manager, key, { value: 90 });
			},
			moves: () => everyone
		},
		{
			name: 'of long ago: nothing of the present period has moved',
			prepare: async () => {
				const { key } = await measured({ public: true });
				const at = world.clock.now() - 90 * DAY;
				return () => world.commands.recordMetric(manager, key, { value: 90, at });
			},
			moves: () => NOBODY
		},
		{
			name: 'the same form is sent twice',
			prepare: async () => {
				const { key } = await measured({ public: true });
				const sent = () => world.commands.recordMetric(manager, key, { value: 7 }, `once ${key}`);
				await sent();
				return sent;
			},
			moves: () => NOBODY,
			silent: true
		}
	],
	deleteMetricValue: [
		{
			name: 'a wrong value is taken away',
			prepare: async () => {
				const { key } = await measured({ public: true });
				const id = await latest(key);
				return () => world.commands.deleteMetricValue(manager, key, id);
			},
			moves: () => everyone
		},
		{
			name: 'the only value is taken away',
			prepare: async () => {
				const { key } = await world.make.aMetric({ target: 3, direction: 'up' });
				await world.commands.recordMetric(manager, key, { value: 10 });
				const id = await latest(key);
				return () => world.commands.deleteMetricValue(manager, key, id);
			},
			moves: () => STAFF
		}
	],
	deleteMetric: [
		{
			name: 'one that everybody saw',
			prepare: async () => {
				const { key } = await measured({ public: true });
				return () => world.commands.deleteMetric(manager, key);
			},
			moves: () => everyone
		},
		{
			name: 'one of staff: nobody else hears of it',
			prepare: async () => {
				const { key } = await measured();
				return () => world.commands.deleteMetric(manager, key);
			},
			moves: () => STAFF
		}
	]
};

describe('old snapshot + changes = new snapshot', () => {
	for (const [command, cases] of Object.entries(CASES))
		describe(command, () => {
			it.each(cases)('$name', async ({ prepare, moves, silent }) => {
				const work = await prepare();
				const { events, moved, changes } = await lawHolds(world, everyone, work);
				expect(events.length > 0).toBe(silent === undefined);
				expect(moved).toEqual(moves());
				// Of a metric of staff others are not even told that there was one.
				if (moves() === STAFF) expect(changes.get('public')).toEqual([]);
			});
		});

	it('holds when values leave the period as days pass', async () => {
		const { key } = await measured({ public: true });
		await lawHolds(world, everyone, () => world.pass(31 * DAY));
		const { state } = await world.snapshot('public');
		expect(state.kpis.find((kpi) => kpi.key === key)).toMatchObject({ value: null, count: 0 });
	});

	it('live screens show what the API answers', async () => {
		const { key } = await measured({
			...{ title: 'Счета', titleEn: 'Invoices', unit: 'minutes', target: 20 },
			...{ direction: 'down', aggregate: 'last', public: true }
		});
		const { state } = await world.snapshot('public');
		const live = state.kpis.find((kpi) => kpi.key === key);
		expect(live).toMatchObject({ value: 25, status: 'critical', aggregate: 'last' });
		expect(await world.queries.kpi(null, key)).toMatchObject({ ...live });
	});
});
