import type { KpiPeriod } from '#lib/domain/kpi-period.ts';
import type { Bound, Database } from '#server/database/database.ts';

/** Figures of a period as plain SQL over every ticket finds them. Times are minutes. */
export type Recount = Readonly<Record<string, { value: number | null; count: number }>>;

const MINUTE = 60_000;
const THERE = `deleted_at IS NULL`;
const SOLVED = `status IN ('resolved', 'closed')`;
const END = `CASE WHEN ${SOLVED} THEN COALESCE(resolved_at, closed_at, created_at) END`;

/** Time worked as the figures count it. */
const RESPONSE_MS = `response_worked_ms`;
const RESOLUTION_MS = `resolution_worked_ms`;
const ELAPSED_MS = `(resolved_at - created_at)`;

const LATE = `(
	(response_sla = 'breached' AND response_due_at < $1
		AND (first_response_at IS NULL OR first_response_at >= $1))
	OR (resolution_sla = 'breached' AND resolution_due_at < $1)
)`;

/** Counts every figure anew, without any roll-up. */
export async function recount(
	database: Database,
	{ from, to }: KpiPeriod,
	where = 'TRUE',
	bind: readonly Bound[] = []
): Promise<Recount> {
	const all = <T extends object>(sql: string, values: readonly Bound[]) =>
		database.read((tx) => tx.all<T>(sql, [...values]));
	const narrowed = where.replace(/\?/g, '$3');
	const sum = async (what: string, condition: string, values: readonly Bound[] = [from, to]) => {
		const [row] = await all<{ total: number | null }>(
			`SELECT SUM(${what}) AS total FROM tickets WHERE ${THERE} AND ${condition} AND ${narrowed}`,
			[...values, ...bind]
		);
		return Number(row?.total ?? 0);
	};
	const responded = `first_response_at >= $1 AND first_response_at < $2`;
	const resolved = `resolved_at >= $1 AND resolved_at < $2`;
	const median = async (value: string, condition: string) => {
		const rows = await all<{ value: number }>(
			`SELECT ${value} AS value FROM tickets
			WHERE ${THERE} AND ${condition} AND ${narrowed} ORDER BY 1`,
			[from, to, ...bind]
		);
		const half = rows.length / 2;
		const upper = rows[Math.floor(half)]?.value;
		const lower = rows[Math.ceil(half) - 1]?.value;
		return upper === undefined || lower === undefined ? null : (upper + lower) / 2 / MINUTE;
	};
	const mean = async (what: string, condition: string, base = '1', scale = 1) => {
		const count = await sum(base, condition);
		return { value: count === 0 ? null : (scale * (await sum(what, condition))) / count, count };
	};
	const when = (condition: string) => `CASE WHEN ${condition} THEN 1 ELSE 0 END`;
	const counted = async (what: string, condition: string, values?: readonly Bound[]) => {
		const count = await sum(what, condition, values);
		return { value: count, count };
	};
	const there = `created_at < $1 AND status <> 'cancelled' AND (${END} IS NULL OR ${END} >= $1) AND $2 = $2`;
	const responses = (await counted('1', responded)).count;
	const resolutions = (await counted('1', resolved)).count;
	return {
		backlog: await counted('1', there, [to, to]),
		overdue: await counted('1', `${there} AND ${LATE}`, [to, to]),
		created: await counted('1', `created_at >= $1 AND created_at < $2`),
		resolved: await counted('1', resolved),
		first_response_time: await mean(RESPONSE_MS, responded, '1', 1 / MINUTE),
		first_response_median: { value: await median(RESPONSE_MS, responded), count: responses },
		resolution_time: await mean(RESOLUTION_MS, resolved, '1', 1 / MINUTE),
		resolution_median: { value: await median(RESOLUTION_MS, resolved), count: resolutions },
		opening_to_resolution: await mean(ELAPSED_MS, resolved, '1', 1 / MINUTE),
		opening_to_resolution_median: { value: await median(ELAPSED_MS, resolved), count: resolutions },
		sla_response_met: await mean(when(`response_sla = 'met'`), responded, '1', 100),
		sla_resolution_met: await mean(when(`resolution_sla = 'met'`), resolved, '1', 100),
		reopened: await mean(
			when(`EXISTS (SELECT 1 FROM ticket_changes c WHERE c.ticket_id = tickets.id
				AND c.field = 'status' AND c.new_value = 'in_progress'
				AND c.old_value IN ('resolved', 'closed'))`),
			resolved,
			'1',
			100
		),
		csat: await mean(when('rating >= 4'), resolved, when('rating IS NOT NULL'), 100)
	};
}
