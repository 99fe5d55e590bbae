import { z } from 'zod';
import {
	KPI_DIMENSIONS,
	KPI_STEPS,
	METRIC_AGGREGATES,
	type Arrivals,
	type KpiFigure,
	type KpiGroup,
	type KpiPoint,
	type KpiSeries,
	type KpiView
} from '#lib/domain/kpi.ts';
import { moment, named } from './named.ts';

const value = z.number().nullable().describe('Null when nothing was counted');
const count = z.int().min(0).describe('How many went into the figure');

const shown = {
	key: z.string(),
	title: z.string(),
	unit: z
		.enum(['count', 'minutes', 'percent', 'number'])
		.describe('`number` is a measured metric with a unit of its own'),
	suffix: z.string().optional().describe('The unit of a measured metric'),
	titleEn: z.string().optional().describe('Of a measured metric, where it was said'),
	aggregate: z
		.enum(METRIC_AGGREGATES)
		.optional()
		.describe('How the values of a measured metric are put together'),
	value,
	target: z.number().nullable(),
	direction: z.enum(['up', 'down', 'none']).describe('Which way is better'),
	status: z.enum(['ok', 'warning', 'critical', 'none']),
	count,
	formula: z.string()
};

export const kpi = named(
	'Kpi',
	z.strictObject(shown) satisfies z.ZodType<KpiView, unknown>,
	'A figure as live screens show it'
);

export const kpiFigure = named(
	'KpiFigure',
	z.strictObject({
		...shown,
		period: z.strictObject({ from: moment, to: moment.describe('Not included') }),
		excluded: z.int().min(0).nullable().describe('How many were left out'),
		leavesOut: z
			.enum(['unanswered', 'unresolved', 'unrated', 'unacknowledged', 'open_incidents'])
			.nullable(),
		previous: z.number().nullable().describe('Of the period of the same length before'),
		public: z.boolean(),
		by: z.array(z.enum(KPI_DIMENSIONS)).describe('What its series can be broken down by'),
		tickets: z
			.record(z.string(), z.string())
			.nullable()
			.describe('The query of `GET /tickets` that finds those very tickets; for staff'),
		incidents: z
			.record(z.string(), z.string())
			.nullable()
			.describe('The query of `GET /incidents` that finds those very incidents; for staff')
	}) satisfies z.ZodType<KpiFigure, unknown>,
	'A figure of a period that explains itself'
);

const point = z.strictObject({
	t: moment.describe('When the step begins'),
	value,
	count
}) satisfies z.ZodType<KpiPoint>;

const group = z.strictObject({
	id: z.string().describe('Slug, priority or e-mail'),
	title: z.string(),
	value,
	count,
	points: z.array(point)
}) satisfies z.ZodType<KpiGroup>;

export const kpiSeries = named(
	'KpiSeries',
	z.strictObject({
		key: shown.key,
		title: shown.title,
		unit: shown.unit,
		suffix: shown.suffix,
		titleEn: shown.titleEn,
		target: shown.target.describe('Of a step'),
		direction: shown.direction,
		step: z.enum(KPI_STEPS),
		from: moment,
		to: moment,
		points: z.array(point),
		previous: z.array(point).describe('The period of the same length before'),
		by: z.enum(KPI_DIMENSIONS).optional(),
		groups: z.array(group).optional()
	}) satisfies z.ZodType<KpiSeries, unknown>,
	'A figure over time, in hours, days or weeks of the zone of the portal'
);

export const arrivals = named(
	'Arrivals',
	z.strictObject({
		from: moment,
		to: moment,
		total: z.int().min(0),
		cells: z.array(z.array(z.int().min(0))).describe('Seven weekdays from Monday, 24 hours each')
	}) satisfies z.ZodType<Arrivals, unknown>,
	'Tickets filed in a period by weekday and hour'
);

export const metricValue = named(
	'MetricValue',
	z.strictObject({ key: z.string(), value: z.number(), at: moment })
);
