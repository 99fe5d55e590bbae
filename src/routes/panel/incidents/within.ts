import { incidentFigureFilterOfAddress } from '#lib/input/kpis.ts';
import type { IncidentFilter } from '#server/portal.ts';

/** Of incidents that a figure counted: what happened to them, and when. */
export interface Within {
	readonly what: 'acknowledged' | 'resolved';
	/** Milliseconds; the end is not included. */
	readonly from: number;
	readonly to: number;
	readonly filter: IncidentFilter;
}

/** What an address says of the incidents of a figure; null where it says nothing, or not all. */
export function readWithin(query: URLSearchParams): Within | null {
	const parsed = incidentFigureFilterOfAddress.safeParse(Object.fromEntries(query));
	if (!parsed.success) return null;
	const { acknowledgedFrom, acknowledgedTo, resolvedFrom, resolvedTo } = parsed.data;
	if (acknowledgedFrom !== undefined && acknowledgedTo !== undefined)
		return {
			what: 'acknowledged',
			from: acknowledgedFrom,
			to: acknowledgedTo,
			filter: { acknowledgedFrom, acknowledgedTo }
		};
	if (resolvedFrom !== undefined && resolvedTo !== undefined)
		return {
			what: 'resolved',
			from: resolvedFrom,
			to: resolvedTo,
			filter: { resolvedFrom, resolvedTo }
		};
	return null;
}
