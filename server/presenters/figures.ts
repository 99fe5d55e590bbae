import type { Audience } from '#lib/domain/audience.ts';
import type { Totals } from '#lib/domain/figures.ts';
import { isKpiKey, type KpiView } from '#lib/domain/kpi.ts';
import { kpiDefinition } from '#lib/domain/kpi-catalogue.ts';
import type { ServiceView, StaffService } from '#lib/domain/service.ts';
import type { KpiLeft } from '#server/events/event.ts';
import type { KpiRecord } from '#server/records/metric-record.ts';
import type { ServiceRecord } from '#server/records/service-record.ts';

/** The counters of the queue: the same for everybody. */
export function totalsView(totals: Totals): Totals {
	const { open, in_progress, waiting, resolved, overdue, unassigned } = totals;
	const { low, normal, high, critical } = totals.byPriority;
	return {
		open,
		new: totals.new,
		in_progress,
		waiting,
		resolved,
		overdue,
		unassigned,
		byPriority: { low, normal, high, critical }
	};
}

/** A figure, or null where the audience may not see it. */
export function kpiFor(kpi: KpiRecord, audience: Audience): KpiView | null {
	const shown = isKpiKey(kpi.key) ? kpiDefinition(kpi.key).public : kpi.public === true;
	if (audience !== 'staff' && !shown) return null;
	const { key, title, unit, value, target, direction, status, count, formula } = kpi;
	const { suffix, titleEn, aggregate } = kpi;
	return {
		...{ key, title, unit, value, target, direction, status, count, formula },
		...(suffix === undefined ? {} : { suffix }),
		...(titleEn === undefined ? {} : { titleEn }),
		...(aggregate === undefined ? {} : { aggregate })
	};
}

/** Does this audience have to let go of a figure that it saw? */
export function loses({ to }: KpiLeft, audience: Audience): boolean {
	return to === 'everyone' || (to === 'staff') === (audience === 'staff');
}

/** A service: the same for everybody. */
export function serviceView(record: ServiceRecord): ServiceView {
	const { slug, name, description, state, since, position } = record;
	return { slug, name, description, state, since, position };
}

/** A service as staff look after it. */
export function staffService(record: ServiceRecord): StaffService {
	const { hidden, manual } = record;
	return {
		...serviceView(record),
		hidden,
		manual: manual && {
			state: manual.state,
			reason: manual.reason,
			at: manual.at,
			by: manual.by
		}
	};
}
