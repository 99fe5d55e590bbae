import { describe, expect, it } from 'vitest';
import { kpiPeriod } from '#lib/domain/kpi-period.ts';
import type { MetricDefinition, MetricSums } from '#lib/domain/metric.ts';
import {
	daysOf,
	isMetricKey,
	metricKeyOf,
	metricStepTarget,
	metricTarget,
	metricView,
	usualDefinition
} from '#lib/domain/metric.ts';

const HOUR = 3_600_000;

const sums = (
	definition: Partial<MetricDefinition>,
	given: Partial<MetricSums> = {}
): MetricSums => ({
	key: 'invoice_minutes',
	definition: { ...usualDefinition('invoice_minutes'), ...definition },
	count: 3,
	mean: 13.3333333,
	sum: 40,
	last: 25,
	...given
});

describe('a measured metric', () => {
	it.each([
		['mean', 13.33],
		['sum', 40],
		['last', 25]
	] as const)('comes to the %s of what was measured', (aggregate, value) => {
		expect(metricView(sums({ aggregate }), 30).value).toBe(value);
	});

	it('that nobody has described is named by its key and judged by nothing', () => {
		expect(metricView(sums({}), 30)).toEqual({
			key: 'invoice_minutes',
			title: 'invoice minutes',
			unit: 'number',
			value: 13.33,
			target: null,
			direction: 'none',
			status: 'none',
			count: 3,
			formula: 'Среднее измеренных значений за период',
			aggregate: 'mean'
		});
	});

	it('says nothing where nothing was measured', () => {
		const nothing = { count: 0, mean: null, sum: null, last: null };
		expect(metricView(sums({ target: 10, direction: 'up' }, nothing), 30)).toMatchObject({
			value: null,
			status: 'none'
		});
	});

	it.each([
		['up', 13, 'ok'],
		['up', 14, 'warning'],
		['up', 20, 'critical'],
		['down', 14, 'ok'],
		['down', 13, 'warning'],
		['down', 10, 'critical'],
		['none', 10, 'none'],
		['down', -5, 'critical']
	] as const)('where %s is better and the target is %d is %s', (direction, target, status) => {
		expect(metricView(sums({ direction, target }), 30).status).toBe(status);
	});

	it('rounds a share towards the worse side', () => {
		const share = { unit: 'percent', target: 95, direction: 'up' } as const;
		expect(metricView(sums(share, { mean: 94.999 }), 30)).toMatchObject({
			value: 94.99,
			status: 'warning'
		});
	});
});

describe('the target of a sum', () => {
	const definition = sums({ aggregate: 'sum', target: 12 }).definition;

	it('grows with the days of the period, and that of anything else stays', () => {
		expect(metricTarget(definition, 30)).toBe(360);
		expect(metricTarget({ ...definition, aggregate: 'mean' }, 30)).toBe(12);
		expect(metricTarget({ ...definition, target: null }, 30)).toBeNull();
	});

	it('is told by the formula, and only where there is one', () => {
		const told = (target: number | null) =>
			metricView(sums({ aggregate: 'sum', target }), 30).formula;
		expect(told(12)).toContain('дневная');
		expect(told(null)).toBe('Сумма измеренных значений за период');
	});

	it('is that of a step in a series', () => {
		expect(metricStepTarget(definition, 'hour')).toBe(0.5);
		expect(metricStepTarget(definition, 'day')).toBe(12);
		expect(metricStepTarget(definition, 'week')).toBe(84);
	});

	const berlin = (first: string, last: string) => {
		const period = kpiPeriod({ from: first, to: last }, 'Europe/Berlin', 0);
		if (!period) throw new Error('not a period');
		return period;
	};

	it.each([
		['2026-03-29', '2026-03-29', 23, 1],
		['2026-10-25', '2026-10-25', 25, 1],
		['2026-03-05', '2026-04-03', 719, 30]
	])('from %s to %s does not know summer time', (first, last, hours, days) => {
		const period = berlin(first, last);
		expect(period.to - period.from).toBe(hours * HOUR);
		expect(daysOf(period, 'Europe/Berlin')).toBe(days);
	});

	it('of a part of a day is that part', () => {
		expect(daysOf({ from: 0, to: 12 * HOUR }, 'UTC')).toBe(0.5);
		expect(daysOf({ from: 0, to: HOUR }, 'UTC')).toBe(1 / 24);
	});
});

describe('the key of a metric', () => {
	it('is made of its title', () => {
		expect(metricKeyOf('Время обработки счёта, мин')).toBe('vremya_obrabotki_scheta_min');
		expect(metricKeyOf('1С: ошибки обмена')).toBe('m_1s_oshibki_obmena');
		expect(metricKeyOf('№')).toBe('');
		expect(isMetricKey(metricKeyOf('щ'.repeat(80)))).toBe(true);
	});

	it('is none of the catalogue', () => {
		for (const key of ['backlog', 'Bad', '', '_a', 'a-b', '__proto__'])
			expect(isMetricKey(key)).toBe(false);
	});
});
