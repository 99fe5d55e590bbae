import { isOpen, type AnyTicket, type PublicTicket } from '#lib/domain/ticket.ts';
import { GROUPS, groupOf, matches, type QueueFilter, type QueueGroup } from './filter.ts';
import { publicSide } from './public-side.ts';

/** Rows that come with the page: more than a screen shows. The stream brings the others. */
const FIRST = 16;

/** What the page shows until all tickets are there, and for good without script. */
export interface FirstRows {
	/** Those that match, in the order they are drawn in. */
	readonly tickets: readonly PublicTicket[];
	/** How many stand in each group, those that were not sent included. */
	readonly groups: Readonly<Record<QueueGroup, number>>;
	/** Tickets of the window, and how many of them are open. */
	readonly window: { readonly all: number; readonly open: number };
}

/** Picks the first rows of a window; `now` in milliseconds decides what is overdue. */
export function firstRows(
	window: readonly AnyTicket[],
	filter: QueueFilter,
	now: number
): FirstRows {
	const groups: Record<QueueGroup, PublicTicket[]> = {
		overdue: [],
		soon: [],
		calm: [],
		waiting: [],
		resolved: []
	};
	for (const ticket of window)
		if (matches(filter, ticket)) groups[groupOf(ticket, now)].push(publicSide(ticket));
	const inOrder = GROUPS.flatMap((name) => groups[name]);
	const { overdue, soon, calm, waiting, resolved } = groups;
	return {
		tickets: inOrder.slice(0, filter.asked ? filter.shown : FIRST),
		groups: {
			overdue: overdue.length,
			soon: soon.length,
			calm: calm.length,
			waiting: waiting.length,
			resolved: resolved.length
		},
		window: { all: window.length, open: window.filter(({ status }) => isOpen(status)).length }
	};
}
