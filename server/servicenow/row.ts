import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import { priorityOf, statusOf } from './mapping.ts';
import { parseDayFirst } from './time.ts';

/** One update of one incident. Times are milliseconds since the epoch; `?` is null. */
export interface LogRow {
	readonly line: number;
	readonly number: string;
	readonly status: TicketStatus;
	readonly modCount: number;
	readonly openedAt: number;
	readonly updatedAt: number;
	readonly priority: Priority;
	readonly category: string | null;
	readonly subcategory: string | null;
	readonly symptom: string | null;
	readonly location: string | null;
	readonly contactType: string | null;
	readonly group: string | null;
	readonly assignedTo: string | null;
	readonly caller: string | null;
	readonly madeSla: boolean | null;
	readonly resolvedAt: number | null;
	readonly closedAt: number | null;
}

/** A row that cannot be believed, and why. */
export interface BadRow {
	readonly line: number;
	readonly reason: string;
}

export function isBad(row: LogRow | BadRow): row is BadRow {
	return 'reason' in row;
}

/** Columns without which the log cannot be read. */
export const NEEDED_COLUMNS = [
	'number',
	'incident_state',
	'sys_mod_count',
	'opened_at',
	'sys_updated_at',
	'priority',
	'category',
	'assignment_group',
	'assigned_to',
	'caller_id',
	'resolved_at',
	'closed_at'
] as const;

const MISSING = '?';

/** Makes a typed row of a record. `cell` gives a column's text, or undefined when there is none. */
export function parseRow(
	line: number,
	cell: (column: string) => string | undefined
): LogRow | BadRow {
	const bad = (reason: string): BadRow => ({ line, reason });
	const text = (column: string): string | null => {
		const value = (cell(column) ?? '').trim();
		return value === '' || value === MISSING ? null : value;
	};
	const time = (column: string): number | null => {
		const value = text(column);
		return value === null ? null : parseDayFirst(value);
	};
	const shown = (column: string) => `${column} is ${JSON.stringify(cell(column) ?? '')}`;

	const number = text('number');
	if (number === null) return bad('number is missing');
	const status = statusOf(text('incident_state') ?? '');
	if (status === null) return bad(`${shown('incident_state')}, which is no known state`);
	const priority = priorityOf(text('priority') ?? '');
	if (priority === null) return bad(`${shown('priority')}, which is no known priority`);
	const modCount = Number(text('sys_mod_count') ?? Number.NaN);
	if (!Number.isSafeInteger(modCount) || modCount < 0)
		return bad(`${shown('sys_mod_count')}, which is no count`);
	const openedAt = time('opened_at');
	if (openedAt === null) return bad(`${shown('opened_at')}, which is no day-first time`);
	const updatedAt = time('sys_updated_at');
	if (updatedAt === null) return bad(`${shown('sys_updated_at')}, which is no day-first time`);
	for (const column of ['resolved_at', 'closed_at'])
		if (text(column) !== null && time(column) === null)
			return bad(`${shown(column)}, which is no day-first time`);
	for (const column of ['resolved_at', 'closed_at'])
		if ((time(column) ?? Infinity) < openedAt)
			return bad(`${shown(column)}, which is before it was opened`);

	const madeSla = text('made_sla')?.toLowerCase();
	return {
		line,
		number,
		status,
		modCount,
		openedAt,
		updatedAt,
		priority,
		category: text('category'),
		subcategory: text('subcategory'),
		symptom: text('u_symptom'),
		location: text('location'),
		contactType: text('contact_type'),
		group: text('assignment_group'),
		assignedTo: text('assigned_to'),
		caller: text('caller_id'),
		madeSla: madeSla === 'true' ? true : madeSla === 'false' ? false : null,
		resolvedAt: time('resolved_at'),
		closedAt: time('closed_at')
	};
}

/** Rows of one incident come by time of update, then by count of modifications. */
export function byUpdate(a: LogRow, b: LogRow): number {
	return a.updatedAt - b.updatedAt || a.modCount - b.modCount || a.line - b.line;
}
