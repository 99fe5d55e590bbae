import type { Attachment } from 'svelte/attachments';

const GLOW_MS = 1_000;

/** Marks a message that came while the page was open: it glows once, and nothing moves. */
export function newcomer(): Attachment<HTMLElement> {
	return (element) => {
		// What the page was rendered with is there before the document is complete.
		if (document.readyState !== 'complete' || performance.now() < GLOW_MS) return;
		if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
		element.animate([{ opacity: 0.35 }, { opacity: 1 }], GLOW_MS);
	};
}
