import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barChart, isBlank, timeChart } from '#lib/domain/chart.ts';
import { valueScale } from '#lib/domain/chart-scale.ts';
import { HEAT_LEVELS, heatGrid } from '#lib/domain/heat-grid.ts';
import type { KpiPoint } from '#lib/domain/kpi.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 1);
const words = {
	label: (at: number) => `d${(at - START) / DAY}`,
	title: (at: number) => `day ${at}`
};

const TO = new Date(START + 3 * DAY).toISOString();

function points(...values: readonly (number | null)[]): KpiPoint[] {
	return values.map((value, index) => ({
		t: new Date(START + index * DAY).toISOString(),
		value,
		count: value === null ? 0 : 3
	}));
}

describe('a chart over time', () => {
	it('lays the period before under the present one, stretch by stretch', () => {
		const chart = timeChart(
			{ unit: 'minutes', target: 60, to: TO, points: points(10, null, 30), previous: points(5, 6) },
			words
		);
		expect(chart.rows.map(({ label, value, previous }) => [label, value, previous])).toEqual([
			['d0', 10, 5],
			['d1', null, 6],
			['d2', 30, null]
		]);
		expect(chart.compared).toBe(true);
		expect(chart.form).toBe('line');
	});

	it('draws what adds up as columns, and says nothing of a period nobody asked for', () => {
		const chart = timeChart({ unit: 'count', target: null, to: TO, points: points(1, 2) }, words);
		expect([chart.form, chart.compared]).toEqual(['columns', false]);
		expect(chart.rows.map(({ previous }) => previous)).toEqual([null, null]);
	});

	it('keeps what was not counted apart from zero', () => {
		const none = timeChart(
			{ unit: 'percent', target: 95, to: TO, points: points(null, null) },
			words
		);
		const zero = timeChart({ unit: 'percent', target: 95, to: TO, points: points(null, 0) }, words);
		expect([isBlank(none), isBlank(zero)]).toEqual([true, false]);
	});
});

describe('the upright axis', () => {
	it.each([
		['count', [3], [0, 1, 2, 3]],
		['count', [47], [0, 20, 40, 60]],
		['count', [], [0, 1]],
		['minutes', [11, 60], [0, 15, 30, 45, 60]],
		['minutes', [95], [0, 30, 60, 90, 120]],
		['minutes', [2000], [0, 720, 1440, 2160]],
		['minutes', [9000], [0, 2880, 5760, 8640, 11520]],
		['percent', [96.4, 95], [94, 96, 98, 100]],
		['percent', [99.98], [99.98, 99.99, 100]],
		['percent', [100], [99.99, 100]],
		['percent', [12], [0, 25, 50, 75, 100]],
		['percent', [120, 110], [0, 50, 100, 150]],
		['percent', [-5, 40], [-20, 0, 20, 40]],
		['number', [-12, -5, -20], [-20, -15, -10, -5, 0]],
		['number', [-12, 30], [-20, 0, 20, 40]],
		['percent', [-5e-324], [-1e-9, 0]],
		['number', [-0.3, 0.1], [-0.3, -0.2, -0.1, 0, 0.1]],
		['minutes', [-30, 30], [-30, -15, 0, 15, 30]]
	] as const)('of %s %j is marked at %j', (unit, values, ticks) => {
		expect(valueScale(values, unit).ticks).toEqual(ticks);
	});

	it('holds every value, whatever it is, with few marks in rising order', () => {
		fc.assert(
			fc.property(
				fc.constantFrom('count', 'minutes', 'percent', 'number'),
				fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 40 }),
				fc.boolean(),
				fc.constantFrom(0.01, 1, 100, 5_000, 3_000_000),
				(unit, shares, below, size) => {
					const values = shares.map((share) => {
						const value = (unit === 'count' || !below ? Math.abs(share) : share) * size;
						return unit === 'count' ? Math.round(value) : value;
					});
					const { from, to, ticks } = valueScale(values, unit);
					for (const value of values) expect(value >= from - 1e-9 && value <= to + 1e-9).toBe(true);
					expect(ticks[0]).toBe(from);
					expect(ticks.at(-1)).toBe(to);
					expect(ticks.length).toBeGreaterThan(1);
					expect(ticks.length).toBeLessThanOrEqual(6);
					expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
					if (from < 0) expect(ticks).toContain(0);
				}
			)
		);
	});
});

describe('a chart of parts', () => {
	const rows = ['a', 'b', 'c'].map((key, index) => ({ key, label: key, value: index, count: 1 }));

	it('shows the first of very many and tells how many were left out', () => {
		const chart = barChart({ unit: 'minutes', target: 10, rows }, 2);
		expect([chart.rows.length, chart.left, chart.full]).toEqual([2, 1, 10]);
	});

	it('has a width to draw on even when nothing was counted', () => {
		const empty = rows.map((row) => ({ ...row, value: null }));
		expect(barChart({ unit: 'count', target: 0, rows: empty }, 9).full).toBe(1);
		expect(barChart({ unit: 'percent', target: 95, rows: empty }, 9).full).toBe(100);
	});
});

describe('arrivals by hour and weekday', () => {
	/** Seven days from Monday of 24 hours, empty but for «weekday hour». */
	const week = (full: Readonly<Record<string, number>>) =>
		Array.from({ length: 7 }, (_, day) =>
			Array.from({ length: 24 }, (__, hour) => full[`${day} ${hour}`] ?? 0)
		);

	it('are seven days of twenty-four hours, with the fullest hour named', () => {
		const grid = heatGrid(week({ '0 9': 10, '4 17': 2 }));
		expect(grid.days.map((hours) => hours.length)).toEqual(Array.from({ length: 7 }, () => 24));
		expect(grid.total).toBe(12);
		expect(grid.peak).toEqual({ weekday: 0, hour: 9, count: 10 });
		expect(grid.days[0]?.[9]?.level).toBe(HEAT_LEVELS - 1);
		expect(grid.days[4]?.[17]).toEqual({ count: 2, level: 1 });
		expect(grid.days[6]?.[0]).toEqual({ count: 0, level: 0 });
	});

	it('have no fullest hour when nothing came', () => {
		expect(heatGrid([]).peak).toBeNull();
		expect(
			heatGrid([])
				.days.flat()
				.every(({ level }) => level === 0)
		).toBe(true);
	});
});
