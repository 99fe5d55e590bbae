import { fieldError } from '#lib/domain/errors.ts';
import type { KpiFigure, KpiPoint, KpiSeries } from '#lib/domain/kpi.ts';
import {
	periodBefore,
	slotsBefore,
	slotsOf,
	type KpiPeriod,
	type KpiSlot
} from '#lib/domain/kpi-period.ts';
import {
	metricFigure,
	metricStepTarget,
	metricValue,
	type MetricSums
} from '#lib/domain/metric.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { selectMetricSums } from '#server/records/metric-record.ts';
import { iso } from '#server/records/ticket-record.ts';
import type { SeriesRequest } from './series.ts';
import type { KpiMoment } from './sources.ts';

/** Every measured metric that the viewer may see for a period, or one of them. */
export async function readMetrics(
	moment: KpiMoment,
	viewer: Viewer,
	period: KpiPeriod,
	key: string | null = null
): Promise<readonly KpiFigure[]> {
	const earlier = await visibleSums(moment, viewer, periodBefore(period, moment.zone), key);
	const before = new Map(earlier.map((sums) => [sums.key, metricValue(sums)]));
	const current = await visibleSums(moment, viewer, period, key);
	return current.map((sums) =>
		metricFigure(sums, period, moment.zone, before.get(sums.key) ?? null)
	);
}

async function visibleSums(
	{ tx }: KpiMoment,
	viewer: Viewer,
	period: KpiPeriod,
	key: string | null
): Promise<readonly MetricSums[]> {
	const all = await selectMetricSums(tx, period, key);
	return all.filter(({ definition }) => isStaff(viewer) || definition.public);
}

/** A measured metric over time, or null when there is none of this key that the viewer may see. */
export async function readMetricSeries(
	moment: KpiMoment,
	viewer: Viewer,
	key: string,
	{ from, to, step, by }: SeriesRequest
): Promise<KpiSeries | null> {
	const [sums] = await visibleSums(moment, viewer, { from, to }, key);
	if (!sums) return null;
	if (by !== undefined) throw fieldError('by', 'invalid');
	const slots = slotsOf({ from, to }, step, moment.zone);
	const before = slotsBefore({ from, to }, step, moment.zone);
	if (!slots || !before) throw fieldError('step', 'too_long');
	const { title, titleEn, unit, suffix, direction } = sums.definition;
	return {
		key,
		title,
		unit,
		...(suffix === '' ? {} : { suffix }),
		...(titleEn === '' ? {} : { titleEn }),
		target: metricStepTarget(sums.definition, step),
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
			value: sums ? metricValue(sums) : null,
			count: sums?.count ?? 0
		});
	}
	return points;
}
