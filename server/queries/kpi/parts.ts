import { NO_SOURCE, NO_SUMS, type KpiDimension, type KpiSums } from '#lib/domain/kpi.ts';
import { kpiValue } from '#lib/domain/kpi-catalogue.ts';
import type { KpiPeriod } from '#lib/domain/kpi-period.ts';
import type { Viewer } from '#lib/domain/people.ts';
import { namesOf } from './series.ts';
import type { KpiMoment } from './sources.ts';
import { slotSums, sumsUntil } from './sums.ts';

/** What became of the tickets of one service, priority or member of staff in a period. */
export interface KpiPartSums {
	/** Slug, priority or e-mail; `none` for what nobody has. */
	readonly id: string;
	/** Name of the service or person; empty for priorities. */
	readonly title: string;
	readonly created: number;
	readonly resolved: number;
	/** At the end of the period. */
	readonly open: number;
	readonly overdue: number;
	/** Minutes of working time; null when nothing was resolved. */
	readonly resolution: number | null;
	/** Per cent of those resolved. */
	readonly inTime: number | null;
}

/** The parts of a period, those with the most tickets first. Of who did what only staff may know. */
export async function readPartSums(
	moment: KpiMoment & { readonly viewer: Viewer },
	period: KpiPeriod,
	by: KpiDimension
): Promise<readonly KpiPartSums[]> {
	const within = await slotSums(moment, [period], by);
	const before = await sumsUntil(moment, period.from, by);
	const ids = new Set([...within.keys(), ...before.keys()]);
	const names = await namesOf(moment, by, moment.viewer, ids);
	const members = [...ids].filter((member) => by !== 'service' || names.has(member));
	const parts = members.map((member) => {
		const sums: KpiSums = within.get(member)?.[0] ?? NO_SUMS;
		const earlier = before.get(member) ?? NO_SUMS;
		const source = { ...NO_SOURCE, sums };
		const name = names.get(member);
		return {
			id: name?.id ?? (member === '' ? 'none' : member),
			title: name?.title ?? '',
			created: sums.created,
			resolved: sums.resolved,
			open: earlier.opened - earlier.ended + sums.opened - sums.ended,
			overdue: earlier.late - earlier.late_over + sums.late - sums.late_over,
			resolution: kpiValue('resolution_time', source).value,
			inTime: kpiValue('sla_resolution_met', source).value
		};
	});
	return parts
		.filter(({ created, resolved, open }) => created > 0 || resolved > 0 || open > 0)
		.sort((a, b) => b.created - a.created || b.open - a.open || (a.id < b.id ? -1 : 1));
}
