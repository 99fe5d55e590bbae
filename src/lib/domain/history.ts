/** What of a ticket is kept in its history. */
export const HISTORY_FIELDS = [
	'status',
	'priority',
	'service',
	'assignee',
	'subject',
	'description',
	'rating',
	'ratingComment',
	'deleted',
	'origin'
] as const;
export type HistoryField = (typeof HISTORY_FIELDS)[number];

/** One field of a ticket that was changed, as its audience sees it. */
export interface HistoryEntry {
	readonly id: number;
	readonly ticket: string;
	/** ISO 8601 in UTC. */
	readonly at: string;
	readonly field: HistoryField;
	/** Statuses, priorities and services by their codes, an assignee by e-mail. */
	readonly before: string | null;
	readonly after: string | null;
	/** Null is the portal itself, or staff whom the viewer is not told of. */
	readonly author: { readonly name: string; readonly staff: boolean } | null;
}

/** How the work is shared out is the staff's affair: a client sees what became of its ticket. */
const OPEN_TO_CLIENTS: ReadonlySet<HistoryField> = new Set([
	'status',
	'subject',
	'description',
	'origin'
]);

/** May the ticket's own client see changes of this field? */
export function isOpenToClient(field: HistoryField): boolean {
	return OPEN_TO_CLIENTS.has(field);
}
