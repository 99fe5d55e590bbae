import type { IncidentStatus, Severity } from '#lib/domain/incident.ts';
import { isKpiKey, type KpiKey, type KpiView } from '#lib/domain/kpi.ts';
import { kpiDefinition } from '#lib/domain/kpi-catalogue.ts';
import type { MaintenanceStatus } from '#lib/domain/maintenance.ts';
import type { ReportLanguage } from '#lib/domain/report.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import en from '../../messages/en.json' with { type: 'json' };
import enIncidents from '../../messages/incidents/en.json' with { type: 'json' };
import ruIncidents from '../../messages/incidents/ru.json' with { type: 'json' };
import enKpi from '../../messages/kpi/en.json' with { type: 'json' };
import ru from '../../messages/ru.json' with { type: 'json' };

/** What the values of the domain are called on screens: reports call them the same. */
export interface Labels {
	status(status: TicketStatus): string;
	priority(priority: Priority): string;
	severity(severity: Severity): string;
	incident(status: IncidentStatus): string;
	works(status: MaintenanceStatus): string;
	kpi(figure: Pick<KpiView, 'key' | 'title' | 'titleEn'>): string;
	/** How a figure is reckoned. */
	formula(figure: Pick<KpiView, 'key' | 'formula' | 'target' | 'aggregate'>): string;
}

/** English names of figures; the Russian ones are those of the catalogue. */
const EN_KPI: Readonly<Record<KpiKey, string>> = {
	backlog: enKpi.kpi_catalogue_backlog_title,
	overdue: enKpi.kpi_catalogue_overdue_title,
	created_today: en.kpi_created_today,
	resolved_today: en.kpi_resolved_today,
	open_incidents: en.kpi_open_incidents,
	created: enKpi.kpi_catalogue_created_title,
	resolved: enKpi.kpi_catalogue_resolved_title,
	first_response_time: en.kpi_first_response_time,
	first_response_median: enKpi.kpi_catalogue_first_response_median_title,
	resolution_time: en.kpi_resolution_time,
	resolution_median: enKpi.kpi_catalogue_resolution_median_title,
	opening_to_resolution: enKpi.kpi_catalogue_opening_to_resolution_title,
	opening_to_resolution_median: enKpi.kpi_catalogue_opening_to_resolution_median_title,
	sla_response_met: enKpi.kpi_catalogue_sla_response_met_title,
	sla_resolution_met: en.kpi_sla_resolution_met,
	reopened: enKpi.kpi_catalogue_reopened_title,
	first_contact_resolution: enKpi.kpi_catalogue_first_contact_resolution_title,
	csat: enKpi.kpi_catalogue_csat_title,
	mtta: enKpi.kpi_catalogue_mtta_title,
	mttr: enKpi.kpi_catalogue_mttr_title,
	availability: enKpi.kpi_catalogue_availability_title
};

export const LABELS: Readonly<Record<ReportLanguage, Labels>> = {
	ru: {
		status: (status) => ru[`ticket_status_${status}`],
		priority: (priority) => ru[`priority_${priority}`],
		severity: (severity) => ru[`severity_${severity}`],
		incident: (status) => ru[`incident_status_${status}`],
		works: (status) => ruIncidents[`mw_status_${status}`],
		kpi: ({ key, title }) => (isKpiKey(key) ? kpiDefinition(key).title : title),
		formula: ({ formula }) => formula
	},
	en: {
		status: (status) => en[`ticket_status_${status}`],
		priority: (priority) => en[`priority_${priority}`],
		severity: (severity) => en[`severity_${severity}`],
		incident: (status) => en[`incident_status_${status}`],
		works: (status) => enIncidents[`mw_status_${status}`],
		kpi: ({ key, title, titleEn }) => (isKpiKey(key) ? EN_KPI[key] : titleEn || title),
		formula: ({ key, target, aggregate = 'mean' }) => {
			if (isKpiKey(key)) return enKpi[`kpi_catalogue_${key}_formula`];
			return aggregate === 'sum' && target !== null
				? enKpi.kpi_metrics_formula_sum_target
				: enKpi[`kpi_metrics_formula_${aggregate}`];
		}
	}
};
