import type { Audience } from '#lib/domain/audience.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Page, TicketFilter, TicketSort } from '#server/portal.ts';
import { wholeTicketFor } from '#server/presenters/ticket.ts';
import { selectTickets, ticketRecord, type TicketRow } from '#server/records/ticket-record.ts';
import { Conditions } from './conditions.ts';
import { keyBehind, encodeCursor, type KeyColumn } from './keyset.ts';

export type Order = readonly KeyColumn<TicketRow>[];

export const ORDERS: Readonly<Record<TicketSort, Order>> = {
	urgency: [
		{ column: 't.urgency', descending: false, of: (row) => row.urgency },
		{ column: 't.created_at', descending: false, of: (row) => row.createdAt },
		{ column: 't.id', descending: false, of: (row) => row.id }
	],
	newest: [
		{ column: 't.created_at', descending: true, of: (row) => row.createdAt },
		{ column: 't.id', descending: true, of: (row) => row.id }
	],
	oldest: [
		{ column: 't.created_at', descending: false, of: (row) => row.createdAt },
		{ column: 't.id', descending: false, of: (row) => row.id }
	],
	updated: [
		{ column: 't.updated_at', descending: true, of: (row) => row.updatedAt },
		{ column: 't.id', descending: true, of: (row) => row.id }
	]
};

/** By number, the newest first: the order that an index of words has by itself. */
export const NUMBERS: Order = [{ column: 't.id', descending: true, of: (row) => row.id }];

export const NOTHING: Page<FullTicket> = { items: [], total: 0, nextCursor: null };

/** How much is asked for, and by whom. */
export interface PageSize {
	readonly limit: number;
	readonly audience: Audience;
}

/** What stands behind ORDER BY. */
export function orderBy(order: Order): string {
	return order.map(({ column, descending }) => `${column}${descending ? ' DESC' : ''}`).join(', ');
}

/** The key behind a filter's cursor; null on the first page. */
export function keyOf(filter: TicketFilter, order: Order): number[] | null {
	return keyBehind(filter.cursor, order.length);
}

/** A page of few enough tickets that all of them may be counted and put in order. */
export async function exactPage(
	tx: ReadTransaction,
	where: Conditions,
	order: Order,
	filter: TicketFilter & PageSize
): Promise<Page<FullTicket>> {
	const counted = await tx.one<{ total: number }>(
		`SELECT COUNT(*) AS total FROM tickets t ${where.sql()} AND t.deleted_at IS NULL`,
		where.values
	);
	const key = keyOf(filter, order);
	if (key) where.addAfter(order, key);
	const rows = await selectTickets(
		tx,
		`${where.sql()} ORDER BY ${orderBy(order)} LIMIT ${filter.limit + 1}`,
		where.values
	);
	return { total: counted?.total ?? 0, ...cutPage(rows, order, filter) };
}

/** A page of tickets whose ids are known already, in their order. */
export async function pageOfIds(
	tx: ReadTransaction,
	ids: readonly number[],
	order: Order,
	size: PageSize
): Promise<Page<FullTicket>> {
	if (ids.length === 0) return { items: [], nextCursor: null };
	const where = new Conditions();
	where.addAmong('t.id', ids);
	const rows = await selectTickets(tx, where.sql(), where.values);
	const found = new Map(rows.map((row) => [row.id, row]));
	return cutPage(
		ids.flatMap((id) => found.get(id) ?? []),
		order,
		size
	);
}

/** One row more than a page holds says that there is another page. */
function cutPage(
	rows: readonly TicketRow[],
	order: Order,
	{ limit, audience }: PageSize
): Page<FullTicket> {
	const page = rows.slice(0, limit);
	const last = rows.length > limit ? page.at(-1) : undefined;
	return {
		items: page.map((row) => wholeTicketFor(ticketRecord(row), audience)),
		nextCursor: last ? encodeCursor(order.map(({ of }) => of(last))) : null
	};
}
