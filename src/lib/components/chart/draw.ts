import type { BarChart, TimeChart } from '#lib/domain/chart.ts';
import { drawBars } from './draw-bars.ts';
import { drawTime } from './draw-time.ts';
import type { Drawing } from './drawing.ts';
import type { ChartTheme } from './theme.ts';

/** Anything that is drawn on a canvas. */
export type ChartDefinition = TimeChart | BarChart;

/** Draws a definition on a canvas for the first time. */
export function draw(
	canvas: HTMLCanvasElement,
	first: ChartDefinition,
	theme: ChartTheme
): Drawing<ChartDefinition> {
	if (first.kind === 'bars') {
		const bars = drawBars(canvas, first, theme);
		return { ...bars, update: (next) => void (next.kind === 'bars' && bars.update(next)) };
	}
	const time = drawTime(canvas, first, theme);
	return { ...time, update: (next) => void (next.kind === 'time' && time.update(next)) };
}
