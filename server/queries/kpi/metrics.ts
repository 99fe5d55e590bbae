import { fieldError } from '#lib/domain/errors.ts';
import type { KpiFigure, KpiPoint, KpiSeries } from '#lib/domain/kpi.ts';
import { periodBefore, slotsOf, type KpiPeriod, type KpiSlot } from '#lib/domain/kpi-period.ts';
import { metricFigure, metricView } from '#lib/domain/metric.ts';
import { selectMetricSums } from '#server/records/metric-record.ts';
import { iso } from '#server/records/ticket-record.ts';
import type { SeriesRequest } from './series.ts';
import type { KpiMoment } from './sources.ts';

/** Every measured metric for a period, or one of them. */
export async function readMetrics(
	{ tx, zone }: KpiMoment,
	period: KpiPeriod,
	key: string | null = null
): Promise<readonly KpiFigure[]> {
	const earlier = await selectMetricSums(tx, periodBefore(period, zone), key);
	const before = new Map(earlier.map((sums) => [sums.key, metricView(sums).value]));
	const span = { from: iso(period.from), to: iso(period.to) };
	const current = await selectMetricSums(tx, period, key);
	return current.map((sums) => metricFigure(sums, span, before.get(sums.key) ?? null));
}

/** A measured metric over time, or null when there is none of this key. */
export async function readMetricSeries(
	moment: KpiMoment,
	key: string,
	{ from, to, step, by }: SeriesRequest
): Promise<KpiSeries | null> {
	const [figure] = await readMetrics(moment, { from, to }, key);
	if (!figure) return null;
	if (by !== undefined) throw fieldError('by', 'invalid');
	const slots = slotsOf({ from, to }, step, moment.zone);
	const before = slotsOf(periodBefore({ from, to }, moment.zone), step, moment.zone);
	if (!slots || !before) throw fieldError('step', 'too_long');
	const { title, unit, target, direction } = figure;
	return {
		key,
		title,
		unit,
		target,
		direction,
		step,
		from: iso(from),
		to: iso(to),
		points: await readPoints(moment, key, slots),
		previous: await readPoints(moment, key, before)
	};
}

async function readPoints(
	{ tx }: KpiMoment,
	key: string,
	slots: readonly KpiSlot[]
): Promise<readonly KpiPoint[]> {
	const points: KpiPoint[] = [];
	for (const slot of slots) {
		const [sums] = await selectMetricSums(tx, slot, key);
		points.push({
			t: iso(slot.from),
			value: sums ? metricView(sums).value : null,
			count: sums?.count ?? 0
		});
	}
	return points;
}
