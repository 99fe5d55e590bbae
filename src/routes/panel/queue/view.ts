import { isOverdue } from '#lib/domain/figures.ts';
import { isOpen, PRIORITIES, TICKET_STATUSES, type FullTicket } from '#lib/domain/ticket.ts';
import type { TicketStatus } from '#lib/domain/ticket.ts';
import { LIMITS } from '#lib/input/limits.ts';
import type { TicketFilter, TicketSort } from '#server/portal.ts';
import { readCreatedDays, wasCreatedIn, type CreatedDays } from './created-days.ts';
import { figureFields, readFigure, type FigureFilter } from './figure.ts';

/** Ready-made views of the queue. */
export const TABS = ['all', 'mine', 'unassigned', 'burning', 'waiting'] as const;
export type QueueTab = (typeof TABS)[number];

export const SORTS: readonly TicketSort[] = ['urgency', 'newest', 'oldest', 'updated'];

/** Rows drawn at once from the live window; more come by a link, so that it works without script. */
export const STEP = 100;
const MOST = 500;

/** How the queue is looked at; everything comes from the address. */
export interface QueueView {
	readonly tab: QueueTab;
	/** A status, `any`, or '' for those the tab stands for. */
	readonly status: string;
	readonly priority: string;
	readonly service: string;
	/** An e-mail, `me`, `none` or ''. */
	readonly assignee: string;
	/** An e-mail, or ''. */
	readonly requester: string;
	/** Only those that owe something late. */
	readonly overdue: boolean;
	readonly created: CreatedDays;
	readonly q: string;
	/** Narrows the list to the tickets that a figure counted. */
	readonly figure: FigureFilter;
	readonly sort: TicketSort;
	readonly shown: number;
}

/** Reads the address by allow-lists: anything else counts as not said. Dates are of the zone. */
export function readView(query: URLSearchParams, zone: string): QueueView {
	const one = (name: string, allowed: readonly string[]) =>
		allowed.find((value) => value === query.get(name)) ?? '';
	const shown = Number(query.get('shown'));
	return {
		tab: TABS.find((tab) => tab === query.get('tab')) ?? 'all',
		status: one('status', [...TICKET_STATUSES, 'any']),
		priority: one('priority', PRIORITIES),
		service: text(query, 'service', 64),
		assignee: text(query, 'assignee', LIMITS.email).toLowerCase(),
		requester: readRequester(query),
		overdue: query.get('overdue') === '1',
		created: readCreatedDays(query, zone),
		q: text(query, 'q', LIMITS.query),
		figure: readFigure(query),
		sort: SORTS.find((sort) => sort === query.get('sort')) ?? 'urgency',
		shown: Number.isInteger(shown) && shown > STEP && shown <= MOST ? shown : STEP
	};
}

/** An e-mail, or ''. */
export function readRequester(query: URLSearchParams): string {
	return text(query, 'requester', LIMITS.email).toLowerCase();
}

function text(query: URLSearchParams, name: string, most: number): string {
	// What no key can type is no part of a name, and PostgreSQL takes no NUL.
	const typed = (query.get(name) ?? '').replace(/\p{Cc}/gu, '');
	return typed.trim().slice(0, most);
}

/**
 * Does the live window not hold what is asked for? Reads only what decides it, so that
 * switching between live views asks the server for nothing.
 */
export function leavesWindow(query: URLSearchParams): boolean {
	const status = query.get('status');
	return (
		['q', 'cursor', 'list'].some((name) => (query.get(name) ?? '').trim() !== '') ||
		figureFields(query).length > 0 ||
		status === 'closed' ||
		status === 'cancelled' ||
		status === 'any' ||
		SORTS.slice(1).some((sort) => sort === query.get('sort'))
	);
}

/** The same view for the database, where a page of any depth is found by its key. */
export function databaseFilter(view: QueueView, me: string): TicketFilter {
	const { tab, priority, service, assignee, requester, q } = view;
	const mine = tab === 'mine' || assignee === 'me';
	return {
		...view.figure,
		...view.created.span,
		status: statusesOf(view),
		priority: PRIORITIES.filter((candidate) => candidate === priority),
		service: service || undefined,
		assignee: mine ? me : tab === 'unassigned' ? 'none' : assignee || undefined,
		requester: requester || undefined,
		overdue: view.overdue || undefined,
		q: q || undefined,
		sort: databaseSort(view)
	};
}

/**
 * Urgency says nothing of what is over, and a search without an order gives the newest first. What
 * was filed within a stretch of time is read along that stretch.
 */
