import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import { nameSlug } from './name-slug.ts';

const STATUSES: Readonly<Record<string, TicketStatus>> = {
	New: 'new',
	Active: 'in_progress',
	'Awaiting User Info': 'waiting',
	'Awaiting Problem': 'waiting',
	'Awaiting Vendor': 'waiting',
	'Awaiting Evidence': 'waiting',
	Resolved: 'resolved',
	Closed: 'closed'
};

const PRIORITIES: Readonly<Record<string, Priority>> = {
	'1': 'critical',
	'2': 'high',
	'3': 'normal',
	'4': 'low'
};

/** `Awaiting Vendor` → `waiting`; null for a state the desk does not document. */
export function statusOf(state: string): TicketStatus | null {
	return Object.hasOwn(STATUSES, state) ? (STATUSES[state] ?? null) : null;
}

/** `3 - Moderate` → `normal`; null when it does not begin with 1, 2, 3 or 4. */
export function priorityOf(text: string): Priority | null {
	const level = /^([1-4])(?: - |$)/.exec(text)?.[1];
	return level === undefined ? null : (PRIORITIES[level] ?? null);
}

/** What tickets without a category are filed under. */
const NO_CATEGORY = 'Category unknown';
const NO_CALLER = 'Caller unknown';

/** Addresses of the log's people: they exist in no mail system, so no mail can go astray. */
const MAIL_DOMAIN = 'servicenow.example';

/** `Category 55` → slug `category-55`. */
export function serviceOf(category: string | null): { slug: string; name: string } {
	const name = category ?? NO_CATEGORY;
	return { slug: nameSlug(name), name };
}

/** `Resolver 89`, or else `Group 70`; null when the log names neither. */
export function assigneeOf(row: {
	readonly assignedTo: string | null;
	readonly group: string | null;
}): { email: string; name: string } | null {
	const name = row.assignedTo ?? row.group;
	return name === null ? null : personOf(name);
}

/** `Caller 2403` → `caller-2403@servicenow.example`. */
export function requesterOf(caller: string | null): { email: string; name: string } {
	return personOf(caller ?? NO_CALLER);
}

function personOf(name: string): { email: string; name: string } {
	return { email: `${nameSlug(name)}@${MAIL_DOMAIN}`, name };
}
