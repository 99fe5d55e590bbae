import {
	isKpiKey,
	type KpiDirection,
	type KpiFigure,
	type KpiStep,
	type KpiView,
	type MetricAggregate
} from './kpi.ts';
import { wholeDays, type KpiPeriod } from './kpi-period.ts';
import { kpiStatus, roundedFigure } from './kpi-value.ts';
import { slugOf } from './slug.ts';
import { DAY } from './zone.ts';

/** What a measured metric may be called. */
export const METRIC_KEY = /^[a-z][a-z0-9_]{1,49}$/;

/** May a metric be called so? Figures of the catalogue keep their names to themselves. */
export function isMetricKey(key: string): boolean {
	return METRIC_KEY.test(key) && !isKpiKey(key);
}

/** `number` has a unit of its own, written behind it. */
export const METRIC_UNITS = ['number', 'percent', 'minutes'] as const;
export type MetricUnit = (typeof METRIC_UNITS)[number];

export const METRIC_DIRECTIONS = ['up', 'down', 'none'] as const satisfies readonly KpiDirection[];

/** What somebody said of a metric. */
export interface MetricDefinition {
	readonly title: string;
	/** Empty: the Russian title stands for it. */
	readonly titleEn: string;
	readonly unit: MetricUnit;
	/** Of `number`: «шт.», «₽»; empty for none. */
	readonly suffix: string;
	/** Of a sum: for one day. */
	readonly target: number | null;
	readonly direction: KpiDirection;
	readonly aggregate: MetricAggregate;
	/** May anybody see it, or staff alone? */
	readonly public: boolean;
}

/** Measurements of one metric in a period. */
export interface MetricSums {
	readonly key: string;
	readonly definition: MetricDefinition;
	readonly count: number;
	readonly mean: number | null;
	readonly sum: number | null;
	/** The latest one. */
	readonly last: number | null;
}

/** A value somebody entered or a program sent. */
export interface MetricValue {
	readonly id: number;
	readonly value: number;
	/** ISO 8601 in UTC. */
	readonly at: string;
	readonly author: string | null;
}

/** A key made of a title: «Время обработки счёта» → `vremya_obrabotki_scheta`; may be none. */
export function metricKeyOf(title: string): string {
	const words = slugOf(title).replaceAll('-', '_').slice(0, 48).replace(/_+$/, '');
	return /^\d/.test(words) ? `m_${words}` : words;
}

/** What a metric is as long as nobody has said it. */
export function usualDefinition(key: string): MetricDefinition {
	return {
		title: key.replaceAll('_', ' '),
		titleEn: '',
		unit: 'number',
		suffix: '',
		target: null,
		direction: 'none',
		aggregate: 'mean',
		public: false
	};
}

const FORMULA: Readonly<Record<MetricAggregate, string>> = {
	mean: 'Среднее измеренных значений за период',
	sum: 'Сумма измеренных значений за период',
	last: 'Последнее измеренное значение за период'
};

const SUM_WITH_TARGET =
	'Сумма измеренных значений за период; цель на период — дневная, умноженная на число дней';

const DIGITS = 2;
const DAYS_OF: Readonly<Record<KpiStep, number>> = { hour: 1 / 24, day: 1, week: 7 };

/** What the measurements of a period come to; null where there are none. */
export function metricValue(sums: MetricSums): number | null {
	const { unit, direction, aggregate } = sums.definition;
	return sums.count === 0 ? null : roundedFigure(sums[aggregate], unit, direction, DIGITS);
}

/** The target of so many days: a sum grows with them. */
export function metricTarget({ target, aggregate }: MetricDefinition, days: number): number | null {
	if (target === null || aggregate !== 'sum') return target;
	return roundedFigure(target * days, 'number', 'none', DIGITS);
}

/** The target of a step of a series. */
export function metricStepTarget(definition: MetricDefinition, step: KpiStep): number | null {
	return metricTarget(definition, DAYS_OF[step]);
}

/** Days of a period; one that lost or won an hour of summer time is as long as any other. */
export function daysOf(period: KpiPeriod, zone: string): number {
	const whole = wholeDays(period, zone);
	if (whole !== null) return whole.end - whole.first;
	const days = (period.to - period.from) / DAY;
	return days < 1 ? days : Math.round(days);
}

/** A measured metric as a figure of so many days. */
export function metricView(sums: MetricSums, days: number): KpiView {
	const { key, definition, count } = sums;
	const { title, titleEn, unit, suffix, direction, aggregate } = definition;
	const value = metricValue(sums);
	const target = metricTarget(definition, days);
	return {
		key,
		title,
		unit,
		value,
		target,
		direction,
		status: kpiStatus(value, target, direction),
		count,
		formula: aggregate === 'sum' && target !== null ? SUM_WITH_TARGET : FORMULA[aggregate],
		...(suffix === '' ? {} : { suffix }),
		...(titleEn === '' ? {} : { titleEn }),
		aggregate
	};
}

/** The same of a period, its days counted in a zone. */
export function metricFigure(
	sums: MetricSums,
	period: KpiPeriod,
	zone: string,
	previous: number | null
): KpiFigure {
	return {
		...metricView(sums, daysOf(period, zone)),
		period: {
			from: new Date(period.from).toISOString(),
			to: new Date(period.to).toISOString()
		},
		excluded: null,
		leavesOut: null,
		previous,
		public: sums.definition.public,
		by: [],
		tickets: null,
		incidents: null
	};
}
