import { z } from 'zod';
import { KPI_DIMENSIONS, KPI_STEPS } from '../domain/kpi.ts';

/** A date of the portal's zone or a moment; `kpiPeriod` makes a period of two. */
const moment = z.string().min(1).max(40);

export const kpiQuery = z.strictObject({ from: moment.optional(), to: moment.optional() });

export const kpiSeriesQuery = z.strictObject({
	from: moment.optional(),
	to: moment.optional(),
	step: z.enum(KPI_STEPS).default('day'),
	by: z.enum(KPI_DIMENSIONS).optional()
});

const at = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
const flag = z.literal('1').transform((): true => true);

/** What narrows a list of tickets to those that a figure counted. */
export const figureFilter = {
	createdFrom: at.optional(),
	createdTo: at.optional(),
	respondedFrom: at.optional(),
	respondedTo: at.optional(),
	resolvedFrom: at.optional(),
	resolvedTo: at.optional(),
	answered: flag.optional(),
	rated: flag.optional(),
	overdue: flag.optional()
};

/** The same of an address that may hold anything else beside it. */
export const figureFilterOfAddress = z.object(figureFilter);

/** What narrows a list of incidents to those that a figure counted. */
export const incidentFigureFilter = {
	open: flag.optional(),
	acknowledgedFrom: at.optional(),
	acknowledgedTo: at.optional(),
	resolvedFrom: at.optional(),
	resolvedTo: at.optional()
};

/** The same of an address that may hold anything else beside it. */
export const incidentFigureFilterOfAddress = z.object(incidentFigureFilter);

/** A measured value. */
export const newMetricValue = z.strictObject({
	value: z.number().min(-1e15).max(1e15),
	at: at.optional()
});
