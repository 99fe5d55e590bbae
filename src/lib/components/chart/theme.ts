import type { ChartTheme } from '#lib/chart/drawing.ts';

/** Reads the tokens in force where an element stands. */
export function readTheme(element: HTMLElement): ChartTheme {
	const style = getComputedStyle(element);
	const token = (name: string) => style.getPropertyValue(name).trim();
	return {
		text: token('--text'),
		muted: token('--muted'),
		faint: token('--faint'),
		line: token('--line'),
		card: token('--card'),
		series: token('--accent'),
		area: token('--accent-ground'),
		font: style.fontFamily,
		size: Math.max(11, Math.round(parseFloat(style.fontSize) * 0.8))
	};
}
