import type { ChartItem } from 'chart.js';
import type { BarChart, TimeChart } from '#lib/domain/chart.ts';
import { drawBars } from './draw-bars.ts';
import { drawTime } from './draw-time.ts';
import type { ChartText, ChartTheme, Drawing, Still } from './drawing.ts';

/** Anything that is drawn on a canvas. */
export type ChartDefinition = TimeChart | BarChart;

/** Draws a definition on a canvas for the first time. */
export function draw(
	canvas: ChartItem,
	first: ChartDefinition,
	theme: ChartTheme,
	text: ChartText,
	still?: Still
): Drawing<ChartDefinition> {
	if (first.kind === 'bars') {
		const bars = drawBars(canvas, first, theme, still);
		return { ...bars, update: (next) => void (next.kind === 'bars' && bars.update(next)) };
	}
	const time = drawTime(canvas, first, theme, text, still);
	return { ...time, update: (next) => void (next.kind === 'time' && time.update(next)) };
}
