import { valueScale, type ChartScale } from './chart-scale.ts';
import type { KpiPoint, KpiUnit } from './kpi.ts';

/** One stretch of time in a chart and in the table of the same numbers. */
export interface TimeRow {
	/** Where it begins, in milliseconds. */
	readonly at: number;
	/** Where it ends: a week that the period cuts off is no week. */
	readonly until: number;
	/** For the axis: as short as can be. */
	readonly label: string;
	/** For the table: the stretch in full. */
	readonly title: string;
	readonly value: number | null;
	readonly count: number;
	/** The same stretch of the period before; null where nothing was counted or asked for. */
	readonly previous: number | null;
}

/** A figure over time, ready to be drawn by anything: a canvas, a table, a report. */
export interface TimeChart {
	readonly kind: 'time';
	/** What adds up stands in columns from zero, what is measured is a line. */
	readonly form: 'line' | 'columns';
	readonly unit: KpiUnit;
	/** Of a measured figure: what stands behind its numbers. */
	readonly suffix: string;
	readonly rows: readonly TimeRow[];
	readonly target: number | null;
	/** Was the period before asked for? */
	readonly compared: boolean;
	readonly scale: ChartScale;
}

/** Words of a stretch of time, in the language and zone of whoever reads. */
export interface ChartWords {
	readonly label: (at: number) => string;
	readonly title: (at: number, until: number) => string;
}

/** Makes a chart over time. The period before is laid under it stretch by stretch. */
export function timeChart(
	series: {
		readonly unit: KpiUnit;
		readonly suffix?: string | undefined;
		readonly target: number | null;
		/** Where the last of its points ends. */
		readonly to: string;
		readonly points: readonly KpiPoint[];
		readonly previous?: readonly KpiPoint[] | null | undefined;
	},
	words: ChartWords
): TimeChart {
	const { unit, suffix = '', target, to, points, previous } = series;
	const rows = points.map(({ t, value, count }, index) => {
		const at = Date.parse(t);
		const until = Date.parse(points[index + 1]?.t ?? to);
		return {
			at,
			until,
			label: words.label(at),
			title: words.title(at, until),
			value,
			count,
			previous: previous?.[index]?.value ?? null
		};
	});
	const form = unit === 'count' ? 'columns' : 'line';
	const shown = rows.flatMap((row) => [row.value, row.previous]).concat(target);
	return {
		kind: 'time',
		form,
		unit,
		suffix,
		rows,
		target,
		compared: Boolean(previous),
		scale: valueScale(
			shown.filter((value) => value !== null),
			unit
		)
	};
}

/** Is there anything to be drawn at all? */
export function isBlank(chart: TimeChart): boolean {
	return chart.rows.every(({ value, previous }) => value === null && previous === null);
}

/** One part of a figure: a service, a priority, an assignee. */
export interface BarRow {
	readonly key: string;
	readonly label: string;
	readonly value: number | null;
	readonly count: number;
}

/** A figure by its parts, the most telling first. */
export interface BarChart {
	readonly kind: 'bars';
	readonly unit: KpiUnit;
	readonly suffix: string;
	readonly rows: readonly BarRow[];
	/** How many parts were left out at the end. */
	readonly left: number;
	readonly target: number | null;
	/** What the whole width of a bar stands for, always above zero. */
	readonly full: number;
}

/** Makes a chart of parts in the order they come in; of very many only the first are shown. */
export function barChart(
	parts: {
		readonly unit: KpiUnit;
		readonly suffix?: string | undefined;
		readonly target: number | null;
		readonly rows: readonly BarRow[];
	},
	most: number
): BarChart {
	const { unit, suffix = '', target, rows } = parts;
	const shown = rows.slice(0, most);
	const values = shown.map(({ value }) => value).concat(unit === 'count' ? null : target);
	const highest = Math.max(0, ...values.filter((value) => value !== null));
	return {
		kind: 'bars',
		unit,
		suffix,
		rows: shown,
		left: rows.length - shown.length,
		target: unit === 'count' ? null : target,
		full: unit === 'percent' ? 100 : highest || 1
	};
}
