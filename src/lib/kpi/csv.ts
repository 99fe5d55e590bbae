import { KPI_DIMENSIONS } from '#lib/domain/kpi.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { csvText, type CsvValue } from '#lib/domain/csv.ts';
import { found } from '#lib/forms/refusal.ts';
import type { Portal } from '#server/portal.ts';
import { BY_HOUR, courseOf, readAsk } from './ask.ts';
import { arrivalRows, partRows, seriesRows } from './table.ts';
import { kpiTitle } from './words.ts';

/** The numbers of a chart as a file: what is drawn, or one of its breakdowns with `by`. */
export async function kpiFile(portal: Portal, viewer: Viewer, url: URL): Promise<Response> {
	const ask = readAsk(url.searchParams, portal.installation.timeZone, portal.now());
	if (url.searchParams.get('by') === BY_HOUR) {
		const arrivals = await found(portal.queries.arrivals(ask.period), url);
		return csvFile(arrivalRows(arrivals), ['arrivals', ask.from, ask.to]);
	}
	const by = KPI_DIMENSIONS.find((dimension) => dimension === url.searchParams.get('by'));
	const key = courseOf(ask.key) ?? ask.key;
	const series = await found(
		portal.queries.kpiSeries(viewer, key, {
			...ask.period,
			step: by ? 'week' : ask.step,
			...(by ? { by } : {})
		}),
		url
	);
	const title = kpiTitle(series);
	const rows = by ? partRows(series, title, by) : seriesRows(series, title);
	// A key of a measured figure is letters, digits and lines alone; anything else is not said.
	return csvFile(rows, [key.replace(/[^a-z0-9_-]/gi, ''), by, ask.from, ask.to]);
}

function csvFile(rows: CsvValue[][], name: readonly (string | undefined)[]): Response {
	return new Response(csvText(rows), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name.filter(Boolean).join('_')}.csv"`
		}
	});
}
