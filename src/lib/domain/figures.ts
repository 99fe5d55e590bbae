import type { KpiFacts } from './kpi-marks.ts';
import type { SlaState } from './sla.ts';
import { isOpen, PRIORITIES, type Priority, type TicketStatus } from './ticket.ts';

/** Counters of the queue as they stand. `resolved` are those resolved but not yet closed. */
export interface Totals {
	readonly open: number;
	readonly new: number;
	readonly in_progress: number;
	readonly waiting: number;
	readonly resolved: number;
	readonly overdue: number;
	readonly unassigned: number;
	readonly byPriority: Readonly<Record<Priority, number>>;
}

/** What the counters need to know of a ticket. Times are milliseconds since the epoch. */
export interface FigureFacts {
	readonly status: TicketStatus;
	readonly priority: Priority;
	readonly assigned: boolean;
	readonly responseSla: SlaState;
	readonly resolutionSla: SlaState;
	readonly firstResponseAt: number | null;
}

/** Everything the counters and the roll-ups need to know of a ticket. */
export interface CountedTicket extends FigureFacts, KpiFacts {}

/** Columns of the table `totals`; `open` is their sum and is never stored. */
export type TotalsColumn =
	'new' | 'in_progress' | 'waiting' | 'resolved' | 'overdue' | 'unassigned' | Priority;
export type TotalsDelta = Partial<Record<TotalsColumn, number>>;

/** An open ticket is overdue when the answer or the solution it still owes is late. */
export function isOverdue(facts: FigureFacts): boolean {
	return (
		isOpen(facts.status) &&
		(facts.resolutionSla === 'breached' ||
			(facts.responseSla === 'breached' && facts.firstResponseAt === null))
	);
}

/** What one ticket adds to the counters. */
function contribution(facts: FigureFacts | null): TotalsDelta {
	if (facts === null) return {};
	if (facts.status === 'resolved') return { resolved: 1 };
	if (!isOpen(facts.status)) return {};
	const parts: TotalsDelta = { [facts.status]: 1, [facts.priority]: 1 };
	if (isOverdue(facts)) parts.overdue = 1;
	if (!facts.assigned) parts.unassigned = 1;
	return parts;
}

/** How the counters move when a ticket changes; null stands for a ticket that is not there. */
export function totalsDelta(before: FigureFacts | null, after: FigureFacts | null): TotalsDelta {
	return difference(contribution(before), contribution(after));
}

/** Sum of two deltas. */
export function sum<K extends string>(
	a: Partial<Record<K, number>>,
	b: Partial<Record<K, number>>
): Partial<Record<K, number>> {
	const result: Partial<Record<K, number>> = { ...a };
	for (const key of keysOf(b)) result[key] = (result[key] ?? 0) + (b[key] ?? 0);
	return result;
}

function difference<K extends string>(
	before: Partial<Record<K, number>>,
	after: Partial<Record<K, number>>
): Partial<Record<K, number>> {
	const result: Partial<Record<K, number>> = {};
	for (const key of new Set([...keysOf(before), ...keysOf(after)])) {
		const by = (after[key] ?? 0) - (before[key] ?? 0);
		if (by !== 0) result[key] = by;
	}
	return result;
}

function keysOf<K extends string>(of: Partial<Record<K, number>>): K[] {
	const keys: K[] = [];
	for (const key in of) keys.push(key);
	return keys;
}

/** The counters of an empty queue. */
export const NO_TOTALS: Totals = {
	open: 0,
	new: 0,
	in_progress: 0,
	waiting: 0,
	resolved: 0,
	overdue: 0,
	unassigned: 0,
	byPriority: { low: 0, normal: 0, high: 0, critical: 0 }
};

/** A row of the table `totals` as the figure everybody sees. */
export function totalsOf(row: Readonly<Record<TotalsColumn, number>>): Totals {
	return {
		open: row.new + row.in_progress + row.waiting,
		new: row.new,
		in_progress: row.in_progress,
		waiting: row.waiting,
		resolved: row.resolved,
		overdue: row.overdue,
		unassigned: row.unassigned,
		byPriority: { low: row.low, normal: row.normal, high: row.high, critical: row.critical }
	};
}

/** Every counter, for statements that move them. */
export const TOTALS_COLUMNS: readonly TotalsColumn[] = [
	'new',
	'in_progress',
	'waiting',
	'resolved',
	'overdue',
	'unassigned',
	...PRIORITIES
];
