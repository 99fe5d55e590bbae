import { createSubscriber } from 'svelte/reactivity';

/** How the pages are lit: by choice, or as the system is. */
export type Theme = 'light' | 'dark' | 'auto';

const follow = createSubscriber((update) => {
	const observer = new MutationObserver(update);
	observer.observe(document.documentElement, { attributeFilter: ['data-bs-theme'] });
	return () => observer.disconnect();
});

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
