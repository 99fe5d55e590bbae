import type { IncidentSums } from '#lib/domain/kpi.ts';
import type { KpiSlot } from '#lib/domain/kpi-period.ts';
import type { ReadTransaction } from '#server/database/database.ts';

interface IncidentTimes {
	readonly startedAt: number;
	readonly acknowledgedAt: number | null;
	readonly resolvedAt: number | null;
}

/** Sums of incidents for each slot; slots follow one another. */
export async function incidentSums(
	tx: ReadTransaction,
	slots: readonly KpiSlot[]
): Promise<IncidentSums[]> {
	const from = slots[0]?.from ?? 0;
	const to = slots.at(-1)?.to ?? 0;
	const columns = ['started_at', 'acknowledged_at', 'resolved_at'];
	const rows = await tx.all<IncidentTimes>(
		`SELECT started_at AS "startedAt", acknowledged_at AS "acknowledgedAt",
			resolved_at AS "resolvedAt"
		FROM incidents WHERE id IN (${columns
			.map((column) => `SELECT id FROM incidents WHERE ${column} >= $1 AND ${column} < $2`)
			.join(' UNION ')})`,
		[from, to]
	);
	return slots.map((slot) => sumsOf(rows, slot));
}

function sumsOf(rows: readonly IncidentTimes[], { from, to }: KpiSlot): IncidentSums {
	const within = (at: number | null) => at !== null && at >= from && at < to;
	const sums = {
		acknowledged: 0,
		acknowledge_ms: 0,
		resolved: 0,
		restore_ms: 0,
		unacknowledged: 0,
		unresolved: 0
	};
	for (const { startedAt, acknowledgedAt, resolvedAt } of rows) {
		if (acknowledgedAt !== null && within(acknowledgedAt)) {
			sums.acknowledged += 1;
			sums.acknowledge_ms += Math.max(0, acknowledgedAt - startedAt);
		}
		if (resolvedAt !== null && within(resolvedAt)) {
			sums.resolved += 1;
			sums.restore_ms += Math.max(0, resolvedAt - startedAt);
		}
		if (!within(startedAt)) continue;
		if (acknowledgedAt === null) sums.unacknowledged += 1;
		if (resolvedAt === null) sums.unresolved += 1;
	}
	return sums;
}
