import type { IncidentStatus, Severity } from '#lib/domain/incident.ts';
import type { KpiKey, KpiLeftOut } from '#lib/domain/kpi.ts';
import type { MaintenanceStatus } from '#lib/domain/maintenance.ts';
import type { Role } from '#lib/domain/people.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import type { Priority, TicketStatus } from '#lib/domain/ticket.ts';
import { m } from '#lib/paraglide/messages.js';

type Labels<K extends string> = Readonly<Record<K, () => string>>;

/** Words for every value of the domain, in the page's language. */
export const ticketStatusLabel: Labels<TicketStatus> = {
	new: m.ticket_status_new,
	in_progress: m.ticket_status_in_progress,
	waiting: m.ticket_status_waiting,
	resolved: m.ticket_status_resolved,
	closed: m.ticket_status_closed,
	cancelled: m.ticket_status_cancelled
};

export const priorityLabel: Labels<Priority> = {
	low: m.priority_low,
	normal: m.priority_normal,
	high: m.priority_high,
	critical: m.priority_critical
};

export const incidentStatusLabel: Labels<IncidentStatus> = {
	investigating: m.incident_status_investigating,
	identified: m.incident_status_identified,
	monitoring: m.incident_status_monitoring,
	resolved: m.incident_status_resolved
};

export const severityLabel: Labels<Severity> = {
	minor: m.severity_minor,
	major: m.severity_major,
	critical: m.severity_critical
};

export const serviceStateLabel: Labels<ServiceState> = {
	operational: m.service_state_operational,
	maintenance: m.service_state_maintenance,
	degraded: m.service_state_degraded,
	partial_outage: m.service_state_partial_outage,
	major_outage: m.service_state_major_outage
};

export const maintenanceStatusLabel: Labels<MaintenanceStatus> = {
	planned: m.mw_status_planned,
	in_progress: m.mw_status_in_progress,
	done: m.mw_status_done,
	cancelled: m.mw_status_cancelled
};

export const maintenanceTone: Readonly<Record<MaintenanceStatus, Tone>> = {
	planned: 'neutral',
	in_progress: 'planned',
	done: 'neutral',
	cancelled: 'neutral'
};

export const roleLabel: Labels<Role> = {
	admin: m.role_admin,
	manager: m.role_manager,
	client: m.role_client
};

export const kpiLabel: Labels<KpiKey> = {
	backlog: m.kpi_catalogue_backlog_title,
	overdue: m.kpi_catalogue_overdue_title,
	created_today: m.kpi_created_today,
	resolved_today: m.kpi_resolved_today,
	open_incidents: m.kpi_open_incidents,
	created: m.kpi_catalogue_created_title,
	resolved: m.kpi_catalogue_resolved_title,
	first_response_time: m.kpi_first_response_time,
	first_response_median: m.kpi_catalogue_first_response_median_title,
	resolution_time: m.kpi_resolution_time,
	resolution_median: m.kpi_catalogue_resolution_median_title,
	opening_to_resolution: m.kpi_catalogue_opening_to_resolution_title,
	opening_to_resolution_median: m.kpi_catalogue_opening_to_resolution_median_title,
	sla_response_met: m.kpi_catalogue_sla_response_met_title,
	sla_resolution_met: m.kpi_sla_resolution_met,
	reopened: m.kpi_catalogue_reopened_title,
	first_contact_resolution: m.kpi_catalogue_first_contact_resolution_title,
	csat: m.kpi_catalogue_csat_title,
	mtta: m.kpi_catalogue_mtta_title,
	mttr: m.kpi_catalogue_mttr_title,
	availability: m.kpi_catalogue_availability_title
};

/** The formula of a figure in words. */
export const kpiFormula: Labels<KpiKey> = {
	backlog: m.kpi_catalogue_backlog_formula,
	overdue: m.kpi_catalogue_overdue_formula,
	created_today: m.kpi_catalogue_created_today_formula,
	resolved_today: m.kpi_catalogue_resolved_today_formula,
	open_incidents: m.kpi_catalogue_open_incidents_formula,
	created: m.kpi_catalogue_created_formula,
	resolved: m.kpi_catalogue_resolved_formula,
	first_response_time: m.kpi_catalogue_first_response_time_formula,
	first_response_median: m.kpi_catalogue_first_response_median_formula,
	resolution_time: m.kpi_catalogue_resolution_time_formula,
	resolution_median: m.kpi_catalogue_resolution_median_formula,
	opening_to_resolution: m.kpi_catalogue_opening_to_resolution_formula,
	opening_to_resolution_median: m.kpi_catalogue_opening_to_resolution_median_formula,
	sla_response_met: m.kpi_catalogue_sla_response_met_formula,
	sla_resolution_met: m.kpi_catalogue_sla_resolution_met_formula,
	reopened: m.kpi_catalogue_reopened_formula,
	first_contact_resolution: m.kpi_catalogue_first_contact_resolution_formula,
	csat: m.kpi_catalogue_csat_formula,
	mtta: m.kpi_catalogue_mtta_formula,
	mttr: m.kpi_catalogue_mttr_formula,
	availability: m.kpi_catalogue_availability_formula
};

/** Why something is left out of a figure: «5 без ответа». */
export const kpiLeftOutLabel: Labels<KpiLeftOut> = {
	unanswered: m.kpi_catalogue_left_out_unanswered,
	unresolved: m.kpi_catalogue_left_out_unresolved,
	unrated: m.kpi_catalogue_left_out_unrated,
	unacknowledged: m.kpi_catalogue_left_out_unacknowledged,
	open_incidents: m.kpi_catalogue_left_out_open_incidents
};

/** The colour a value of the domain stands for: four states and nothing else. */
export type Tone = 'ok' | 'warning' | 'critical' | 'planned' | 'accent' | 'neutral';

export const severityTone: Readonly<Record<Severity, Tone>> = {
	minor: 'planned',
	major: 'warning',
	critical: 'critical'
};

export const serviceTone: Readonly<Record<ServiceState, Tone>> = {
	operational: 'ok',
	maintenance: 'planned',
	degraded: 'warning',
	partial_outage: 'warning',
	major_outage: 'critical'
};

export const ticketTone: Readonly<Record<TicketStatus, Tone>> = {
	new: 'planned',
	in_progress: 'accent',
	waiting: 'warning',
	resolved: 'ok',
	closed: 'neutral',
	cancelled: 'neutral'
};
