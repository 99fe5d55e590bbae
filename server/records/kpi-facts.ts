import type { KpiFacts } from '#lib/domain/kpi-marks.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** What figures need to know of a ticket `t`. */
export const KPI_FACTS = `t.id, t.service_id AS "serviceId", t.priority, t.assignee_id AS "assigneeId",
	t.status, t.created_at AS "createdAt", t.first_response_at AS "firstResponseAt",
	t.resolved_at AS "resolvedAt", t.closed_at AS "closedAt",
	t.response_due_at AS "responseDueAt", t.resolution_due_at AS "resolutionDueAt",
	t.response_sla AS "responseSla", t.resolution_sla AS "resolutionSla",
	t.response_worked_ms AS "responseWorkedMs", t.resolution_worked_ms AS "resolutionWorkedMs",
	t.rating, t.reopenings, t.replies`;

export interface KpiFactsRow extends KpiFacts {
	readonly id: number;
}

/** One query for each time by which a ticket may count, each with an index of its own. */
const COUNTS_IN = [
	`created_at >= $1 AND created_at < $2`,
	`first_response_at >= $1 AND first_response_at < $2`,
	`resolved_at >= $1 AND resolved_at < $2`,
	`resolved_at IS NULL AND closed_at >= $1 AND closed_at < $2`,
	`response_sla = 'breached' AND response_due_at >= $1 AND response_due_at < $2`,
	`resolution_sla = 'breached' AND resolution_due_at >= $1 AND resolution_due_at < $2`
];

/** Tickets that count for something in a stretch of time, which should be a short one. */
export function selectKpiFacts(
	tx: ReadTransaction,
	from: number,
	to: number
): Promise<KpiFactsRow[]> {
	const ids = COUNTS_IN.map((condition) => `SELECT id FROM tickets WHERE ${condition}`);
	return tx.all<KpiFactsRow>(
		`SELECT ${KPI_FACTS} FROM tickets t
		WHERE t.deleted_at IS NULL AND t.id IN (${ids.join(' UNION ')})`,
		[from, to]
	);
}

/** Tickets in the order of their numbers, behind one of them. */
export function selectKpiFactsAfter(
	tx: ReadTransaction,
	id: number,
	limit: number
): Promise<KpiFactsRow[]> {
	return tx.all<KpiFactsRow>(
		`SELECT ${KPI_FACTS} FROM tickets t
		WHERE t.deleted_at IS NULL AND t.id > $1 ORDER BY t.id LIMIT $2`,
		[id, limit]
	);
}
