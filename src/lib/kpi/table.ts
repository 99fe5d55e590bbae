import type { Arrivals, KpiDimension, KpiSeries } from '#lib/domain/kpi.ts';
import type { CsvValue } from '#lib/domain/csv.ts';
import { weekdayName } from '#lib/format/periods.ts';
import { m } from '#lib/paraglide/messages.js';
import { dimensionWords, partName } from './words.ts';

/** What stands behind the numbers of a unit, for the head of a column. */
function unitText({ unit, suffix }: KpiSeries): string {
	switch (unit) {
		case 'minutes':
			return m.kpi_page_unit_minutes();
		case 'percent':
			return '%';
		case 'count':
			return '';
		case 'number':
			return suffix ?? '';
	}
}

/** A series as rows of a file: bare numbers, moments in UTC, and nothing where nothing was counted. */
export function seriesRows(series: KpiSeries, title: string): CsvValue[][] {
	const unit = unitText(series);
	const name = unit === '' ? title : `${title}, ${unit}`;
	return [
		[m.kpi_page_csv_from(), name, m.kpi_page_column_count(), m.kpi_page_column_before()],
		...series.points.map(({ t, value, count }, index) => [
			t,
			value,
			count,
			series.previous[index]?.value ?? null
		])
	];
}

/** A figure by its parts as rows of a file. */
export function partRows(series: KpiSeries, title: string, by: KpiDimension): CsvValue[][] {
	const unit = unitText(series);
	const name = unit === '' ? title : `${title}, ${unit}`;
	return [
		[dimensionWords[by].part(), name, m.kpi_page_column_count()],
		...(series.groups ?? []).map(({ id, title: group, value, count }) => [
			partName(by, { id, title: group, value, count }),
			value,
			count
		])
	];
}

/** When tickets are filed as rows of a file: a row for each weekday, a column for each hour. */
export function arrivalRows({ cells }: Arrivals): CsvValue[][] {
	const hours = (cells[0] ?? []).map((_, hour) => `${hour}:00`);
	return [
		[m.kpi_page_csv_weekday(), ...hours],
		...cells.map((counts, weekday): CsvValue[] => [weekdayName(weekday, 'long'), ...counts])
	];
}
