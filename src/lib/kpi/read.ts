import type { Arrivals, KpiDimension, KpiFigure, KpiPart } from '#lib/domain/kpi.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import type { Portal } from '#server/portal.ts';
import { drawnKey, readAsk, type KpiAsk } from './ask.ts';
import { leanFigures, packSeries, type LeanSeries } from './lean.ts';

/** The drawn figure by one of its dimensions, what counted most first. */
export interface KpiParts {
	readonly by: KpiDimension;
	readonly rows: readonly KpiPart[];
}

/** Everything a page of figures shows. */
export interface KpiPage {
	readonly ask: KpiAsk;
	/** When it was read, in milliseconds. */
	readonly at: number;
	readonly figures: readonly KpiFigure[];
	/** The figure that is drawn; null when the viewer may see none at all. */
	readonly drawn: KpiFigure | null;
	readonly series: LeanSeries | null;
	readonly parts: readonly KpiParts[];
	/** Of tickets by weekday and hour. */
	readonly arrivals: Arrivals | null;
}

/** Moving and of the usual length: the figures of the present day come with it. */
const WITH_TODAY = 30;

/** Reads a page of figures for whoever looks, as its address asks for it. */
export async function readKpiPage(
	{ queries, installation, now }: Portal,
	viewer: Viewer,
	query: URLSearchParams
): Promise<KpiPage> {
	const at = now();
	const ask = readAsk(query, installation.timeZone, at);
	const figures = leanFigures(
		await queries.kpis(viewer, ask.days === WITH_TODAY ? undefined : ask.period)
	);
	const key = drawnKey(
		ask,
		figures.map((figure) => figure.key)
	);
	const drawn = figures.find((figure) => figure.key === key) ?? null;
	if (!drawn) return { ask, at, figures, drawn, series: null, parts: [], arrivals: null };
	const dimensions = drawn.by.filter((by) => by !== 'assignee' || isStaff(viewer));
	const [series, arrivals, ...parts] = await Promise.all([
		queries.kpiSeries(viewer, key, { ...ask.period, step: ask.step }),
		queries.arrivals(ask.period),
		...dimensions.map(async (by): Promise<KpiParts> => ({
			by,
			rows: await queries.kpiParts(viewer, key, { ...ask.period, by })
		}))
	]);
	return { ask: { ...ask, key }, at, figures, drawn, series: packSeries(series), parts, arrivals };
}
