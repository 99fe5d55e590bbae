import type { Change } from '#lib/domain/live.ts';
import type { LiveFeed } from '#lib/live/feed.svelte.ts';
import { followFrom } from '#lib/live/follow-from.ts';
import type { Cursor } from '#lib/live/transport.ts';

/** What moves a figure, its chart or its parts. */
const MOVING: ReadonlySet<Change['kind']> = new Set([
	'ticket',
	'totals',
	'kpi',
	'incident',
	'service'
]);

/** Tells whenever figures may have moved since they were read; returns how to stop. */
export function whenFiguresMove(feed: LiveFeed, readAt: Cursor, moved: () => void): () => void {
	return followFrom(feed, readAt, {
		changed: (changes) => {
			if (changes.some(({ kind }) => MOVING.has(kind))) moved();
		},
		lost: moved
	});
}
