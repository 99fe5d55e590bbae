import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { isKpiKey } from '#lib/domain/kpi.ts';
import { isMetricKey, type MetricDefinition } from '#lib/domain/metric.ts';
import type { Bound, WriteTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { MetricCommands } from '#server/portal/metrics.ts';
import {
	metricDefinition,
	readMetricRow,
	type ChangedMetricRow
} from '#server/records/metric-record.ts';
import { iso, isoOrNull } from '#server/records/ticket-record.ts';
import { demand } from './authorise.ts';
import { differencesOf } from './differences.ts';
import { once } from './once.ts';

/** Clocks of machines differ; a value may not come from further in the future than this. */
const CLOCK_SKEW_MS = 60_000;

/** Takes down what was measured; the first value of a metric makes it known. */
export function recordMetric(execute: Execute): MetricCommands['recordMetric'] {
	return (actor, key, { value, at }, idempotencyKey) =>
		execute(async (context) => {
			const { tx, now, record } = context;
			demand(actor, 'metric.record');
			if (!isMetricKey(key)) throw new DomainError('not_found');
			const measuredAt = at ?? now;
			if (measuredAt > now + CLOCK_SKEW_MS) throw fieldError('at', 'in_the_future');
			const input = { metric: key, value, at };
			const { id, created } = await once(
				context,
				actor,
				{ key: idempotencyKey, input },
				async () => {
					await holdMetric(tx, key, now);
					const [made] = await tx.run<{ id: number }>(
						`INSERT INTO metric_values (metric, at, value, author_id, created_at)
					VALUES ($1, $2, $3, $4, $5) RETURNING id`,
						[key, measuredAt, value, actor.id, now]
					);
					record({
						type: 'metric.recorded',
						actor,
						changed: { [key]: [null, value] },
						turnMetrics: true
					});
					return made?.id ?? 0;
				}
			);
			// Sent again without a time, it is told the one it was taken down with.
			const kept = await tx.one<{ at: number }>(`SELECT at FROM metric_values WHERE id = $1`, [id]);
			return { taken: { key, value, at: iso(kept?.at ?? measuredAt) }, created };
		});
}

/** Says what a metric is: of a new one, or of one that is known by its values alone. */
export function saveMetric(execute: Execute): MetricCommands['saveMetric'] {
	return (actor, key, { version, ...wanted }) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'metric.define');
			if (version === undefined) {
				if (isKpiKey(key)) throw fieldError('key', 'key_taken');
				if (!isMetricKey(key)) throw fieldError('key', 'metric_key');
				await holdMetric(tx, key, now);
			}
			const before = await lockedMetric(tx, key);
			if (version === undefined && before.title !== null) throw fieldError('key', 'key_taken');
			if (version !== undefined && version !== before.version) throw staleMetric(before);
			// A unit of the portal's own needs none written behind it.
			const definition = { ...wanted, suffix: wanted.unit === 'number' ? wanted.suffix : '' };
			const changed = differencesOf<MetricDefinition>(metricDefinition(before), definition);
			if (before.title !== null && Object.keys(changed).length === 0)
				return { definition, version: before.version };
			await write(tx, key, definition, [now, actor.id]);
			record({ type: 'metric.defined', actor, about: key, changed, turnMetrics: true });
			return { definition, version: before.version + 1 };
		});
}

/** Takes a wrong value away; the event keeps it. */
export function deleteMetricValue(execute: Execute): MetricCommands['deleteMetricValue'] {
	return (actor, key, id) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'metric.record');
			const [gone] = await tx.run<{ value: number; at: number }>(
				`DELETE FROM metric_values WHERE id = $1 AND metric = $2 RETURNING value, at`,
				[id, key]
			);
			if (!gone) throw new DomainError('not_found');
			record({
				type: 'metric.value_deleted',
				actor,
				about: key,
				changed: { value: [gone.value, null], at: [new Date(gone.at).toISOString(), null] },
				turnMetrics: true
			});
		});
}

/** Takes a metric away with all its values. */
export function deleteMetric(execute: Execute): MetricCommands['deleteMetric'] {
	return (actor, key) =>
		execute(async ({ tx, record }) => {
			demand(actor, 'metric.define');
			const { title } = metricDefinition(await lockedMetric(tx, key));
			const values = await tx.run<{ id: number }>(
				`DELETE FROM metric_values WHERE metric = $1 RETURNING id`,
				[key]
			);
			await tx.run(`DELETE FROM metrics WHERE key = $1`, [key]);
			const changed: Changed = { title: [title, null], values: [values.length, null] };
			record({ type: 'metric.deleted', actor, about: key, changed, turnMetrics: true });
		});
}

/**
 * The metric is there and stays until the commit: an update that changes nothing holds its row,
 * where a value could otherwise be written for a metric that is being taken away.
 */
async function holdMetric(tx: WriteTransaction, key: string, now: number): Promise<void> {
	await tx.run(
		`INSERT INTO metrics (key, created_at) VALUES ($1, $2)
		ON CONFLICT (key) DO UPDATE SET created_at = metrics.created_at`,
		[key, now]
	);
}

async function lockedMetric(tx: WriteTransaction, key: string): Promise<ChangedMetricRow> {
	await tx.all(`SELECT t.key FROM metrics t WHERE t.key = $1${tx.forUpdate}`, [key]);
	const row = await readMetricRow(tx, key);
	if (!row) throw new DomainError('not_found');
	return row;
}

async function write(
	tx: WriteTransaction,
	key: string,
	definition: MetricDefinition,
	written: readonly [at: number, by: Bound]
): Promise<void> {
	const { title, titleEn, unit, suffix, target, direction, aggregate } = definition;
	await tx.run(
		`UPDATE metrics SET title = $2, title_en = $3, unit = $4, suffix = $5, target = $6,
			direction = $7, aggregate = $8, public = $9, updated_at = $10, updated_by_id = $11,
			version = version + 1
		WHERE key = $1`,
		[key, title, titleEn, unit, suffix, target, direction, aggregate, definition.public, ...written]
	);
}

function staleMetric(row: ChangedMetricRow): DomainError {
	return new DomainError('stale_version', {
		stale: {
			currentVersion: row.version,
			changedBy: row.updatedBy,
			changedAt: isoOrNull(row.updatedAt),
			current: { ...metricDefinition(row) }
		}
	});
}
