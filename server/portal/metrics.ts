import type { KpiFigure } from '#lib/domain/kpi.ts';
import type { MetricDefinition, MetricValue } from '#lib/domain/metric.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { Page } from '#server/portal.ts';

/** What staff say of metrics, and what is measured of them. */
export interface MetricCommands {
	/**
	 * Says what a metric is. Without a version a new one: refused at the field `key` when it is
	 * none (`metric_key`) or somebody has defined it (`key_taken`).
	 */
	saveMetric(
		actor: Actor,
		key: string,
		input: MetricDefinition & { readonly version?: number | undefined }
	): Promise<{ readonly definition: MetricDefinition; readonly version: number }>;
	/** Takes a metric away with all that was measured of it. */
	deleteMetric(actor: Actor, key: string): Promise<void>;
	/**
	 * A measured value of a business process; `at` in milliseconds, now without it. Throws
	 * `not_found` for a key that no metric may have.
	 */
	recordMetric(
		actor: Actor,
		key: string,
		input: { value: number; at?: number | undefined },
		idempotencyKey?: string
	): Promise<{ taken: { key: string; value: number; at: string }; created: boolean }>;
	/** Takes a wrong value away. */
	deleteMetricValue(actor: Actor, key: string, id: number): Promise<void>;
}

/** A metric in the list of those who look after it. */
export interface MetricSummary {
	/** Of the usual period. */
	readonly figure: KpiFigure;
	/** Somebody has said what it is; else it is known by its values alone. */
	readonly defined: boolean;
	/** ISO 8601 in UTC; null where nothing was measured yet. */
	readonly latestAt: string | null;
}

/** A metric with its latest values. */
export interface MetricSheet {
	readonly key: string;
	readonly definition: MetricDefinition;
	readonly defined: boolean;
	readonly version: number;
	readonly updatedAt: string | null;
	readonly updatedBy: string | null;
	/** The latest first. */
	readonly values: Page<MetricValue>;
}

export interface MetricQueries {
	/** For staff, by name. */
	metrics(viewer: Viewer): Promise<readonly MetricSummary[]>;
	/** Throws `not_found`. */
	metric(
		viewer: Viewer,
		key: string,
		values?: { readonly limit?: number | undefined; readonly cursor?: string | undefined }
	): Promise<MetricSheet>;
}
