import type { KpiColumn } from './kpi.ts';
import type { SlaState } from './sla.ts';
import { isSolved, type Priority, type TicketStatus } from './ticket.ts';

/** What the figures of a period need to know of a ticket. Times are milliseconds. */
export interface KpiFacts {
	readonly serviceId: number;
	readonly priority: Priority;
	readonly assigneeId: number | null;
	readonly status: TicketStatus;
	readonly createdAt: number;
	readonly firstResponseAt: number | null;
	readonly resolvedAt: number | null;
	readonly closedAt: number | null;
	readonly responseDueAt: number;
	readonly resolutionDueAt: number;
	readonly responseSla: SlaState;
	readonly resolutionSla: SlaState;
	/** Working time until the first response and the solution; null where it is not known. */
	readonly responseWorkedMs: number | null;
	readonly resolutionWorkedMs: number | null;
	readonly rating: number | null;
	/** How often it was opened again after a solution. */
	readonly reopenings: number;
	/** Public replies of staff while work was owed. */
	readonly replies: number;
}

/** What a ticket adds to the sums at one moment. */
export interface KpiMark {
	readonly at: number;
	readonly sums: Partial<Record<KpiColumn, number>>;
}

/** A client is content with a 4 or a 5. */
const CONTENT = 4;

/** Time worked until the first response, milliseconds; null while there is none. */
export function responseMs(facts: KpiFacts): number | null {
	if (facts.firstResponseAt === null) return null;
	return facts.responseWorkedMs ?? Math.max(0, facts.firstResponseAt - facts.createdAt);
}

/** Time worked until the solution, milliseconds; null while there is none. */
export function resolutionMs(facts: KpiFacts): number | null {
	if (facts.resolvedAt === null) return null;
	return facts.resolutionWorkedMs ?? elapsedMs(facts);
}

/** Time from opening to solution on the calendar, milliseconds; null while there is none. */
export function elapsedMs(facts: KpiFacts): number | null {
	if (facts.resolvedAt === null) return null;
	return Math.max(0, facts.resolvedAt - facts.createdAt);
}

/** Everything a ticket adds to the sums, each part at the moment it belongs to. */
export function kpiMarks(facts: KpiFacts): readonly KpiMark[] {
	const { status, createdAt, firstResponseAt, resolvedAt } = facts;
	const cancelled = status === 'cancelled';
	const marks: KpiMark[] = [
		{
			at: createdAt,
			sums: {
				created: 1,
				opened: cancelled ? 0 : 1,
				unanswered: cancelled || firstResponseAt !== null ? 0 : 1,
				unresolved: cancelled || resolvedAt !== null ? 0 : 1
			}
		}
	];
	if (firstResponseAt !== null)
		marks.push({
			at: firstResponseAt,
			sums: {
				responded: 1,
				response_ms: responseMs(facts) ?? 0,
				response_met: facts.responseSla === 'met' ? 1 : 0
			}
		});
	if (resolvedAt !== null)
		marks.push({
			at: resolvedAt,
			sums: {
				resolved: 1,
				resolution_ms: resolutionMs(facts) ?? 0,
				elapsed_ms: elapsedMs(facts) ?? 0,
				resolution_met: facts.resolutionSla === 'met' ? 1 : 0,
				reopened: facts.reopenings > 0 ? 1 : 0,
				answered: firstResponseAt === null ? 0 : 1,
				first_contact:
					firstResponseAt !== null && facts.replies === 1 && facts.reopenings === 0 ? 1 : 0,
				rated: facts.rating === null ? 0 : 1,
				satisfied: facts.rating !== null && facts.rating >= CONTENT ? 1 : 0
			}
		});
	const end = endOf(facts);
	if (end !== null) marks.push({ at: end, sums: { ended: 1 } });
	for (const { from, to } of overdueStretches(facts)) {
		marks.push({ at: from, sums: { late: 1 } });
		if (to !== null) marks.push({ at: to, sums: { late_over: 1 } });
	}
	return marks;
}

/**
 * When a ticket left the backlog; null while it is there, and of a cancelled one, which never
 * was. Of an imported one whose solution has no time, its closing or opening stands for it.
 */
export function endOf(facts: KpiFacts): number | null {
	if (!isSolved(facts.status)) return null;
	return facts.resolvedAt ?? facts.closedAt ?? facts.createdAt;
}

/**
 * From when to when a ticket owed an answer or a solution that was late; two stretches where
 * the answer came, late, before the solution became so.
 */
export function overdueStretches(
	facts: KpiFacts
): readonly { readonly from: number; readonly to: number | null }[] {
	if (facts.status === 'cancelled') return [];
	const end = endOf(facts) ?? Infinity;
	const stretches: { from: number; to: number }[] = [];
	const add = (dueAt: number, to: number) => {
		const from = Math.max(dueAt, facts.createdAt);
		if (from < to) stretches.push({ from, to });
	};
	if (facts.responseSla === 'breached')
		add(facts.responseDueAt, Math.min(facts.firstResponseAt ?? Infinity, end));
	if (facts.resolutionSla === 'breached') add(facts.resolutionDueAt, end);
	const [answer, solution] = stretches;
	const one =
		answer && solution && Math.max(answer.from, solution.from) <= Math.min(answer.to, solution.to)
			? [
					{
						from: Math.min(answer.from, solution.from),
						to: Math.max(answer.to, solution.to)
					}
				]
			: stretches;
	return one.map(({ from, to }) => ({ from, to: to === Infinity ? null : to }));
}
