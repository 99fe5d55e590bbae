import { urgencyBounds } from '#lib/domain/urgency.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import type { Bound, Dialect, ReadTransaction } from '#server/database/database.ts';
import type { TicketSort } from '#server/portal.ts';
import { Conditions } from './conditions.ts';

/** What a list is narrowed by, with ids in place of names. */
export interface Narrowing {
	readonly status: readonly TicketStatus[];
	readonly priority: readonly Priority[];
	readonly serviceId: number | null;
	/** Undefined: anybody's; null: nobody's. */
	readonly assigneeId: number | null | undefined;
	readonly requesterId: number | null;
}

/** One part of it, with the index that begins with it. */
interface Part {
	readonly index: string;
	readonly column: string;
	readonly values: readonly Bound[];
	/** How many tickets it leaves. */
	readonly tickets: number;
}

/** How many tickets a narrowing leaves, all parts together and each by itself. */
export interface Sorted {
	readonly total: number;
	readonly all: number;
	readonly parts: readonly Part[];
}

/** Stands for nobody in the table of counts. */
const NOBODY = 0;

/** How many tickets are left, from counts that are kept; only one requester's are ever counted. */
export async function countSorted(tx: ReadTransaction, narrowing: Narrowing): Promise<Sorted> {
	const parts = partsOf(narrowing);
	const counted = parts.filter(({ column }) => column !== 'requester_id');
	const values: Bound[] = [];
	const tests = counted.map(({ column, values: among }) => {
		const places = among.map((value) => `$${values.push(value ?? NOBODY)}`);
		return `${column} IN (${places.join(', ')})`;
	});
	const sum = (test: string) => `COALESCE(SUM(CASE WHEN ${test} THEN tickets ELSE 0 END), 0)`;
	const columns = [
		`COALESCE(SUM(tickets), 0) AS "all"`,
		`${sum(tests.length > 0 ? tests.join(' AND ') : '1 = 1')} AS total`,
		...tests.map((test, place) => `${sum(test)} AS p${place}`)
	];
	const row = await tx.one<Record<string, number>>(
		`SELECT ${columns.join(', ')} FROM ticket_counts`,
		values
	);
	const at = (name: string) => Number(row?.[name] ?? 0);
	const requester = narrowing.requesterId;
	const own = requester === null ? null : await countOf(tx, narrowing, requester);
	return {
		total: own?.total ?? at('total'),
		all: at('all'),
		parts: parts.map((part) => ({
			...part,
			tickets: part.column === 'requester_id' ? (own?.all ?? 0) : at(`p${counted.indexOf(part)}`)
		}))
	};
}

async function countOf(
	tx: ReadTransaction,
	narrowing: Narrowing,
	requester: number
): Promise<{ total: number; all: number }> {
	const where = new Conditions();
	for (const part of partsOf({ ...narrowing, requesterId: null })) narrow(where, part);
	const also = where.sql().replace(/^WHERE/, 'AND');
	const row = await tx.one<{ all: number; total: number }>(
		`SELECT COUNT(*) AS "all", COALESCE(SUM(CASE WHEN t.deleted_at IS NULL ${also} THEN 1 ELSE 0 END), 0)
			AS total
		FROM tickets t${by(tx.dialect, 'tickets_by_requester')}
		WHERE t.requester_id = $${where.values.length + 1}`,
		[...where.values, requester]
	);
	return { total: row?.total ?? 0, all: row?.all ?? 0 };
}

function partsOf(narrowing: Narrowing): Part[] {
	const { status, priority, serviceId, assigneeId, requesterId } = narrowing;
	const parts: Part[] = [];
	const add = (name: string, column: string, values: readonly Bound[]) =>
		parts.push({ index: `tickets_by_${name}`, column, values, tickets: 0 });
	if (status.length > 0) add('status', 'status', status);
	if (priority.length > 0) add('priority', 'priority', priority);
	if (serviceId !== null) add('service', 'service_id', [serviceId]);
	if (assigneeId !== undefined) add('assignee', 'assignee_id', [assigneeId]);
	if (requesterId !== null) add('requester', 'requester_id', [requesterId]);
	return parts;
}

function narrow(where: Conditions, { column, values }: Part): void {
	if (values.length === 1 && values[0] === null) where.add(`t.${column} IS NULL`);
	else if (values.length === 1) where.add(`t.${column} = ?`, values[0] ?? null);
	else where.addAmong(`t.${column}`, values);
}

/** The conditions of a narrowing, for a list in this order. */
export function narrowed(narrowing: Narrowing, sort: TicketSort): Conditions {
	const where = new Conditions();
	for (const part of partsOf(narrowing)) narrow(where, part);
	if (sort === 'urgency' && narrowing.status.length > 0) {
		const [from, to] = urgencyBounds(narrowing.status);
		where.add('t.urgency >= ? AND t.urgency < ?', from, to);
	}
	return where;
}

const ORDER_INDEX: Readonly<Record<TicketSort, string>> = {
	urgency: 'tickets_by_urgency',
	updated: 'tickets_by_update',
	newest: 'tickets_by_creation',
	oldest: 'tickets_by_creation'
};

/** What looking up a row costs, in entries of an index read one after the other. */
const LOOK_UP = 12;

/**
 * Where to read from, as what stands behind FROM. SQLite knows neither how many there are of a
 * sort nor how few are wanted, and would rather collect and order half a million tickets; we know.
 * PostgreSQL keeps statistics of its own.
 */
export function sourceOf(
	dialect: Dialect,
	{ total, all, parts }: Sorted,
	sort: TicketSort,
	wanted: number
): string {
	if (dialect !== 'sqlite') return 'tickets t';
	const byTime = sort === 'newest' || sort === 'oldest';
	const scanned = (entries: number) =>
		total === 0 ? entries : Math.min(entries, (wanted * entries) / total);
	const ways = parts.map(({ index, values, tickets }) => ({
		index,
		cost:
			byTime && values.length === 1
				? scanned(tickets)
				: tickets + (byTime ? total : total * LOOK_UP)
	}));
	ways.push({ index: ORDER_INDEX[sort], cost: scanned(all) });
	const [best] = ways.sort((a, b) => a.cost - b.cost);
	return `tickets t${by(dialect, best?.index ?? ORDER_INDEX[sort])}`;
}

function by(dialect: Dialect, index: string): string {
	return dialect === 'sqlite' ? ` INDEXED BY ${index}` : '';
}
