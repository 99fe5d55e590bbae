import type { LiveKind } from '#lib/domain/live.ts';
import type { LiveFeed } from './feed.svelte.ts';
import { renew } from './renew.ts';
import type { Loaded } from './renewal.ts';

/** Thousands of open pages hear of the same change in the same moment. */
const SPREAD_MS = 4_000;

/**
 * Loads what the stream does not carry anew when a change of one of these kinds comes, a little
 * later and not all pages at once: within `spread` milliseconds, fewer where few look. For
 * `$effect`: returns how to stop.
 */
export function refreshOn(
	feed: LiveFeed,
	kinds: readonly LiveKind[],
	data: Loaded,
	spread = SPREAD_MS
) {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const soon = () => {
		timer ??= setTimeout(() => {
			timer = undefined;
			renew(data);
		}, Math.random() * spread);
	};
	const stop = feed.follow({
		batch: ({ changes }) => {
			if (changes.some(({ kind }) => kinds.includes(kind))) soon();
		},
		replaced: soon
	});
	return () => {
		clearTimeout(timer);
		stop();
	};
}
