/** Shades from «nothing» to «the most». */
export const HEAT_LEVELS = 6;
export type HeatLevel = 0 | 1 | 2 | 3 | 4 | 5;

/** The fullest hour of a week: 0 is Monday, hours from 0 to 23. */
export interface HeatPeak {
	readonly weekday: number;
	readonly hour: number;
	readonly count: number;
}

/** Seven rows of twenty-four hours, each with how dark it is. */
export interface HeatGrid {
	readonly days: readonly (readonly { readonly count: number; readonly level: HeatLevel }[])[];
	readonly total: number;
	/** Null when nothing came at all. */
	readonly peak: HeatPeak | null;
}

const SHADES: readonly HeatLevel[] = [1, 2, 3, 4, 5];

/** Shades counts of the hours of a week, seven rows from Monday. */
export function heatGrid(cells: readonly (readonly number[])[]): HeatGrid {
	let peak: HeatPeak | null = null;
	let total = 0;
	for (const [weekday, hours] of cells.entries())
		for (const [hour, count] of hours.entries()) {
			total += count;
			if (count > (peak?.count ?? 0)) peak = { weekday, hour, count };
		}
	const most = peak?.count ?? 0;
	const days = cells.map((hours) => hours.map((count) => ({ count, level: shade(count, most) })));
	return { days, total, peak };
}

/** Anything at all is told from nothing, and only the fullest hours have the last shade. */
function shade(count: number, most: number): HeatLevel {
	if (count <= 0 || most <= 0) return 0;
	return SHADES[Math.ceil((count / most) * SHADES.length) - 1] ?? 5;
}
