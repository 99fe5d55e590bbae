import { KPI_DIMENSIONS } from '#lib/domain/kpi.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { csvText } from '#lib/format/csv.ts';
import { found } from '#lib/forms/refusal.ts';
import type { Portal } from '#server/portal.ts';
import { courseOf, readAsk } from './ask.ts';
import { partRows, seriesRows } from './table.ts';
import { kpiTitle } from './words.ts';

/** The numbers of a chart as a file: what is drawn, or one of its breakdowns with `by`. */
export async function kpiFile(
	{ queries, installation, now }: Portal,
	viewer: Viewer,
	url: URL
): Promise<Response> {
	const ask = readAsk(url.searchParams, installation.timeZone, now());
	const by = KPI_DIMENSIONS.find((dimension) => dimension === url.searchParams.get('by'));
	const key = courseOf(ask.key) ?? ask.key;
	const series = await found(
		queries.kpiSeries(viewer, key, {
			...ask.period,
			step: by ? 'week' : ask.step,
			...(by ? { by } : {})
		}),
		url
	);
	const title = kpiTitle(series);
	const rows = by ? partRows(series, title, by) : seriesRows(series, title);
	// A key of a measured figure is letters, digits and lines alone; anything else is not said.
	const name = [key.replace(/[^a-z0-9_-]/gi, ''), by, ask.from, ask.to].filter(Boolean).join('_');
	return new Response(csvText(rows), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}.csv"`
		}
	});
}
