import {
	isKpiKey,
	type KpiDimension,
	type KpiFigure,
	type KpiStatus,
	type KpiStep,
	type KpiView,
	type MetricAggregate
} from '#lib/domain/kpi.ts';
import { PRIORITIES } from '#lib/domain/ticket.ts';
import { kpiFormula, kpiLabel, priorityLabel, type Tone } from '#lib/format/labels.ts';
import { locale } from '#lib/format/locale.ts';
import { figureLine, numberText } from '#lib/format/numbers.ts';
import { m } from '#lib/paraglide/messages.js';
import type { KpiPart } from '#lib/domain/kpi.ts';

/** The name of a figure; a measured one is called as staff called it. */
export function kpiTitle({
	key,
	title,
	titleEn
}: Pick<KpiView, 'key' | 'title' | 'titleEn'>): string {
	if (isKpiKey(key)) return kpiLabel[key]();
	return (locale() === 'en' && titleEn) || title;
}

const METRIC_FORMULA: Readonly<Record<MetricAggregate, () => string>> = {
	mean: m.kpi_metrics_formula_mean,
	sum: m.kpi_metrics_formula_sum,
	last: m.kpi_metrics_formula_last
};

/** How it is reckoned, in words. */
export function formulaText({
	key,
	target,
	aggregate = 'mean'
}: Pick<KpiView, 'key' | 'target' | 'aggregate'>): string {
	if (isKpiKey(key)) return kpiFormula[key]();
	if (aggregate === 'sum' && target !== null) return m.kpi_metrics_formula_sum_target();
	return METRIC_FORMULA[aggregate]();
}

export const statusTone: Readonly<Record<KpiStatus, Tone>> = {
	ok: 'ok',
	warning: 'warning',
	critical: 'critical',
	none: 'neutral'
};

/** How a figure stands to its target; nothing where it has none. */
export function statusWord(status: KpiStatus): string {
	switch (status) {
		case 'ok':
			return m.kpi_page_status_ok();
		case 'warning':
			return m.kpi_page_status_warning();
		case 'critical':
			return m.kpi_page_status_critical();
		case 'none':
			return '';
	}
}

/** «95 %», «до 1 ч»; null where there is none. */
export function targetText({ target, unit, direction, suffix }: KpiView): string | null {
	if (target === null) return null;
	const text = figureLine(target, unit, suffix);
	return direction === 'down' && target > 0 ? m.kpi_page_target_under({ target: text }) : text;
}

/** A figure beside the same one of the period before. */
export interface Trend {
	/** «+12 мин», «−1,2 п. п.», «без изменений». */
	readonly text: string;
	/** Is that good? Null where it is neither or nothing has changed. */
	readonly better: boolean | null;
}

/** How a figure has moved; null where one of the two is not known. */
export function trendOf({ value, previous, unit, direction, suffix }: KpiFigure): Trend | null {
	if (value === null || previous === null) return null;
	// Sums of binary fractions without their dust.
	const by = Number((value - previous).toPrecision(10));
	if (by === 0) return { text: m.kpi_page_trend_same(), better: null };
	const size = Math.abs(by);
	const amount =
		unit === 'percent'
			? m.kpi_page_points({ points: numberText(size, 2) })
			: figureLine(size, unit, suffix);
	return {
		text: `${by > 0 ? '+' : '\u2212'}${amount}`,
		better: direction === 'none' ? null : by > 0 === (direction === 'up')
	};
}

/** What a figure is broken down by: «По сервисам», and the head of the column. */
export const dimensionWords: Readonly<
	Record<KpiDimension, { readonly title: () => string; readonly part: () => string }>
> = {
	service: { title: m.kpi_page_by_service, part: m.kpi_page_part_service },
	priority: { title: m.kpi_page_by_priority, part: m.kpi_page_part_priority },
	assignee: { title: m.kpi_page_by_assignee, part: m.kpi_page_part_assignee }
};

/** The name of a part. */
export function partName(by: KpiDimension, { id, title }: KpiPart): string {
	if (by === 'priority') {
		const priority = PRIORITIES.find((one) => one === id);
		return priority ? priorityLabel[priority]() : id;
	}
	return id === 'none' ? m.unassigned() : title || id;
}

export const stepWord: Readonly<Record<KpiStep, () => string>> = {
	hour: m.kpi_page_step_hour,
	day: m.kpi_page_step_day,
	week: m.kpi_page_step_week
};
