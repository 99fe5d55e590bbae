import { onMount } from 'svelte';
import type { Attachment } from 'svelte/attachments';

const GLOW_MS = 1_000;

/**
 * Marks what comes into a list while it is shown: it glows once, and nothing moves. Made with the
 * component that shows the list: what that begins with is no newcomer, however long the page took
 * to wake up.
 */
export function newcomers(): Attachment<HTMLElement> {
	let shown = false;
	// Once all that it begins with has been attached.
	onMount(() => queueMicrotask(() => (shown = true)));
	return (element) => {
		if (!shown || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
		element.animate([{ opacity: 0.35 }, { opacity: 1 }], GLOW_MS);
	};
}
