import type { ChartTheme } from './theme.ts';

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