function databaseSort(view: QueueView): TicketSort | undefined {
	if (view.sort !== 'urgency') return view.sort;
	if (view.q !== '') return undefined;
	if (statusesOf(view).every(isOpen)) return 'urgency';
	const { createdFrom, createdTo } = { ...view.figure, ...view.created.span };
	return (createdFrom ?? createdTo) === undefined ? 'updated' : 'newest';
}

/** Statuses a view shows; a search without one looks everywhere. */
function statusesOf(view: QueueView): readonly TicketStatus[] {
	const everywhere = view.q !== '' || Object.keys(view.figure).length > 0;
	if (view.status === 'any' || (everywhere && view.status === '')) return TICKET_STATUSES;
	if (view.status !== '') return TICKET_STATUSES.filter((status) => status === view.status);
	return view.tab === 'waiting' ? ['waiting'] : TICKET_STATUSES.filter(isOpen);
}

/** The tab a ticket stands under. */
export function standsUnder(tab: QueueTab, ticket: FullTicket, me: string): boolean {
	switch (tab) {
		case 'mine':
			return ticket.assignee?.email === me;
		case 'unassigned':
			return ticket.assignee === null;
		case 'burning':
			return burns(ticket);
		case 'waiting':
			return ticket.status === 'waiting';
		case 'all':
			return true;
	}
}

/** Does the view show this ticket of the live window? */
export function shows(view: QueueView, ticket: FullTicket, me: string): boolean {
	const { priority, service, assignee, requester } = view;
	const email = ticket.assignee?.email ?? 'none';
	return (
		statusesOf(view).includes(ticket.status) &&
		standsUnder(view.tab, ticket, me) &&
		(!priority || ticket.priority === priority) &&
		(!service || ticket.service === service) &&
		(!assignee || email === (assignee === 'me' ? me : assignee)) &&
		(!requester || ticket.requester.email === requester) &&
		(!view.overdue || isLate(ticket)) &&
		wasCreatedIn(view.created, ticket.createdAt)
	);
}

/** What is owed is late, as the list of the database understands it. */
function isLate({ status, priority, assignee, sla, firstResponseAt }: FullTicket): boolean {
	return isOverdue({
		status,
		priority,
		assigned: assignee !== null,
		responseSla: sla.response,
		resolutionSla: sla.resolution,
		firstResponseAt: firstResponseAt === null ? null : Date.parse(firstResponseAt)
	});
}

/** What is owed next is late or nearly so. */
export function burns(ticket: FullTicket): boolean {
	if (!isOpen(ticket.status)) return false;
	const owed = [ticket.sla.resolution];
	if (ticket.firstResponseAt === null) owed.push(ticket.sla.response);
	return owed.some((state) => state === 'breached' || state === 'warning');
}

/** Is anything left out beside what the tab leaves out? */
export function isNarrowed(view: QueueView): boolean {
	const { status, priority, service, assignee, requester, overdue, created, q, figure } = view;
	return (
		[status, priority, service, assignee, requester, created.first, created.last, q].some(
			Boolean
		) ||
		overdue ||
		Object.keys(figure).length > 0
	);
}

/** What an address says of the list: not how much of it is drawn, nor what is open beside it. */
export function listedBy(query: URLSearchParams): string {
	const rest = new URLSearchParams(query);
	for (const name of [...rest.keys()])
		if (name.startsWith('/') || name === 'shown' || name === 'new') rest.delete(name);
	return rest.toString();
}

/** The address with some of its parameters set, or taken out where empty. */
export function addressWith(
	query: URLSearchParams,
	changes: Readonly<Record<string, string>>
): string {
	const next = new URLSearchParams(query);
	// What a failed or finished action left in the address, and where a list had been paged to.
	for (const name of [...next.keys()]) if (name.startsWith('/')) next.delete(name);
	for (const name of ['cursor', 'shown', 'new']) next.delete(name);
	for (const [name, value] of Object.entries(changes)) {
		if (value) next.set(name, value);
		else next.delete(name);
	}
	const text = next.toString();
	return text ? `/panel/queue?${text}` : '/panel/queue';
}

/** Where a form of the queue is sent, so that the view is still there afterwards. */
export function actionAddress(query: URLSearchParams, action: string): string {
	const rest = new URLSearchParams(query);
	for (const name of [...rest.keys()]) if (name.startsWith('/')) rest.delete(name);
	rest.delete('new');
	const text = rest.toString();
	return text ? `?/${action}&${text}` : `?/${action}`;
}
