import type { KpiUnit } from './kpi.ts';

/** The upright axis of a chart: where it begins and ends, and what is written along it. */
export interface ChartScale {
	readonly from: number;
	readonly to: number;
	readonly ticks: readonly number[];
}

/** Fewer lines are calmer. */
const MOST_STEPS = 4;

/** Steps people count time in, in minutes: up to a day; beyond it whole days. */
const MINUTE_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720] as const;
const DAY_MINUTES = 1_440;

/** Shares that never fall below this are drawn from there, not from zero: else they are one line. */
const HIGH_SHARE = 50;
const FINEST_SHARE = 0.01;

/** A quarter of the smallest number there is would be a step of nothing. */
const FINEST_STEP = 1e-9;

/**
 * An axis that holds all values, with round numbers along it. Shares never go beyond 100; what
 * adds up and what takes time has zero on its axis, so that twice the height is twice as much.
 * What somebody measured may lie below zero, or be a share beyond 100.
 */
export function valueScale(values: readonly number[], unit: KpiUnit): ChartScale {
	const highest = Math.max(...values, -Infinity);
	const lowest = Math.min(...values, Infinity);
	const beyond = lowest < 0 || highest > 100;
	if (unit === 'percent' && !beyond) return shareScale(values.length > 0 ? lowest : 0);
	const below = lowest < 0 ? -lowest : 0;
	const above = highest > 0 && Number.isFinite(highest) ? highest : below > 0 ? 0 : 1;
	const step = stepOf(above + below, unit);
	const steps = (size: number) => tidy(Math.ceil(tidy(size / step)) * step);
	return along(0 - steps(below), steps(above), step);
}

function stepOf(span: number, unit: KpiUnit): number {
	if (unit === 'minutes') return minuteStep(span);
	const step = roundStep(Math.max(span / MOST_STEPS, FINEST_STEP));
	return unit === 'count' ? Math.max(1, step) : step;
}

function shareScale(lowest: number): ChartScale {
	if (lowest < HIGH_SHARE) return along(0, 100, 25);
	// A hundredth is the finest that is told of a share; a straight 100 % has a line of its own.
	const step = Math.max(FINEST_SHARE, roundStep(Math.max(100 - lowest, FINEST_SHARE) / MOST_STEPS));
	const from = tidy(100 - Math.ceil(tidy((100 - lowest) / step)) * step);
	return along(Math.max(0, from === 100 ? 100 - step : from), 100, step);
}

function minuteStep(top: number): number {
	const fit = MINUTE_STEPS.find((step) => top / step <= MOST_STEPS);
	return fit ?? Math.ceil(roundStep(top / DAY_MINUTES / MOST_STEPS)) * DAY_MINUTES;
}

/** The next of 1, 2, 5, 10, 20, 50 … that is not smaller. */
function roundStep(least: number): number {
	const power = 10 ** Math.floor(Math.log10(least));
	const factor = [1, 2, 5, 10].find((one) => tidy(one * power) >= tidy(least)) ?? 10;
	return tidy(factor * power);
}

function along(from: number, to: number, step: number): ChartScale {
	const end = to <= from ? from + step : to;
	const ticks: number[] = [];
	for (let index = 0; markAt(from, index, step) <= end; index += 1)
		ticks.push(markAt(from, index, step));
	const last = ticks.at(-1) ?? end;
	// A last step that does not fit would leave the line above the highest number written.
	return last < end
		? { from, to: tidy(last + step), ticks: [...ticks, tidy(last + step)] }
		: { from, to: end, ticks };
}

function markAt(from: number, index: number, step: number): number {
	const at = tidy(from + index * step);
	// Beside zero there is nothing but dust left of a number: −0.3 + 3 × 0.1 is 5.6e-17.
	return Math.abs(at) < step / 1_000 ? 0 : at;
}

/** Sums of binary fractions without their dust: 0.30000000000000004 is 0.3. */
function tidy(value: number): number {
	return Number(value.toPrecision(12));
}
