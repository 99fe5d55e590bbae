import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { draw, type ChartDefinition } from '#lib/chart/draw.ts';
import type { ChartText, ChartTheme } from '#lib/chart/drawing.ts';
import { barChart, timeChart } from '#lib/domain/chart.ts';
import { itemOf } from '#server/reports/draw-chart.ts';

const [WIDTH, HEIGHT] = [400, 200];
const DAY = 86_400_000;
const TO = new Date(9 * DAY).toISOString();

function themed(series: string): ChartTheme {
	const rest = { muted: '#555555', faint: '#888888', line: '#dddddd', card: '#ffffff' };
	return { ...rest, text: '#111111', area: '#eeeeee', series, font: 'sans-serif', size: 12 };
}

const TEXT: ChartText = {
	figure: (value) => String(value),
	target: (target) => target,
	tip: (value) => value,
	before: (value) => value
};

/** A figure of days; null is a day without one. */
function days(unit: 'count' | 'minutes', values: readonly (number | null)[]): ChartDefinition {
	const points = values.map((value, day) => ({
		t: new Date(day * DAY).toISOString(),
		value,
		count: value ?? 0
	}));
	const words = { label: String, title: String };
	return timeChart({ unit, target: null, to: TO, points }, words);
}

/** Looks at a line over the one of the period before; what is put away is gone from its canvas. */
function drawn<T>(
	values: readonly number[],
	before: readonly number[],
	look: (canvas: Canvas) => T
): T {
	const points = (of: readonly number[]) =>
		of.map((value, day) => ({ t: new Date(day * DAY).toISOString(), value, count: 1 }));
	const canvas: Canvas = createCanvas(WIDTH, HEIGHT);
	const chart = timeChart(
		{ unit: 'number', target: null, to: TO, points: points(values), previous: points(before) },
		{ label: String, title: String }
	);
	const drawing = draw(itemOf(canvas), chart, themed('#ff0000'), TEXT, { dots: 1 });
	const seen = look(canvas);
	drawing.destroy();
	return seen;
}

/** How much of a picture has a colour, in pixels. */
function share(canvas: Canvas, [red, green, blue]: readonly number[]) {
	const { data } = canvas.getContext('2d').getImageData(0, 0, WIDTH, HEIGHT);
	let count = 0;
	for (let at = 0; at < data.length; at += 4)
		if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255)
			count += 1;
	return count;
}

const OLD = [255, 0, 0];
const NEW = [0, 0, 255];
const AREA = [238, 238, 238];
const FAINT = [136, 136, 136];

describe('a chart on a page that turns from dark to light', () => {
	it.each<[string, ChartDefinition]>([
		['columns', days('count', [1, 2, 3])],
		['a line', days('minutes', [1, 2, 3])],
		['points alone among gaps', days('minutes', [null, 1, null, 3, null])],
		[
			'lying bars',
			barChart(
				{
					unit: 'count',
					target: null,
					rows: [{ key: 'mail', label: 'Почта', value: 5, count: 5 }]
				},
				10
			)
		]
	])('has its new colours at once: %s', (_what, chart) => {
		const canvas: Canvas = createCanvas(WIDTH, HEIGHT);
		const drawing = draw(itemOf(canvas), chart, themed('#ff0000'), TEXT, { dots: 1 });
		const before = share(canvas, OLD);
		expect(before).toBeGreaterThan(0);
		drawing.repaint(themed('#0000ff'));
		expect(share(canvas, OLD)).toBe(0);
		// Where edges are smoothed a pixel more or less may fall to them.
		expect(share(canvas, NEW)).toBeGreaterThan(0.9 * before);
		drawing.destroy();
	});
});

describe('a line over time', () => {
	it('is filled towards zero, below it too', () => {
		const area = (values: readonly number[]) => drawn(values, [], (canvas) => share(canvas, AREA));
		expect(area([-20, -20, -20])).toBeGreaterThan((WIDTH * HEIGHT) / 4);
		expect(area([-1, -20, -1])).toBeLessThan(0.6 * area([-20, -20, -20]));
	});

	it('leaves the period before to be seen where that lies lower', () => {
		const faint = drawn([8, 8, 8], [4, 4, 4], (canvas) => share(canvas, FAINT));
		expect(faint).toBeGreaterThan(WIDTH / 4);
	});
});
