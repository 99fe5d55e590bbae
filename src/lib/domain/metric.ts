import { isKpiKey, type KpiFigure, type KpiView } from './kpi.ts';

/** What a measured metric may be called. */
export const METRIC_KEY = /^[a-z][a-z0-9_]{1,49}$/;

/** May a metric be called so? Figures of the catalogue keep their names to themselves. */
export function isMetricKey(key: string): boolean {
	return METRIC_KEY.test(key) && !isKpiKey(key);
}

/** Measurements of one metric in a period. */
export interface MetricSums {
	readonly key: string;
	readonly count: number;
	readonly mean: number | null;
}

/** A measured metric as a figure: the mean of what was measured in the period. */
export function metricView({ key, count, mean }: MetricSums): KpiView {
	return {
		key,
		title: key.replaceAll('_', ' '),
		unit: 'number',
		value: mean === null ? null : Math.round(mean * 100) / 100,
		target: null,
		direction: 'none',
		status: 'none',
		count,
		formula: 'Среднее измеренных значений за период'
	};
}

/** The same of a period. */
export function metricFigure(
	sums: MetricSums,
	period: KpiFigure['period'],
	previous: number | null
): KpiFigure {
	return {
		...metricView(sums),
		period,
		excluded: null,
		leavesOut: null,
		previous,
		public: false,
		by: [],
		tickets: null
	};
}
