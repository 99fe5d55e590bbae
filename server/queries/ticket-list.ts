import { audienceOf } from '#lib/domain/audience.ts';
import { DomainError } from '#lib/domain/errors.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { ticketId, type FullTicket } from '#lib/domain/ticket.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Page, TicketFilter, TicketSort } from '#server/portal.ts';
import {
	exactPage,
	keyOf,
	NOTHING,
	NUMBERS,
	orderBy,
	ORDERS,
	pageOfIds,
	type PageSize
} from './ticket-pages.ts';
import {
	areFew,
	eachMatching,
	FEW,
	FEW_ASKED,
	matching,
	MOST_COUNTED,
	MOST_LOOKED_AT,
	textMatch
} from './ticket-search.ts';
import type { Conditions } from './conditions.ts';
import {
	conditionsOf,
	isNarrowedFurther,
	isOfDays,
	isOfFigures,
	statusesOf
} from './ticket-conditions.ts';
import { countSorted, sourceOf, type Narrowing } from './ticket-sorts.ts';

const LIMIT = 50;
const LARGEST_LIMIT = 200;

/** Tickets behind a figure are counted, for a link says how many it leads to. */
const COUNTED_UP_TO = 10_000;

/** How many were found; `more` says that there are more than were counted. */
type Counted = Pick<Page<unknown>, 'more'> & { readonly total: number };

/** A filter with the names in it replaced by ids. */
type Asked = TicketFilter & PageSize & { readonly narrowing: Narrowing };

/** A page of tickets: staff see all, a client its own. Found by text, the newest come first. */
export function listTickets(
	database: Database,
	viewer: Viewer,
	filter: TicketFilter
): Promise<Page<FullTicket>> {
	if (viewer === null) throw new DomainError('not_signed_in');
	const limit = Math.min(filter.limit ?? LIMIT, LARGEST_LIMIT);
	return database.read(async (tx) => {
		const narrowing = await narrowingOf(tx, viewer, filter);
		const asked = { ...filter, limit, audience: audienceOf(viewer), narrowing };
		const text = filter.q?.trim() ?? '';
		if (filter.externalId !== undefined) return externalPage(tx, asked, text);
		if (text === '') return sortedPage(tx, asked);
		return (await numberedPage(tx, asked, text)) ?? foundPage(tx, asked, text);
	});
}

/** A page of a list that is narrowed by columns alone: nothing is counted, few rows are read. */
async function sortedPage(tx: ReadTransaction, asked: Asked): Promise<Page<FullTicket>> {
	const { narrowing, limit, sort = 'urgency' } = asked;
	const order = ORDERS[sort];
	const sorted = await countSorted(tx, narrowing);
	const where = conditionsOf(asked, sort);
	where.add('t.deleted_at IS NULL');
	// A stretch of answers or of solutions has an index of its own.
	const from = (by: TicketSort, wanted: number) =>
		isOfFigures(asked) ? 'tickets t' : sourceOf(tx.dialect, sorted, by, wanted);
	const inOrder = from(sort, limit + 1);
	// What was filed within a stretch of time lies together by time, and by its last change anywhere.
	const scattered = isOfDays(asked) && sort === 'updated';
	const together = scattered ? from('newest', COUNTED_UP_TO) : inOrder;
	const total: Counted = isNarrowedFurther(asked)
		? await countUpTo(tx, together, where)
		: { total: sorted.total };
	const source = total.more ? inOrder : together;
	const key = keyOf(asked, order);
	if (key) where.addAfter(order, key);
	const rows = await tx.all<{ id: number }>(
		`SELECT t.id FROM ${source} ${where.sql()} ORDER BY ${orderBy(order)} LIMIT ${limit + 1}`,
		where.values
	);
	const ids = rows.map(({ id }) => id);
	return { ...total, ...(await pageOfIds(tx, ids, order, asked)) };
}

/** What has the number that another system gave it, which is one ticket at most. */
async function externalPage(
	tx: ReadTransaction,
	asked: Asked,
	text: string
): Promise<Page<FullTicket>> {
	const where = conditionsOf(asked, 'oldest');
	where.add('t.external_id = ?', asked.externalId ?? null);
	const match = text === '' ? null : textMatch(tx.dialect, text);
	if (text !== '' && !match) return NOTHING;
	if (match) where.add(eachMatching(match), ...match.values);
	return exactPage(tx, where, ORDERS.oldest, asked);
}

