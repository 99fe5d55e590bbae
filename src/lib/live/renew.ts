import { navigating } from '$app/state';
import { loadAnew } from './load-anew.ts';
import { later } from './refreshed.svelte.ts';
import { Renewal, type Loaded } from './renewal.ts';

/** How long an answer is waited for. */
const PATIENCE_MS = 10_000;

/** Of the whole page, whichever part of it asks. */
const renewal = new Renewal({
	underWay: () => (navigating.to && !navigating.willUnload ? navigating.complete : null),
	place: () => location.pathname,
	answers,
	load: loadAnew,
	later,
	random: Math.random
});

/**
 * Loads data of the page anew when that can be done without harm: whatever is loaded because the
 * stream, a timer or a form says so comes through here, never straight from Kit's `invalidate`.
 */
export function renew(name: Loaded): void {
	renewal.ask(name);
}

/** Its database as well: without that a page would answer with a fault of its own. */
async function answers(): Promise<boolean> {
	try {
		const { status } = await fetch('/readyz', {
			cache: 'no-store',
			signal: AbortSignal.timeout(PATIENCE_MS)
		});
		return status < 500;
	} catch {
		return false;
	}
}
