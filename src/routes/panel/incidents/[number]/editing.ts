import type { StaffIncident } from '#lib/domain/incident.ts';
import type { Edition } from '#lib/forms/draft.svelte.ts';

/** What staff edit of an incident; the message is always a new one. */
export const INCIDENT_FIELDS = ['status', 'severity'] as const;
export type IncidentField = (typeof INCIDENT_FIELDS)[number];

/** An incident as its editing form sees it. */
export function incidentEdition(incident: StaffIncident): Edition<IncidentField> {
	const { version, status, severity } = incident;
	return { version, fields: { status, severity } };
}
