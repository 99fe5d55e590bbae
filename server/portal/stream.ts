import type { Audience } from '#lib/domain/audience.ts';
import type { LatestChanges } from '#lib/domain/latest.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import type { Viewer } from '#lib/domain/people.ts';

/** A fact as staff read it in the raw stream. */
export interface EventView {
	readonly seq: number;
	readonly at: string;
	readonly type: string;
	readonly actor: string | null;
	readonly payload: unknown;
}

export interface EventPage {
	readonly epoch: string;
	readonly items: readonly EventView[];
	/** To be given as `after` for what follows. */
	readonly nextAfter: number;
}

/** The live stream, and what it has told. */
export interface StreamQueries {
	/** State and cursor for an audience, read together. */
	live(audience: Audience): Promise<Snapshot>;
	/** The same as JSON text, made once per audience and seq. */
	liveJson(audience: Audience): Promise<string>;
	/** Where the stream stands: what is read after this holds all that came up to there. */
	cursor(): Promise<Pick<Snapshot, 'epoch' | 'seq'>>;
	/** What happened last, at most so many lines, for staff; `forbidden` for anybody else. */
	latestChanges(viewer: Viewer, most: number): Promise<LatestChanges>;
	/** The raw stream after a number, for staff. */
	events(viewer: Viewer, after: number, limit: number): Promise<EventPage>;
}
