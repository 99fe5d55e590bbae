import type { KpiDirection, MetricAggregate } from '#lib/domain/kpi.ts';
import type { MetricDefinition, MetricUnit } from '#lib/domain/metric.ts';
import { locale } from '#lib/format/locale.ts';
import { figureLine, numberText } from '#lib/format/numbers.ts';
import { m } from '#lib/paraglide/messages.js';

export const metricUnitWord: Readonly<Record<MetricUnit, () => string>> = {
	number: m.kpi_metrics_unit_number,
	percent: m.kpi_metrics_unit_percent,
	minutes: m.kpi_metrics_unit_minutes
};

export const metricDirectionWord: Readonly<Record<KpiDirection, () => string>> = {
	up: m.kpi_metrics_direction_up,
	down: m.kpi_metrics_direction_down,
	none: m.kpi_metrics_direction_none
};

export const metricAggregateWord: Readonly<Record<MetricAggregate, () => string>> = {
	mean: m.kpi_metrics_aggregate_mean,
	sum: m.kpi_metrics_aggregate_sum,
	last: m.kpi_metrics_aggregate_last
};

/** A number as it is typed into a field. */
export function decimalText(value: number | null): string {
	if (value === null) return '';
	return locale() === 'ru' ? String(value).replace('.', ',') : String(value);
}

/** A measured value as it was entered: minutes are not told as hours. */
export function measuredText(
	value: number,
	{ unit, suffix }: Pick<MetricDefinition, 'unit' | 'suffix'>
): string {
	if (unit !== 'minutes') return figureLine(value, unit, suffix);
	return `${numberText(value, 2)} ${m.kpi_page_unit_minutes()}`;
}
