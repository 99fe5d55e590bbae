import type { ChartDataset, ChartItem, ChartOptions, Plugin } from 'chart.js';
import type { TimeChart } from '#lib/domain/chart.ts';
import { Chart } from './chart-js.ts';
import {
	refill,
	sizing,
	type ChartText,
	type ChartTheme,
	type Drawing,
	type Still
} from './drawing.ts';

type Kind = 'bar' | 'line';
type Numbers = (number | null)[];
type Painted = Parameters<NonNullable<Plugin<Kind>['afterDatasetsDraw']>>[0];

/** Room between a line's end and the words that name it. */
const GAP = 6;
const DASHES = [4, 4];

/** Places of the three sets of numbers. */
const LINE = 1;
const BEFORE = 2;

/** Draws a figure over time: columns or a line, the period before faintly, the target dashed. */
export function drawTime(
	canvas: ChartItem,
	first: TimeChart,
	colours: ChartTheme,
	text: ChartText,
	still?: Still
): Drawing<TimeChart> {
	let shown = first;
	let theme = colours;
	const words = (value: number) => text.figure(value, shown);

	// All three are always there and empty when not wanted: a chart that turns from columns into a
	// line needs no other chart, and destroyed charts are never quite given back.
	const columns: ChartDataset<'bar', Numbers> = {
		type: 'bar',
		data: [],
		order: 3,
		maxBarThickness: 28,
		borderRadius: 2
	};
	const line: ChartDataset<'line', Numbers> = {
		type: 'line',
		data: [],
		order: 1,
		borderWidth: 2,
		// To zero where zero is on the axis, else to its lower end.
		fill: 'origin',
		// A point between two gaps would otherwise not be seen at all.
		pointRadius: ({ dataIndex }) => (isAlone(shown, dataIndex) ? 2.5 : 0)
	};
	const before: ChartDataset<'line', Numbers> = {
		type: 'line',
		data: [],
		order: 2,
		borderWidth: 1.5,
		pointRadius: 0
	};
	const options: ChartOptions<Kind> = {
		...sizing(still),
		events: still ? [] : ['mousemove', 'mouseout', 'touchstart', 'touchmove'],
		interaction: { mode: 'index', intersect: false },
		scales: {
			x: {
				grid: { display: false },
				border: { display: true },
				ticks: { maxRotation: 0, autoSkipPadding: 18 }
			},
			y: {
				border: { display: false },
				grid: { drawTicks: false },
				ticks: {
					padding: 8,
					callback: (value) => (Number(value) === 0 ? '0' : words(Number(value)))
				},
				afterBuildTicks: (axis) => {
					axis.ticks = shown.scale.ticks.map((value) => ({ value }));
				}
			}
		},
		plugins: {
			// Else the area hides the period before wherever that lies lower.
			filler: { drawTime: 'beforeDatasetsDraw' },
			tooltip: {
				displayColors: false,
				padding: 10,
				callbacks: {
					title: ([item]) => (item ? (shown.rows[item.dataIndex]?.title ?? '') : ''),
					label: ({ datasetIndex, dataIndex }) =>
						tip(shown, datasetIndex === BEFORE, dataIndex, text)
				}
			}
		}
	};
	const marks: Plugin<Kind> = {
		id: 'marks',
		afterDatasetsDraw: (chart) => drawMarks(chart, shown, theme, text)
	};

	function fill(): void {
		const { rows, form, compared } = shown;
		const values = rows.map(({ value }) => value);
		refill(columns.data, form === 'columns' ? values : []);
		refill(line.data, form === 'line' ? values : []);
		refill(before.data, compared ? rows.map(({ previous }) => previous) : []);
		refill(
			labels,
			rows.map(({ label }) => label)
		);
	}

	function dress(): void {
		columns.backgroundColor = columns.hoverBackgroundColor = theme.series;
		line.borderColor = line.pointBackgroundColor = theme.series;
		line.backgroundColor = theme.area;
		before.borderColor = theme.faint;
		const font = { family: theme.font, size: theme.size };
		const { x, y } = options.scales ?? {};
		for (const axis of [x, y])
			if (axis?.ticks) Object.assign(axis.ticks, { color: theme.muted, font });
		if (x?.border) x.border.color = theme.line;
		if (y?.grid) y.grid.color = theme.line;
		Object.assign(options.plugins?.tooltip ?? {}, {
			backgroundColor: theme.text,
			titleColor: theme.card,
			bodyColor: theme.card,
			titleFont: { ...font, weight: 600 },
			bodyFont: font
		});
	}

	/** Room at the right for the last value, and the axis as it was reckoned. */
	function measure(): void {
		const last = lastOf(shown);
		const width = last === null ? 0 : words(last.value).length * theme.size * 0.62 + GAP;
		options.layout = { padding: { top: theme.size, right: shown.form === 'line' ? width : 0 } };
		const { y } = options.scales ?? {};
		if (y) Object.assign(y, { min: shown.scale.from, max: shown.scale.to });
	}

	const labels: string[] = [];
	fill();
	dress();
	measure();
	const chart = new Chart<Kind, Numbers, string>(canvas, {
		type: 'line',
		data: { labels, datasets: [columns, line, before] },
		options,
		plugins: [marks]
	});

	return {
		update(definition) {
			shown = definition;
			fill();
			measure();
			chart.update('none');
		},
		repaint(next) {
			theme = next;
			dress();
			measure();
			// Not 'none': by that Chart.js leaves columns and bars as they were coloured.
			chart.update();
		},
		destroy: () => chart.destroy()
	};
}

