import { untrack } from 'svelte';
import type { Batch, Change } from '#lib/domain/live.ts';
import type { LiveFeed } from './feed.svelte.ts';
import type { Cursor } from './transport.ts';

export interface Followed {
	/** What has changed, in order. */
	changed(changes: readonly Change[]): void;
	/** Something may have changed that will not be told. */
	lost(): void;
}

/**
 * Follows the stream from where it stood when a page's data were read: what came on their way
 * here is told at once. For `$effect`: returns how to stop.
 */
export function followFrom(feed: LiveFeed, readAt: Cursor, followed: Followed): () => void {
	// The feed's own cursor moves with each batch: whoever follows does not begin anew for that.
	return untrack(() => {
		let cursor = readAt;
		const apply = ({ epoch, seq, changes }: Batch) => {
			if (epoch !== cursor.epoch || seq <= cursor.seq) return;
			cursor = { epoch, seq };
			followed.changed(changes);
		};
		const stop = feed.follow({
			batch: apply,
			replaced(newer) {
				const known = newer.epoch === cursor.epoch && newer.seq <= cursor.seq;
				if (known) return;
				cursor = newer;
				followed.lost();
			}
		});
		const missed = feed.since(cursor);
		if (missed) for (const batch of missed) apply(batch);
		else if (feed.cursor) followed.lost();
		return stop;
	});
}
