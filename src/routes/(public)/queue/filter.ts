import { isListed, PRIORITIES, TICKET_STATUSES, type AnyTicket } from '#lib/domain/ticket.ts';
import { WINDOW_SIZE } from '#lib/domain/urgency.ts';
import { fuseOf } from '#lib/format/fuse.ts';
import { publicSide } from './public-side.ts';

/** How the public queue is narrowed down; everything comes from the address. */
export interface QueueFilter {
	readonly service: string;
	readonly priority: string;
	readonly status: string;
	readonly shown: number;
	/** Was so many rows what the address asks for? */
	readonly asked: boolean;
}

/** Rows drawn at once; more come by a link, so that it works without script. */
export const PAGE = 100;

/** Rows drawn at most: all of a window. */
export const MOST = WINDOW_SIZE;

/** Statuses a listed ticket may have. */
export const LISTED_STATUSES = TICKET_STATUSES.filter(isListed);

/** Reads the address by allow-lists: anything else counts as no filter. */
export function readFilter(query: URLSearchParams, services: readonly string[]): QueueFilter {
	const one = (name: string, allowed: readonly string[]) =>
		allowed.find((value) => value === query.get(name)) ?? '';
	const shown = Number(query.get('shown'));
	const asked = Number.isInteger(shown) && shown >= PAGE && shown <= MOST;
	return {
		service: one('service', services),
		priority: one('priority', PRIORITIES),
		status: one('status', LISTED_STATUSES),
		shown: asked ? shown : PAGE,
		asked
	};
}

/** Does the filter let this ticket through? */
export function matches(filter: QueueFilter, ticket: AnyTicket): boolean {
	return (
		(!filter.service || ticket.service === filter.service) &&
		(!filter.priority || ticket.priority === filter.priority) &&
		(!filter.status || ticket.status === filter.status)
	);
}

/** Groups of the queue, the most urgent first. */
export const GROUPS = ['overdue', 'soon', 'calm', 'waiting', 'resolved'] as const;
export type QueueGroup = (typeof GROUPS)[number];

/** The group a ticket stands in. */
export function groupOf(ticket: AnyTicket, now: number): QueueGroup {
	if (ticket.status === 'resolved') return 'resolved';
	const { tone } = fuseOf(publicSide(ticket), now);
	if (tone === 'breached') return 'overdue';
	if (ticket.status === 'waiting') return 'waiting';
	return tone === 'warning' ? 'soon' : 'calm';
}
