import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { isMetricKey } from '#lib/domain/metric.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { demand } from './authorise.ts';

/** Clocks of machines differ; a value may not come from further in the future than this. */
const CLOCK_SKEW_MS = 60_000;

/** Takes down what was measured; the first value of a metric makes it known. */
export function recordMetric(execute: Execute): Commands['recordMetric'] {
	return (actor, key, { value, at }) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'metric.record');
			if (!isMetricKey(key)) throw new DomainError('not_found');
			const measuredAt = at ?? now;
			if (measuredAt > now + CLOCK_SKEW_MS) throw fieldError('at', 'in_the_future');
			await tx.run(
				`INSERT INTO metrics (key, created_at) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING`,
				[key, now]
			);
			await tx.run(
				`INSERT INTO metric_values (metric, at, value, author_id, created_at)
				VALUES ($1, $2, $3, $4, $5)`,
				[key, measuredAt, value, actor.id, now]
			);
			record({
				type: 'metric.recorded',
				actor,
				changed: { [key]: [null, value] },
				turnMetrics: true
			});
			return { key, value, at: new Date(measuredAt).toISOString() };
		});
}
