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

const listeners = new Set<() => void>();
let stop: (() => void) | null = null;

/**
 * Is called whenever the page turns light or dark; returns how to stop. One observer serves all
 * charts of a page, and none is left when the last of them has gone.
 */
export function onThemeChange(listener: () => void): () => void {
	listeners.add(listener);
	stop ??= watch();
	return () => {
		listeners.delete(listener);
		if (listeners.size > 0) return;
		stop?.();
		stop = null;
	};
}

function watch(): () => void {
	const tell = () => {
		for (const listener of listeners) listener();
	};
	const observer = new MutationObserver(tell);
	observer.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
	const system = matchMedia('(prefers-color-scheme: dark)');
	system.addEventListener('change', tell);
	return () => {
		observer.disconnect();
		system.removeEventListener('change', tell);
	};
}
