import type { ChartDataset, ChartItem, ChartOptions, Plugin } from 'chart.js';
import type { BarChart } from '#lib/domain/chart.ts';
import { Chart } from './chart-js.ts';
import { refill, sizing, type ChartTheme, type Drawing, type Still } from './drawing.ts';

const THICKNESS = 10;
const DASHES = [4, 4];

/**
 * Draws lying bars, each on the line of its row of the table beside it: every row takes the same
 * share of the height, and neither axes nor words are drawn, for those are in the table.
 */
export function drawBars(
	canvas: ChartItem,
	first: BarChart,
	colours: ChartTheme,
	still?: Still
): Drawing<BarChart> {
	let shown = first;
	let theme = colours;
	const bars: ChartDataset<'bar', (number | null)[]> = {
		data: [],
		barThickness: THICKNESS,
		borderRadius: 2
	};
	const labels: string[] = [];
	const options: ChartOptions<'bar'> = {
		indexAxis: 'y',
		...sizing(still),
		events: [],
		scales: {
			x: { display: false, min: 0, max: first.full },
			y: { display: false, offset: true }
		},
		plugins: { tooltip: { enabled: false } }
	};
	const target: Plugin<'bar'> = {
		id: 'target',
		afterDatasetsDraw: ({ ctx, chartArea, scales }) => {
			const x = scales['x'];
			if (!x || shown.target === null) return;
			const at = Math.min(Math.round(x.getPixelForValue(shown.target)), chartArea.right - 1) + 0.5;
			ctx.save();
			ctx.setLineDash(DASHES);
			ctx.strokeStyle = theme.muted;
			ctx.beginPath();
			ctx.moveTo(at, chartArea.top);
			ctx.lineTo(at, chartArea.bottom);
			ctx.stroke();
			ctx.restore();
		}
	};

	function fill(): void {
		refill(
			bars.data,
			shown.rows.map(({ value }) => value)
		);
		refill(
			labels,
			shown.rows.map(({ key }) => key)
		);
		Object.assign(options.scales?.['x'] ?? {}, { max: shown.full });
		bars.backgroundColor = theme.series;
	}

	fill();
	const chart = new Chart<'bar', (number | null)[], string>(canvas, {
		type: 'bar',
		data: { labels, datasets: [bars] },
		options,
		plugins: [target]
	});
	return {
		update(definition) {
			shown = definition;
			fill();
			chart.update('none');
		},
		repaint(next) {
			theme = next;
			fill();
			// Not 'none': by that Chart.js leaves columns and bars as they were coloured.
			chart.update();
		},
		destroy: () => chart.destroy()
	};
}
