import { untrack } from 'svelte';
import type { Attachment } from 'svelte/attachments';

const GLOW_MS = 1_000;

/**
 * Lets an element glow once for a second whenever `changedAt` moves on. Nothing moves, only the
 * ground behind the text; not at all for those who asked for reduced motion.
 */
export function glow(changedAt: () => number | undefined): Attachment<HTMLElement> {
	return (element) => {
		let seen = untrack(changedAt);
		$effect(() => {
			const at = changedAt();
			if (at === undefined || at === seen) return;
			seen = at;
			if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
			const ground = getComputedStyle(element).getPropertyValue('--ok-ground');
			for (const target of element.matches('tr') ? element.children : [element])
				target.animate([{ backgroundColor: ground }, { backgroundColor: 'transparent' }], GLOW_MS);
		});
	};
}
