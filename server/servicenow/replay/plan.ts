import { nextStatuses, type Priority, type TicketStatus } from '#lib/domain/ticket.ts';
import { assigneeOf, requesterOf, serviceOf } from '../mapping.ts';
import { byUpdate, type LogRow } from '../row.ts';

/** What the portal should say of a ticket after a row of the log. */
export interface Wanted {
	readonly status: TicketStatus;
	readonly priority: Priority;
	readonly service: { readonly slug: string; readonly name: string };
	readonly assignee: { readonly email: string; readonly name: string } | null;
}

/** A row that changes something the portal keeps. */
export interface Moment {
	readonly at: number;
	/** Place among the ticket's rows: two rows may bear one count of modifications. */
	readonly ordinal: number;
	readonly modCount: number;
	readonly wanted: Wanted;
}

/** An incident of the log from its first row to its last. */
export interface Story {
	readonly number: string;
	readonly subject: string;
	readonly description: string;
	readonly openedAt: number;
	readonly requester: { readonly email: string; readonly name: string };
	/** Never empty; the first one is the filing. */
	readonly moments: readonly Moment[];
	/** Rows that change nothing the portal keeps. */
	readonly silent: number;
}

/** Rows of many incidents, in whatever order, as one story for each. */
export function storiesOf(rows: readonly LogRow[]): Story[] {
	const byNumber = Map.groupBy(rows, (row) => row.number);
	const stories: Story[] = [];
	for (const [number, own] of byNumber) {
		own.sort(byUpdate);
		const first = own[0];
		if (first) stories.push(storyOf(number, first, own));
	}
	return stories;
}

function storyOf(number: string, first: LogRow, rows: readonly LogRow[]): Story {
	const moments: Moment[] = [];
	let before: Wanted | null = null;
	for (const [ordinal, row] of rows.entries()) {
		const wanted = wantedBy(row);
		if (before === null || !sameWanted(before, wanted))
			moments.push({ at: row.updatedAt, ordinal, modCount: row.modCount, wanted });
		before = wanted;
	}
	return {
		number,
		subject:
			[first.subcategory, first.symptom].filter((part) => part !== null).join(', ') || number,
		description: describe(first),
		openedAt: first.openedAt,
		requester: requesterOf(first.caller),
		moments,
		silent: rows.length - moments.length
	};
}

function wantedBy(row: LogRow): Wanted {
	return {
		status: row.status,
		priority: row.priority,
		service: serviceOf(row.category),
		assignee: assigneeOf(row)
	};
}

function sameWanted(a: Wanted, b: Wanted): boolean {
	return (
		a.status === b.status &&
		a.priority === b.priority &&
		a.service.slug === b.service.slug &&
		a.assignee?.email === b.assignee?.email
	);
}

function describe(row: LogRow): string {
	const facts: [string, string | null][] = [
		['Category', row.category],
		['Subcategory', row.subcategory],
		['Symptom', row.symptom],
		['Location', row.location],
		['Contact', row.contactType],
		['Group', row.group]
	];
	const known = facts.flatMap(([label, value]) => (value === null ? [] : [`${label}: ${value}`]));
	return [`ServiceNow incident ${row.number}`, ...known].join('\n');
}

/**
 * Statuses to go through to get from one to another, the last included, by the shortest way the
 * domain allows; empty when one is there already, null when there is no way.
 */
export function pathBetween(from: TicketStatus, to: TicketStatus): readonly TicketStatus[] | null {
	if (from === to) return [];
	const cameFrom = new Map<TicketStatus, TicketStatus | null>([[from, null]]);
	const queue: TicketStatus[] = [from];
	for (let status = queue.shift(); status !== undefined; status = queue.shift())
		for (const next of nextStatuses(status)) {
			if (cameFrom.has(next)) continue;
			cameFrom.set(next, status);
			queue.push(next);
		}
	if (!cameFrom.has(to)) return null;
	const path: TicketStatus[] = [];
	for (let at: TicketStatus | null = to; at !== null && at !== from; at = cameFrom.get(at) ?? null)
		path.unshift(at);
	return path;
}
