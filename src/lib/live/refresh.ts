import type { LiveKind } from '#lib/domain/live.ts';
import type { LiveFeed } from './feed.svelte.ts';
import { followFrom } from './follow-from.ts';
import { renew } from './renew.ts';
import type { Loaded } from './renewal.ts';
import type { Cursor } from './transport.ts';

/** Thousands of open pages hear of the same change in the same moment. */
const SPREAD_MS = 4_000;

/**
 * Loads what the stream does not carry anew when a change of one of these kinds comes, or came
 * since it was read; a little later and not all pages at once: within `spread` milliseconds, fewer
 * where few look. For `$effect`: returns how to stop.
 */
export function refreshOn(
	feed: LiveFeed,
	kinds: readonly LiveKind[],
	{ data, readAt, spread = SPREAD_MS }: { data: Loaded; readAt: Cursor; spread?: number }
) {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const soon = () => {
		timer ??= setTimeout(() => {
			timer = undefined;
			renew(data);
		}, Math.random() * spread);
	};
	const stop = followFrom(feed, readAt, {
		changed: (changes) => {
			if (changes.some(({ kind }) => kinds.includes(kind))) soon();
		},
		lost: soon
	});
	return () => {
		clearTimeout(timer);
		stop();
	};
}
