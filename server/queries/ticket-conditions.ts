import { isOpen, TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket.ts';
import type { TicketFilter, TicketSort } from '#server/portal.ts';
import type { Conditions } from './conditions.ts';
import { narrowed, type Narrowing } from './ticket-sorts.ts';

/** Statuses a filter lets through; only what is open can be overdue. Empty: all of them. */
export function statusesOf({ status = [], overdue }: TicketFilter): readonly TicketStatus[] {
	if (!overdue) return status;
	const open = TICKET_STATUSES.filter(isOpen);
	return status.length === 0 ? open : open.filter((one) => status.includes(one));
}

/** Is more asked than status, priority, service and people? */
export function isNarrowedFurther(filter: TicketFilter): boolean {
	const { unread, answered, rated, overdue } = filter;
	return (
		[unread, answered, rated, overdue].some((one) => one !== undefined) ||
		isOfDays(filter) ||
		isOfFigures(filter)
	);
}

/** Is a stretch of time asked for in which tickets were filed? */
export function isOfDays({ createdFrom, createdTo }: TicketFilter): boolean {
	return createdFrom !== undefined || createdTo !== undefined;
}

/** Is a stretch of answers or of solutions asked for? */
export function isOfFigures(filter: TicketFilter): boolean {
	const { respondedFrom, respondedTo, resolvedFrom, resolvedTo } = filter;
	return [respondedFrom, respondedTo, resolvedFrom, resolvedTo].some((one) => one !== undefined);
}

/** All that a list is asked for but its words, for a list in this order. */
export function conditionsOf(
	filter: TicketFilter & { readonly narrowing: Narrowing },
	sort: TicketSort
): Conditions {
	const where = narrowed(filter.narrowing, sort);
	// Overdue and over at once is no ticket; an empty list of statuses would say any.
	if (filter.overdue && filter.narrowing.status.length === 0) where.add('1 = 0');
	if (filter.unread) where.add('t.news > t.news_seen');
	between(where, 'created_at', filter.createdFrom, filter.createdTo);
	between(where, 'first_response_at', filter.respondedFrom, filter.respondedTo);
	between(where, 'resolved_at', filter.resolvedFrom, filter.resolvedTo);
	if (filter.answered) where.add('t.first_response_at IS NOT NULL');
	if (filter.rated) where.add('t.rating IS NOT NULL');
	if (filter.overdue)
		where.add(
			`(t.resolution_sla = 'breached'
				OR (t.response_sla = 'breached' AND t.first_response_at IS NULL))`
		);
	return where;
}

/** Between two moments, each left open where it is not said. */
function between(
	where: Conditions,
	column: 'created_at' | 'first_response_at' | 'resolved_at',
	from: number | undefined,
	to: number | undefined
): void {
	if (from !== undefined) where.add(`t.${column} >= ?`, from);
	if (to !== undefined) where.add(`t.${column} < ?`, to);
	// Said so that the indexes of answered and of solved tickets may serve.
	if (column !== 'created_at' && (from ?? to) !== undefined)
		where.add(`t.${column} IS NOT NULL AND t.deleted_at IS NULL`);
}
