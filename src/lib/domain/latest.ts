import type { HistoryEntry } from './history.ts';
import type { AnyIncident, IncidentUpdateView } from './incident.ts';
import type { Change } from './live.ts';
import { isFull, ticketId, type CommentView, type FullTicket } from './ticket.ts';

/** Something staff may want to know of: one line of what happened last. */
export type LatestChange = {
	/** The same thing has the same key, however often it is told. */
	readonly key: string;
	/** Of two of a kind that happened in the same moment the higher came later. */
	readonly order: number;
	/** ISO 8601 in UTC. */
	readonly at: string;
} & (
	| {
			readonly kind: 'filed';
			readonly ticket: Pick<FullTicket, 'number' | 'subject' | 'requester'>;
	  }
	| { readonly kind: 'changed'; readonly entry: HistoryEntry }
	| { readonly kind: 'replied'; readonly comment: Saying }
	| {
			readonly kind: 'incident';
			readonly incident: Pick<AnyIncident, 'number' | 'title'>;
			readonly update: IncidentUpdateView;
	  }
);

/** That something was said, not what. */
type Saying = Pick<CommentView, 'id' | 'ticket' | 'author' | 'internal' | 'createdAt'>;

/** The newest changes and the point of the stream they were read at. */
export interface LatestChanges {
	readonly epoch: string;
	readonly seq: number;
	/** The newest first. */
	readonly items: readonly LatestChange[];
	/** Subjects of the tickets they speak of, by number. */
	readonly subjects: Readonly<Record<string, string>>;
}

/** A ticket as the line that tells of its filing. */
export function filed({ number, subject, requester, createdAt }: FullTicket): LatestChange {
	return {
		kind: 'filed',
		key: number,
		order: ticketId(number) ?? 0,
		at: createdAt,
		ticket: { number, subject, requester }
	};
}

/** A change of a ticket as a line. */
export function changed(entry: HistoryEntry): LatestChange {
	return { kind: 'changed', key: `change ${entry.id}`, order: entry.id, at: entry.at, entry };
}

/** A reply or a note as a line: not what it says, only that it was said. */
export function replied({ id, ticket, author, internal, createdAt }: CommentView): LatestChange {
	const comment = { id, ticket, author, internal, createdAt };
	return { kind: 'replied', key: `comment ${id}`, order: id, at: createdAt, comment };
}

/** What was said of an incident, a line for each update. */
export function updatesOf({ number, title, updates }: AnyIncident): LatestChange[] {
	return updates.map((update) => ({
		kind: 'incident',
		key: `update ${update.id}`,
		order: update.id,
		at: update.at,
		incident: { number, title },
		update
	}));
}

/** The newest of all, the newest first, each once, at most so many. */
export function newest(changes: readonly LatestChange[], most: number): readonly LatestChange[] {
	const byKey = new Map(changes.map((change) => [change.key, change]));
	return [...byKey.values()].sort(byTime).slice(0, most);
}

const KINDS: readonly LatestChange['kind'][] = ['incident', 'replied', 'changed', 'filed'];

function byTime(a: LatestChange, b: LatestChange): number {
	if (a.at !== b.at) return a.at < b.at ? 1 : -1;
	return KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || b.order - a.order;
}

/** Takes in what a batch tells. What is said of a deleted ticket leaves with it. */
export function withBatch(
	items: readonly LatestChange[],
	changes: readonly Change[],
	most: number
): readonly LatestChange[] {
	const added = changes.flatMap(linesOf);
	if (added.length === 0) return items;
	const deleted = new Set(
		added.flatMap((line) =>
			line.kind === 'changed' && line.entry.field === 'deleted' ? [line.entry.ticket] : []
		)
	);
	return newest(
		[...items, ...added].filter((line) => !deleted.has(ticketOf(line) ?? '')),
		most
	);
}

/** The ticket a line speaks of, or null. */
export function ticketOf(line: LatestChange): string | null {
	switch (line.kind) {
		case 'filed':
			return line.ticket.number;
		case 'changed':
			return line.entry.ticket;
		case 'replied':
			return line.comment.ticket;
		case 'incident':
			return null;
	}
}

function linesOf(change: Change): LatestChange[] {
	if (change.op !== 'put') return [];
	switch (change.kind) {
		case 'ticket':
			return isFull(change.value) ? [filed(change.value)] : [];
		case 'history':
			return [changed(change.value)];
		case 'comment':
			return [replied(change.value)];
		case 'incident':
			return updatesOf(change.value);
		default:
			return [];
	}
}