/** The ticket whose number the text is, when it is among those asked for; else null. */
async function numberedPage(
	tx: ReadTransaction,
	asked: Asked,
	text: string
): Promise<Page<FullTicket> | null> {
	const id = ticketId(text) ?? (/^\d{1,15}$/.test(text) ? Number(text) : null);
	if (id === null) return null;
	const where = conditionsOf(asked, 'newest');
	where.add('t.id = ?', id);
	const page = await exactPage(tx, where, NUMBERS, asked);
	return page.total === 0 ? null : page;
}

/** What is found by its words. Where many tickets have them, no more is counted than is read. */
async function foundPage(
	tx: ReadTransaction,
	asked: Asked,
	text: string
): Promise<Page<FullTicket>> {
	const { narrowing, limit, sort } = asked;
	const match = textMatch(tx.dialect, text);
	if (!match) return NOTHING;
	const order = sort === undefined ? NUMBERS : ORDERS[sort];
	const where = conditionsOf(asked, sort ?? 'newest');
	const few = await areFew(tx, match);
	const plain = where.isEmpty && sort === undefined;
	const sorted = few || plain ? null : await countSorted(tx, narrowing);
	const key = keyOf(asked, order);
	// Few words lead to few tickets. Words that many have are gone through from the newest on, but
	// where another order is wanted, or few tickets are left, each of those is asked for them.
	const each = sorted !== null && (sort !== undefined || sorted.total <= FEW_ASKED);
	const source = each ? sourceOf(tx.dialect, sorted, sort ?? 'newest', limit + 1) : null;
	const found = (most: number, after: number[] | null) =>
		matching(tx, match, { where, source, order, key: after, most });
	const most = few ? FEW : where.isEmpty && !each ? MOST_COUNTED : MOST_LOOKED_AT;
	const first = await found(Math.max(most, limit) + 1, null);
	const ids = key ? await found(limit + 1, key) : first.slice(0, limit + 1);
	return {
		total: Math.min(first.length, most),
		...(first.length > most ? { more: true } : {}),
		...(await pageOfIds(tx, ids, order, asked))
	};
}

/** What the columns that are counted say nothing of is counted up to a point. */
async function countUpTo(tx: ReadTransaction, source: string, where: Conditions): Promise<Counted> {
	const row = await tx.one<{ found: number }>(
		`SELECT COUNT(*) AS found FROM
		(SELECT 1 FROM ${source} ${where.sql()} LIMIT ${COUNTED_UP_TO + 1}) AS counted`,
		where.values
	);
	const found = row?.found ?? 0;
	return found > COUNTED_UP_TO ? { total: COUNTED_UP_TO, more: true } : { total: found };
}

/** No row has this id. */
const UNKNOWN = -1;

async function narrowingOf(
	tx: ReadTransaction,
	viewer: NonNullable<Viewer>,
	filter: TicketFilter
): Promise<Narrowing> {
	const { priority = [], service, assignee, requester } = filter;
	const requesterId = requester === undefined ? null : await idOf(tx, 'users', 'email', requester);
	return {
		status: statusesOf(filter),
		priority,
		serviceId: service === undefined ? null : await idOf(tx, 'services', 'slug', service),
		assigneeId: await assigneeOf(tx, assignee),
		// A client's own are all there are; those of another are none.
		requesterId: isStaff(viewer)
			? requesterId
			: requesterId === null || requesterId === viewer.id
				? viewer.id
				: UNKNOWN
	};
}

async function assigneeOf(
	tx: ReadTransaction,
	assignee: string | undefined
): Promise<number | null | undefined> {
	if (assignee === undefined) return undefined;
	return assignee === 'none' ? null : idOf(tx, 'users', 'email', assignee);
}

async function idOf(
	tx: ReadTransaction,
	table: 'services' | 'users',
	column: 'slug' | 'email',
	value: string
): Promise<number> {
	const row = await tx.one<{ id: number }>(`SELECT id FROM ${table} WHERE ${column} = $1`, [value]);
	return row?.id ?? UNKNOWN;
}
