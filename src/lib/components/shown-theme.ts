import { createSubscriber } from 'svelte/reactivity';

/** How the pages are lit: by choice, or as the system is. */
export type Theme = 'light' | 'dark' | 'auto';

const listeners = new Set<() => void>();
let stop: (() => void) | null = null;

/**
 * Is called whenever the page turns light or dark; returns how to stop. One observer serves all
 * that asks of a page, and none is left when the last of them has gone.
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

const follow = createSubscriber(onThemeChange);

/** The theme the page shows now, in a browser; whoever reads it in an effect follows it. */
export function shownTheme(): Theme {
	follow();
	const theme = document.documentElement.dataset.bsTheme;
	return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Shows the page in another theme. */
export function showTheme(theme: Theme): void {
	document.documentElement.dataset.bsTheme = theme;
}
