import { kpiQuery, kpiSeriesQuery, newMetricValue } from '#lib/input/kpis.ts';
import { arrivals, kpiFigure, kpiSeries, metricValue } from '../answers/kpi.ts';
import { countedListOf } from '../answers/named.ts';
import type { CallTable } from './call.ts';

const tag = 'Figures';
const PERIOD =
	'`from` and `to` are dates of the zone of the portal (the last day included) or moments; ' +
	'without them it is the last 30 days. What is public needs no signing in.';

/** Figures of the catalogue, over time too. */
export const KPI_CALLS: CallTable = {
	'GET /kpis': {
		summary: 'Read the figures of a period',
		description: PERIOD,
		tag,
		may: 'anyone',
		query: kpiQuery,
		answers: {
			200: { description: 'Those the caller may see', schema: countedListOf(kpiFigure) }
		}
	},
	'GET /kpis/arrivals': {
		summary: 'Read when tickets are filed',
		description: PERIOD,
		tag,
		may: 'anyone',
		query: kpiQuery,
		answers: { 200: { description: 'By weekday and hour', schema: arrivals } }
	},
	'GET /kpis/:key': {
		summary: 'Read one figure of a period',
		description: PERIOD,
		tag,
		may: 'anyone',
		query: kpiQuery,
		answers: { 200: { description: 'The figure', schema: kpiFigure } }
	},
	'GET /kpis/:key/series': {
		summary: 'Read a figure over time',
		description: `${PERIOD} By assignee is for staff alone.`,
		tag,
		may: 'anyone',
		query: kpiSeriesQuery,
		answers: { 200: { description: 'One point for each step', schema: kpiSeries } },
		refusals: ['forbidden']
	},
	'POST /metrics/:key': {
		summary: 'Take down a measured value of a business process',
		description:
			'The first value of a key makes it known; it is among the figures of staff from then on. ' +
			'What it is called, aims at and who may see it is said in the panel. ' +
			'`at` is now when left out.',
		tag,
		may: 'metric.record',
		body: newMetricValue,
		idempotent: true,
		answers: {
			200: { description: 'What was taken down before', schema: metricValue },
			201: { description: 'What was taken down', schema: metricValue }
		},
		refusals: ['idempotency_conflict']
	}
};
