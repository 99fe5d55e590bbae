import type { PersonRef } from './people.ts';

/** One of the staff who has a ticket open now. */
export interface Looker extends PersonRef {
	/** Writes a reply at this moment. */
	readonly typing: boolean;
}

/** Who has a ticket open, told only to those of the staff who have it open themselves. */
export interface PresenceView {
	readonly ticket: string;
	readonly people: readonly Looker[];
}

/** What a page says of itself: the ticket it shows, or that it shows none any more. */
export interface Looking {
	readonly ticket: string | null;
	readonly typing: boolean;
}
