import type { AnyDocument } from '#lib/domain/document.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';
import { followFrom } from '#lib/live/follow-from.ts';
import type { Cursor } from '#lib/live/transport.ts';

/**
 * Documents of a page, with what the stream has told of them since the page was loaded: what was
 * changed is shown at once, and what is gone is gone. New ones come with the page's own reload.
 */
export class FollowedDocuments {
	#newer = $state.raw<ReadonlyMap<number, AnyDocument | null>>(new Map());

	/** Follows the stream from where the page was read; returns how to stop. */
	follow(feed: LiveFeed, readAt: Cursor): () => void {
		this.#newer = new Map();
		return followFrom(feed, readAt, {
			changed: (changes) => {
				const next = new Map(this.#newer);
				for (const change of changes)
					if (change.kind === 'document')
						next.set(Number(change.id), change.op === 'put' ? change.value : null);
				if (changes.some(({ kind }) => kind === 'document')) this.#newer = next;
			},
			// The page is loaded anew then, and follows from there.
			lost: () => undefined
		});
	}

	/** The documents of a list as they are now. */
	of<T extends AnyDocument>(items: readonly T[]): readonly T[] {
		return items.flatMap((item) => {
			const newer = this.#newer.get(item.id);
			return newer === null ? [] : newer === undefined ? item : { ...item, ...newer };
		});
	}
}
