import { z } from 'zod';
import { METRIC_AGGREGATES } from '../domain/kpi.ts';
import { METRIC_DIRECTIONS, METRIC_UNITS } from '../domain/metric.ts';
import { LIMITS } from './limits.ts';
import { line, version } from './schemas.ts';

/** A number as people write it: «1 200,5», «−3». */
const decimal = z
	.string()
	.transform((text) => text.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-'))
	.pipe(
		z
			.string()
			.min(1)
			.regex(/^[-+]?\d{1,15}([.,]\d{1,10})?$/)
			.transform((text) => Number(text.replace(',', '.')))
	);

/** One line of text, or none. */
const lineOrNothing = (max: number) =>
	z
		.string()
		.overwrite((text) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim())
		.max(max)
		.default('');

/** What a form says of a metric; a box that is not ticked is not sent. */
export const metricDefinition = z.strictObject({
	title: line(LIMITS.metricTitle),
	titleEn: lineOrNothing(LIMITS.metricTitle),
	unit: z.enum(METRIC_UNITS),
	suffix: lineOrNothing(LIMITS.metricSuffix),
	target: z.union([z.literal('').transform(() => null), decimal]).default(null),
	direction: z.enum(METRIC_DIRECTIONS),
	aggregate: z.enum(METRIC_AGGREGATES),
	public: z.union([z.boolean(), z.literal('on').transform(() => true)]).default(false)
});

/** The key is looked at where it is known which are taken. */
export const newMetric = metricDefinition.extend({ key: z.string().max(50) });

export const changedMetric = metricDefinition.extend({ version });

/** A value typed into a form. */
export const metricReading = z.strictObject({
	value: decimal,
	at: z.iso
		.datetime({ offset: true })
		.transform((text) => Date.parse(text))
		.optional()
});
