import type { Change } from '#lib/domain/live.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';

/** What moves a figure, its chart or its parts. */
const MOVING: ReadonlySet<Change['kind']> = new Set([
	'ticket',
	'totals',
	'kpi',
	'incident',
	'service'
]);

/** Tells whenever the stream says that figures may have moved; returns how to stop. */
export function whenFiguresMove(feed: LiveFeed, moved: () => void): () => void {
	return feed.follow({
		batch: ({ changes }) => {
			if (changes.some(({ kind }) => MOVING.has(kind))) moved();
		},
		replaced: moved
	});
}
