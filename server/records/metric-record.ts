import type { MetricSums } from '#lib/domain/metric.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** Measurements of every metric, or of one, in a period (milliseconds), the oldest metric first. */
export function selectMetricSums(
	tx: ReadTransaction,
	{ from, to }: { readonly from: number; readonly to: number },
	key: string | null = null
): Promise<MetricSums[]> {
	return tx.all<MetricSums>(
		`SELECT m.key, COUNT(v.id) AS count, AVG(v.value) AS mean
		FROM metrics m LEFT JOIN metric_values v ON v.metric = m.key AND v.at >= $1 AND v.at < $2
		${key === null ? '' : 'WHERE m.key = $3'}
		GROUP BY m.key, m.created_at ORDER BY m.created_at, m.key`,
		key === null ? [from, to] : [from, to, key]
	);
}
