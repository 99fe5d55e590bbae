import { fileURLToPath } from 'node:url';
import { createCanvas, GlobalFonts, type Canvas } from '@napi-rs/canvas';
import type { ChartItem } from 'chart.js';
import { draw } from '#lib/chart/draw.ts';
import type { ChartText, ChartTheme } from '#lib/chart/drawing.ts';
import type { BarChart, TimeChart } from '#lib/domain/chart.ts';
import type { Voice } from './voice.ts';

/** A picture for a document; its size in pixels of 1/96 inch. */
export interface Picture {
	readonly png: Uint8Array;
	readonly width: number;
	readonly height: number;
}

const WIDTH = 640;
const TIME_HEIGHT = 190;
const BAR_HEIGHT = 24;
/** Names of bars and their values stand beside them in the picture. */
const NAMES = 190;
const VALUES = 90;
/** Dots for each pixel: sharp on paper. */
const DOTS = 2;

const FONTS = new URL('../../node_modules/@fontsource-variable/golos-text/files/', import.meta.url);
let font: string | null = null;

/** The typeface of the portal; where it cannot be had, whatever the machine has. */
function typeface(): string {
	if (font !== null) return font;
	// Each file holds some of the letters: both together are the typeface.
	const known = ['cyrillic', 'latin'].filter((part) => {
		const file = fileURLToPath(new URL(`golos-text-${part}-wght-normal.woff2`, FONTS));
		return GlobalFonts.registerFromPath(file, `Golos ${part}`) !== null;
	});
	font = [...known.map((part) => `"Golos ${part}"`), 'sans-serif'].join(', ');
	return font;
}

/** The light colours of screens, on the white of paper. */
function paper(): ChartTheme {
	return {
		text: '#17202b',
		muted: '#5c6877',
		faint: '#8b97a5',
		line: '#e3e7ec',
		card: '#ffffff',
		series: '#1f6feb',
		area: '#e8f1fd',
		font: typeface(),
		size: 11
	};
}

function textOf(voice: Voice): ChartText {
	return {
		figure: (value, { unit, suffix }) => voice.figure(value, unit, suffix),
		target: (target) => voice.words.notes.targetLine(target),
		tip: (value) => value,
		before: (value) => value
	};
}

/** Draws a chart of a report as the screen draws it. */
export function drawChart(chart: TimeChart | BarChart, voice: Voice): Picture {
	return chart.kind === 'time' ? drawTimePicture(chart, voice) : drawBarPicture(chart, voice);
}

function drawTimePicture(chart: TimeChart, voice: Voice): Picture {
	const canvas = createCanvas(WIDTH, TIME_HEIGHT);
	const drawing = draw(itemOf(canvas), chart, paper(), textOf(voice), { dots: DOTS });
	const picture = onWhite(canvas, WIDTH, TIME_HEIGHT);
	drawing.destroy();
	return picture;
}

/** On screens names and values stand in a table over the bars: here they are drawn beside them. */
function drawBarPicture(chart: BarChart, voice: Voice): Picture {
	const theme = paper();
	const height = Math.max(1, chart.rows.length) * BAR_HEIGHT;
	const bars = createCanvas(WIDTH - NAMES - VALUES, height);
	const drawing = draw(itemOf(bars), chart, theme, textOf(voice), { dots: DOTS });
	const whole = createCanvas(WIDTH * DOTS, height * DOTS);
	const pen = whole.getContext('2d');
	pen.fillStyle = theme.card;
	pen.fillRect(0, 0, whole.width, whole.height);
	pen.drawImage(bars, NAMES * DOTS, 0);
	drawing.destroy();
	pen.scale(DOTS, DOTS);
	pen.textBaseline = 'middle';
	pen.font = `400 ${theme.size}px ${theme.font}`;
	for (const [at, { label, value }] of chart.rows.entries()) {
		const middle = (at + 0.5) * BAR_HEIGHT;
		pen.fillStyle = theme.text;
		pen.textAlign = 'right';
		pen.fillText(
			shortened(label, (text) => pen.measureText(text).width),
			NAMES - 10,
			middle
		);
		pen.textAlign = 'left';
		pen.fillStyle = theme.muted;
		const text = voice.figure(value, chart.unit, chart.suffix);
		pen.fillText(text, WIDTH - VALUES + 10, middle);
	}
	return { png: whole.toBuffer('image/png'), width: WIDTH, height };
}

function shortened(label: string, widthOf: (text: string) => number): string {
	const room = NAMES - 14;
	if (widthOf(label) <= room) return label;
	const letters = [...label];
	while (letters.length > 1 && widthOf(`${letters.join('')}…`) > room) letters.pop();
	return `${letters.join('').trimEnd()}…`;
}

/** A picture without a ground would be black in some programs. */
function onWhite(canvas: Canvas, width: number, height: number): Picture {
	const whole = createCanvas(canvas.width, canvas.height);
	const pen = whole.getContext('2d');
	pen.fillStyle = '#ffffff';
	pen.fillRect(0, 0, whole.width, whole.height);
	pen.drawImage(canvas, 0, 0);
	return { png: whole.toBuffer('image/png'), width, height };
}

/** Chart.js asks of a canvas no more than this one has. */
export function itemOf(canvas: Canvas): ChartItem {
	const item: object = canvas;
	if (!isChartItem(item)) throw new Error('not a canvas');
	return item;
}

function isChartItem(item: object): item is HTMLCanvasElement {
	return 'getContext' in item && 'width' in item && 'height' in item;
}
