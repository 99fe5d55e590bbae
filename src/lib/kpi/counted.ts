import type { KpiDimension, KpiFigure } from '#lib/domain/kpi.ts';

/**
 * Where staff see the very tickets or incidents a figure counted, or those of one part or stretch
 * of it; null where it is about neither.
 */
export function countedAddress(
	{ tickets, incidents }: Pick<KpiFigure, 'tickets' | 'incidents'>,
	narrowed: {
		readonly by?: KpiDimension;
		readonly id?: string;
		/** Milliseconds, the end not included. */
		readonly from?: number;
		readonly to?: number;
	} = {}
): string | null {
	const counted = tickets ?? incidents;
	if (counted === null) return null;
	const { by, id, from, to } = narrowed;
	const query = new URLSearchParams(counted);
	if (by !== undefined && id !== undefined) query.set(by, id);
	for (const name of [...query.keys()]) {
		if (from !== undefined && name.endsWith('From')) query.set(name, new Date(from).toISOString());
		if (to !== undefined && name.endsWith('To')) query.set(name, new Date(to).toISOString());
	}
	// A backlog has no beginning and no end: of a stretch of it there is no list.
	const timed = [...query.keys()].some((name) => name.endsWith('From'));
	if (from !== undefined && !timed) return null;
	const page = tickets === null ? '/panel/incidents' : '/panel/queue';
	return query.size > 0 ? `${page}?${query.toString()}` : page;
}
