import { kpiFile } from '#lib/kpi/csv.ts';
import type { RequestHandler } from './$types';

/** The numbers of the drawn chart as a file. */
export const GET: RequestHandler = ({ locals, url }) => kpiFile(locals.portal, locals.viewer, url);
