import type { KpiPeriod } from '#lib/domain/kpi-period.ts';
import type {
	Arrivals,
	KpiDimension,
	KpiFigure,
	KpiPart,
	KpiSeries,
	KpiStep
} from '#lib/domain/kpi.ts';
import type { Viewer } from '#lib/domain/people.ts';

/** A period in milliseconds (see `kpiPeriod`) and how it is cut up. */
export interface KpiSeriesRequest extends KpiPeriod {
	readonly step: KpiStep;
	readonly by?: KpiDimension | undefined;
}

/** Figures, now and over time. */
export interface KpiQueries {
	/**
	 * Every figure the viewer may see, for a period; without one, of the last 30 days and with
	 * those of the present day.
	 */
	kpis(viewer: Viewer, period?: KpiPeriod): Promise<readonly KpiFigure[]>;
	/** One figure. Those of the present day are of today whatever the period. */
	kpi(viewer: Viewer, key: string, period?: KpiPeriod): Promise<KpiFigure>;
	/**
	 * A figure over time. Throws `invalid_input` for too many steps (`step`) or a figure that has
	 * no such parts (`by`), `forbidden` for what each member of staff did.
	 */
	kpiSeries(viewer: Viewer, key: string, request: KpiSeriesRequest): Promise<KpiSeries>;
	/**
	 * A figure by one of its dimensions, for the whole of a period, what counted most first. Throws
	 * as `kpiSeries` does.
	 */
	kpiParts(
		viewer: Viewer,
		key: string,
		request: KpiPeriod & { readonly by: KpiDimension }
	): Promise<readonly KpiPart[]>;
	/** Tickets filed in a period by weekday and hour; the last 30 days without one. */
	arrivals(period?: KpiPeriod): Promise<Arrivals>;
}
