import type { Alert, AlertReport, AlertView } from '#lib/domain/alert.ts';
import type {
	AnyIncident,
	IncidentStatus,
	PostmortemView,
	Severity,
	StaffIncident
} from '#lib/domain/incident.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import type { FullTicket } from '#lib/domain/ticket.ts';
import type { Page } from './page.ts';

export interface NewIncident {
	readonly title: string;
	readonly severity: Severity;
	readonly services: readonly string[];
	readonly message: string;
	readonly impact?: Readonly<Record<string, ServiceState>> | undefined;
}

export interface IncidentPatch {
	readonly status?: IncidentStatus | undefined;
	readonly severity?: Severity | undefined;
	readonly message?: string | undefined;
	/** Slug → what it suffers from now on; services named for the first time join. */
	readonly impact?: Readonly<Record<string, ServiceState>> | undefined;
	/** Corrected times, ISO 8601; they need a `reason`. */
	readonly startedAt?: string | undefined;
	readonly acknowledgedAt?: string | undefined;
	readonly resolvedAt?: string | undefined;
	readonly reason?: string | undefined;
	readonly version?: number | undefined;
}

export interface NewPostmortem {
	/** Markdown; empty takes the draft away. */
	readonly body: string;
	readonly published: boolean;
	/** `updatedAt` of the text its author began with, '' when there was none. */
	readonly seen?: string | undefined;
}

export interface IncidentFilter {
	/** Only those of this service. */
	readonly service?: string | undefined;
	/** Only those that began within, milliseconds; `to` is beyond the last. */
	readonly from?: number | undefined;
	readonly to?: number | undefined;
	/** Only those that are not resolved. */
	readonly open?: true | undefined;
	/** Only those that were acknowledged or resolved within, likewise. */
	readonly acknowledgedFrom?: number | undefined;
	readonly acknowledgedTo?: number | undefined;
	readonly resolvedFrom?: number | undefined;
	readonly resolvedTo?: number | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** Incidents, from the first alert to the post-mortem. */
export interface IncidentCommands {
	createIncident(
		actor: Actor,
		input: NewIncident,
		idempotencyKey?: string
	): Promise<{ incident: StaffIncident; created: boolean }>;
	updateIncident(actor: Actor, number: string, patch: IncidentPatch): Promise<StaffIncident>;
	acknowledgeIncident(actor: Actor, number: string): Promise<StaffIncident>;
	/**
	 * What monitoring says: opens, updates and resolves incidents, each trouble by its fingerprint;
	 * the same again changes nothing. The language is that of what the portal adds to it.
	 */
	receiveAlerts(
		actor: Actor,
		alerts: readonly Alert[],
		language: 'ru' | 'en'
	): Promise<AlertReport>;
	/** Staff link a ticket to an incident; nobody else is told. */
	linkTicket(actor: Actor, number: string, ticket: string): Promise<StaffIncident>;
	unlinkTicket(actor: Actor, number: string, ticket: string): Promise<StaffIncident>;
	writePostmortem(actor: Actor, number: string, input: NewPostmortem): Promise<StaffIncident>;
}

export interface IncidentQueries {
	incident(viewer: Viewer, number: string): Promise<AnyIncident>;
	incidents(viewer: Viewer, filter: IncidentFilter): Promise<Page<AnyIncident>>;
	/** When the first incident of all began, milliseconds, or null. */
	firstIncidentAt(): Promise<number | null>;
	/** The post-mortem of an incident; a draft is there for staff only. */
	postmortem(viewer: Viewer, number: string): Promise<PostmortemView>;
	/** The alert that opened an incident, for staff; null when somebody did. */
	incidentAlert(viewer: Viewer, number: string): Promise<AlertView | null>;
	/** Tickets linked to an incident, for staff. */
	incidentTickets(viewer: Viewer, number: string): Promise<readonly FullTicket[]>;
	/** Incidents a ticket is linked to, for staff; nobody else is told of any. */
	ticketIncidents(viewer: Viewer, number: string): Promise<readonly AnyIncident[]>;
}
