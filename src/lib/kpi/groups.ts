import { isKpiKey, type KpiFigure, type KpiKey } from '#lib/domain/kpi.ts';
import { m } from '#lib/paraglide/messages.js';

/** How figures are put together, in the order of reading. */
export const KPI_GROUPS = ['work', 'speed', 'quality', 'services', 'measured'] as const;
export type KpiGroupName = (typeof KPI_GROUPS)[number];

const GROUP: Readonly<Record<KpiKey, KpiGroupName>> = {
	backlog: 'work',
	overdue: 'work',
	created_today: 'work',
	resolved_today: 'work',
	created: 'work',
	resolved: 'work',
	first_response_time: 'speed',
	first_response_median: 'speed',
	resolution_time: 'speed',
	resolution_median: 'speed',
	opening_to_resolution: 'speed',
	opening_to_resolution_median: 'speed',
	sla_response_met: 'quality',
	sla_resolution_met: 'quality',
	reopened: 'quality',
	first_contact_resolution: 'quality',
	csat: 'quality',
	open_incidents: 'services',
	mtta: 'services',
	mttr: 'services',
	availability: 'services'
};

export const groupTitle: Readonly<Record<KpiGroupName, () => string>> = {
	work: m.kpi_page_group_work,
	speed: m.kpi_page_group_speed,
	quality: m.kpi_page_group_quality,
	services: m.kpi_page_group_services,
	measured: m.kpi_page_group_measured
};

/** Figures by their groups, without empty ones. */
export function grouped(
	figures: readonly KpiFigure[]
): readonly { readonly name: KpiGroupName; readonly figures: readonly KpiFigure[] }[] {
	return KPI_GROUPS.map((name) => ({
		name,
		figures: figures.filter(({ key }) => (isKpiKey(key) ? GROUP[key] : 'measured') === name)
	})).filter((group) => group.figures.length > 0);
}