function isAlone({ rows }: TimeChart, index: number): boolean {
	return (rows[index - 1]?.value ?? null) === null && (rows[index + 1]?.value ?? null) === null;
}

function lastOf({ rows }: TimeChart): { index: number; value: number } | null {
	for (let index = rows.length - 1; index >= 0; index -= 1) {
		const value = rows[index]?.value ?? null;
		if (value !== null) return { index, value };
	}
	return null;
}

/** What is said of a point under the pointer. */
function tip(chart: TimeChart, before: boolean, index: number, text: ChartText): string {
	const row = chart.rows[index];
	if (!row) return '';
	if (before) return text.before(text.figure(row.previous, chart));
	const value = text.figure(row.value, chart);
	return chart.unit === 'count' ? value : text.tip(value, row.count);
}

/** The target, dashed and named, and the last value beside the end of its line. */
function drawMarks(chart: Painted, shown: TimeChart, theme: ChartTheme, text: ChartText): void {
	const { ctx, chartArea, scales } = chart;
	const y = scales['y'];
	if (!y) return;
	ctx.save();
	ctx.font = `500 ${theme.size}px ${theme.font}`;
	if (shown.target !== null) {
		const at = Math.round(y.getPixelForValue(shown.target)) + 0.5;
		ctx.setLineDash(DASHES);
		ctx.strokeStyle = theme.muted;
		ctx.lineWidth = 1;
		ctx.beginPath();
		ctx.moveTo(chartArea.left, at);
		ctx.lineTo(chartArea.right, at);
		ctx.stroke();
		ctx.setLineDash([]);
		const label = text.target(text.figure(shown.target, shown));
		// Outlined with the ground, so that it can be read where it crosses a line.
		ctx.strokeStyle = theme.card;
		ctx.lineWidth = 3;
		ctx.fillStyle = theme.muted;
		ctx.textAlign = 'left';
		ctx.textBaseline = at - chartArea.top < theme.size * 1.4 ? 'top' : 'bottom';
		const above = ctx.textBaseline === 'top' ? GAP / 2 : -GAP / 2;
		ctx.strokeText(label, chartArea.left + GAP, at + above);
		ctx.fillText(label, chartArea.left + GAP, at + above);
	}
	const last = shown.form === 'line' ? lastOf(shown) : null;
	const point = last === null ? undefined : chart.getDatasetMeta(LINE).data[last.index];
	if (last !== null && point) {
		ctx.fillStyle = theme.series;
		ctx.beginPath();
		ctx.arc(point.x, point.y, 3, 0, 2 * Math.PI);
		ctx.fill();
		ctx.font = `600 ${theme.size}px ${theme.font}`;
		ctx.fillStyle = theme.text;
		ctx.textAlign = 'left';
		ctx.textBaseline = 'middle';
		ctx.fillText(text.figure(last.value, shown), point.x + GAP, point.y);
	}
	ctx.restore();
}
