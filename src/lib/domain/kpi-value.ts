import type { KpiDirection, KpiStatus, KpiUnit } from './kpi.ts';

/** A share is rounded towards the worse side, so that it never flatters; all else to the nearest. */
export function roundedFigure(
	exact: number | null,
	unit: KpiUnit,
	direction: KpiDirection,
	digits: number
): number | null {
	if (exact === null) return null;
	const scale = 10 ** digits;
	// What binary fractions leave of a whole number must not carry it over the edge.
	const scaled = Number((exact * scale).toPrecision(12));
	if (unit !== 'percent') return Math.round(scaled) / scale;
	return (direction === 'down' ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}

/** Missing the target by more than a tenth of it is critical. */
export function kpiStatus(
	value: number | null,
	target: number | null,
	direction: KpiDirection
): KpiStatus {
	if (value === null || target === null || direction === 'none') return 'none';
	const missedBy = direction === 'up' ? target - value : value - target;
	if (missedBy <= 0) return 'ok';
	return missedBy > Math.abs(target) * 0.1 ? 'critical' : 'warning';
}
