import {
	isKpiKey,
	KPI_KEYS,
	KPI_PERIOD_DAYS,
	type KpiFigure,
	type KpiKey
} from '#lib/domain/kpi.ts';
import { kpiDefinition } from '#lib/domain/kpi-catalogue.ts';
import { lastDays, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import type { Viewer } from '#lib/domain/people.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Queries } from '#server/portal.ts';
import { readArrivals, readFigures, visibleKpi } from './kpis.ts';
import { metricSheets } from './metric-sheets.ts';
import { readMetrics, readMetricSeries } from './metrics.ts';
import { readParts, readSeries } from './series.ts';
import type { KpiMoment } from './sources.ts';
import type { KpiTimings } from './timings.ts';

/** What time it is, and where. */
export interface KpiClock {
	readonly now: () => number;
	readonly timeZone: string;
	readonly kpiTimings: KpiTimings;
}

/** Reads of figures, each at one moment of the database. */
export function kpiQueries(
	database: Database,
	{ now, timeZone: zone, kpiTimings: timings }: KpiClock
): Pick<Queries, 'kpis' | 'kpi' | 'kpiSeries' | 'kpiParts' | 'arrivals' | 'metrics' | 'metric'> {
	const month = () => lastDays(KPI_PERIOD_DAYS, zone, now());
	const timed = <T>(query: string, read: (tx: ReadTransaction) => Promise<T>): Promise<T> =>
		timings.take(query, database.read(read));
	return {
		kpis: (viewer, period) =>
			timed('kpis', async (tx) => {
				const moment = { tx, zone, now: now() };
				if (period !== undefined) return figuresOfPeriod(moment, viewer, period);
				return withMetrics(moment, viewer, month(), KPI_KEYS);
			}),
		kpi: (viewer, key, period) =>
			timed('kpi', async (tx) => {
				const moment = { tx, zone, now: now() };
				const span = period ?? month();
				const [metric] = isKpiKey(key) ? [] : await readMetrics(moment, viewer, span, key);
				if (metric) return metric;
				const visible = visibleKpi(viewer, key);
				const [figure] = await readFigures(moment, viewer, span, [visible]);
				if (!figure) throw new Error(`no figure ${visible}`);
				return figure;
			}),
		kpiSeries: (viewer, key, request) =>
			timed('series', async (tx) => {
				const moment = { tx, zone, now: now() };
				const metric = isKpiKey(key) ? null : await readMetricSeries(moment, viewer, key, request);
				return metric ?? readSeries(moment, viewer, visibleKpi(viewer, key), request);
			}),
		kpiParts: (viewer, key, request) =>
			timed('parts', (tx) =>
				readParts({ tx, zone, now: now() }, viewer, visibleKpi(viewer, key), request)
			),
		arrivals: (period) =>
			timed('arrivals', (tx) => readArrivals({ tx, zone, now: now() }, period ?? month())),
		...metricSheets((work) => timed('metrics', (tx) => work({ tx, zone, now: now() })))
	};
}

const OF_PERIODS = KPI_KEYS.filter((key) => kpiDefinition(key).of !== 'now');

/** Every figure the viewer may see that can be told of a period. */
export function figuresOfPeriod(
	moment: KpiMoment,
	viewer: Viewer,
	period: KpiPeriod
): Promise<readonly KpiFigure[]> {
	return withMetrics(moment, viewer, period, OF_PERIODS);
}

async function withMetrics(
	moment: KpiMoment,
	viewer: Viewer,
	period: KpiPeriod,
	keys: readonly KpiKey[]
): Promise<readonly KpiFigure[]> {
	const figures = await readFigures(moment, viewer, period, keys);
	return [...figures, ...(await readMetrics(moment, viewer, period))];
}
