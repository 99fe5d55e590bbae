import {
	isKpiKey,
	type KpiFigure,
	type KpiPoint,
	type KpiSeries,
	type KpiView
} from '#lib/domain/kpi.ts';

/**
 * A figure without words the interface has of its own: what a page carries twice, as text and as
 * data, is half of what it weighs.
 */
export function withoutWords<T extends KpiView>(figure: T): T {
	return isKpiKey(figure.key) ? { ...figure, title: '', formula: '' } : figure;
}

/** Figures in few bytes: those of one period share it, so that it is written once. */
export function leanFigures(figures: readonly KpiFigure[]): KpiFigure[] {
	const periods = new Map<string, KpiFigure['period']>();
	return figures.map((figure) => {
		const key = `${figure.period.from} ${figure.period.to}`;
		const period = periods.get(key) ?? figure.period;
		periods.set(key, period);
		return { ...withoutWords(figure), period };
	});
}

/** Minutes after the beginning, value, count. */
type LeanPoint = readonly [minutes: number, value: number | null, count: number];

/** A series whose points do not repeat their names and full times. */
export interface LeanSeries extends Omit<KpiSeries, 'points' | 'previous' | 'groups'> {
	readonly points: readonly LeanPoint[];
	readonly previous: readonly LeanPoint[];
}

const MINUTE_MS = 60_000;

/** Packs a series without its parts. */
export function packSeries({ points, previous, groups: _, ...series }: KpiSeries): LeanSeries {
	const from = Date.parse(series.from);
	const pack = ({ t, value, count }: KpiPoint): LeanPoint => [
		(Date.parse(t) - from) / MINUTE_MS,
		value,
		count
	];
	return { ...series, points: points.map(pack), previous: previous.map(pack) };
}

/** The series as it was before it was packed. */
export function unpackSeries({ points, previous, ...series }: LeanSeries): KpiSeries {
	const from = Date.parse(series.from);
	const unpack = ([minutes, value, count]: LeanPoint): KpiPoint => ({
		t: new Date(from + minutes * MINUTE_MS).toISOString(),
		value,
		count
	});
	return { ...series, points: points.map(unpack), previous: previous.map(unpack) };
}
