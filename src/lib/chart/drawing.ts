import type { TimeChart } from '#lib/domain/chart.ts';

/** What a canvas needs of the page's look: it does not see style sheets by itself. */
export interface ChartTheme {
	readonly text: string;
	readonly muted: string;
	readonly faint: string;
	readonly line: string;
	readonly card: string;
	readonly series: string;
	readonly area: string;
	readonly font: string;
	/** Size of the smallest text, in pixels. */
	readonly size: number;
}

/** What a chart says, in the language of whoever looks at it. */
export interface ChartText {
	/** A value with its unit; «нет данных» for null. */
	figure(value: number | null, chart: Pick<TimeChart, 'unit' | 'suffix'>): string;
	/** What stands at the line of the target. */
	target(target: string): string;
	/** What is told of a point: its value and how many were counted, or that of the period before. */
	tip(value: string, count: number): string;
	before(value: string): string;
}

/** Drawn once, for paper: nobody points at it, and it never changes its size. */
export interface Still {
	/** Dots for each of the canvas's pixels. */
	readonly dots: number;
}

/** Settings of a chart that is looked at, or printed. */
export function sizing(still: Still | undefined) {
	return still
		? ({ responsive: false, maintainAspectRatio: false, devicePixelRatio: still.dots } as const)
		: ({ responsive: true, maintainAspectRatio: false } as const);
}

/** A chart on its canvas: made once, and only changed from then on. */
export interface Drawing<Definition> {
	/** Draws other numbers. */
	update(definition: Definition): void;
	/** Draws the same numbers in other colours or letters. */
	repaint(theme: ChartTheme): void;
	destroy(): void;
}

/** Fills an array that Chart.js watches, without giving it another one. */
export function refill<T>(array: T[], values: readonly T[]): void {
	array.length = values.length;
	for (const [index, value] of values.entries()) array[index] = value;
}
