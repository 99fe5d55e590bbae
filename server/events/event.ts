import type { CoverageRule } from '#lib/domain/coverage.ts';
import type { RosterMoved } from '#lib/domain/shift.ts';
import type { HandoverRecord } from '#server/records/handover-record.ts';
import type { ShiftRecord } from '#server/records/shift-record.ts';
import type { AttachmentView } from '#lib/domain/attachment.ts';
import type { CalendarView } from '#lib/domain/business-calendar.ts';
import type { CannedReply } from '#lib/domain/canned-reply.ts';
import type { SavedView } from '#lib/domain/saved-view.ts';
import type { Totals } from '#lib/domain/figures.ts';
import type { ScreenCommand } from '#lib/domain/screen.ts';
import type { ReportSchedule } from '#lib/domain/report.ts';
import type { SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { CommentView } from '#lib/domain/ticket.ts';
import type { DocumentNews } from '#server/records/document-record.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import type { MaintenanceRecord } from '#server/records/maintenance-record.ts';
import type { KpiRecord } from '#server/records/metric-record.ts';
import type { ScreenRecord } from '#server/records/screen-record.ts';
import type { ReportRecord } from '#server/records/report-record.ts';
import type { NewsRecord } from '#server/records/news-record.ts';
import type { ServiceRecord } from '#server/records/service-record.ts';
import type { HistoryRecord } from '#server/records/history-record.ts';
import type { TicketRecord } from '#server/records/ticket-record.ts';

export type EventType =
	| 'ticket.created'
	| 'ticket.imported'
	| 'ticket.updated'
	| 'ticket.commented'
	| 'ticket.noted'
	| 'ticket.sla_crossed'
	| 'ticket.reopened'
	| 'ticket.rated'
	| 'ticket.read'
	| 'ticket.sla_recalculated'
	| 'ticket.deleted'
	| 'reply.saved'
	| 'reply.deleted'
	| 'view.saved'
	| 'view.deleted'
	| 'view.moved'
	| 'incident.created'
	| 'incident.updated'
	| 'incident.acknowledged'
	| 'incident.left'
	| 'incident.linked'
	| 'incident.unlinked'
	| 'incident.postmortem'
	| 'maintenance.planned'
	| 'maintenance.updated'
	| 'maintenance.started'
	| 'maintenance.ended'
	| 'maintenance.cancelled'
	| 'shift.planned'
	| 'shift.updated'
	| 'shift.deleted'
	| 'shift.began'
	| 'shift.ended'
	| 'shift.feed_opened'
	| 'shift.feed_closed'
	| 'handover.written'
	| 'handover.accepted'
	| 'coverage.saved'
	| 'coverage.deleted'
	| 'service.created'
	| 'service.updated'
	| 'sla.policy_created'
	| 'sla.policy_changed'
	| 'sla.policy_deleted'
	| 'calendar.created'
	| 'calendar.changed'
	| 'document.created'
	| 'document.renewed'
	| 'document.updated'
	| 'document.deleted'
	| 'document.section_renamed'
	| 'document.downloaded'
	| 'figures.turned'
	| 'metric.recorded'
	| 'metric.defined'
	| 'metric.value_deleted'
	| 'metric.deleted'
	| 'person.created'
	| 'person.changed'
	| 'person.registered'
	| 'person.registered_again'
	| 'person.confirmed'
	| 'person.joined'
	| 'person.reset_asked'
	| 'person.password_set'
	| 'person.link_made'
	| 'factor.begun'
	| 'factor.turned_on'
	| 'factor.turned_off'
	| 'factor.codes_renewed'
	| 'factor.recovery_used'
	| 'person.role_changed'
	| 'person.blocked'
	| 'person.unblocked'
	| 'organization.created'
	| 'organization.renamed'
	| 'organization.merged'
	| 'token.created'
	| 'token.revoked'
	| 'settings.changed'
	| 'screen.paired'
	| 'screen.joined'
	| 'screen.updated'
	| 'screen.commanded'
	| 'screen.reported'
	| 'screen.online'
	| 'screen.dark'
	| 'screen.revoked'
	| 'report.ordered'
	| 'report.started'
	| 'report.advanced'
	| 'report.released'
	| 'report.ready'
	| 'report.failed'
	| 'report.published'
	| 'report.deleted'
	| 'report.scheduled'
	| 'report.unscheduled'
	| 'session.throttled'
	| 'news.saved'
	| 'news.published'
	| 'news.withdrawn'
	| 'news.deleted'
	| 'faq.saved'
	| 'faq.deleted'
	| 'faq.ordered'
	| 'site.text_saved'
	| 'site.contacts_saved'
	| 'session.started'
	| 'session.ended';

/** A comment and whose ticket it is on. */
export interface CommentRecord extends Omit<CommentView, 'attachments'> {
	readonly requesterId: number;
	/** Events of before there were attachments have none. */
	readonly attachments?: readonly AttachmentView[];
}

/** A report, and whether everybody saw it until now. */
export interface ReportNews {
	readonly record: ReportRecord;
	readonly wasShown: boolean;
}

/** A measured figure that somebody no longer sees: `others` are all but staff. */
export interface KpiLeft {
	readonly key: string;
	readonly to: 'everyone' | 'staff' | 'others';
}

/** Field → value before and after: the audit trail. */
export type Changed = Readonly<Record<string, readonly [unknown, unknown]>>;

/** The rows an event speaks of, as they stand after it. */
export interface EventPayload {
	/** Who did it, for the audit trail; null is the portal's clock. */
	readonly actor: string | null;
	readonly changed?: Changed;
	readonly ticket?: TicketRecord;
	/** Number of a ticket that was deleted: nothing of it is told any more. */
	readonly ticketDeleted?: string;
	/** A ticket its own client has looked at: nobody else is told. */
	readonly readTicket?: TicketRecord;
	/** Tickets of somebody who has another name now, those it is assigned to among them. */
	readonly renamed?: readonly TicketRecord[];
	/** Tickets of which only the public side changed: their service is hidden, or shown again. */
	readonly publicTickets?: readonly TicketRecord[];
	/** How many of its own tickets a client has not looked at since staff did something. */
	readonly unread?: { readonly requesterId: number; readonly tickets: number };
	/** What was written into the ticket's history. */
	readonly history?: readonly HistoryRecord[];
	readonly comment?: CommentRecord;
	/** Files that came with a new ticket. */
	readonly attachments?: readonly AttachmentView[];
	readonly incident?: IncidentRecord;
	/** The same where what changed is for staff alone: nobody else is told anything. */
	readonly incidentForStaff?: IncidentRecord;
	/** One that changed although live screens no longer show it: whoever reads it reads it anew. */
	readonly incidentUnlisted?: { readonly number: string; readonly staffOnly: boolean };
	/** Incidents that changed by the way, by the new name of a service for instance. */
	readonly incidents?: readonly IncidentRecord[];
	/** What was written into a post-mortem, for the audit trail. */
	readonly postmortem?: { readonly number: string; readonly body: string };
	readonly maintenances?: readonly MaintenanceRecord[];
	/** Number of an incident that live screens no longer show. */
	readonly incidentLeft?: string;
	readonly services?: readonly ServiceRecord[];
	readonly documents?: readonly DocumentNews[];
	/** Headlines that live screens put and drop; `touched` is the id of what was written. */
	readonly news?: {
		readonly put: readonly NewsRecord[];
		readonly drop: readonly number[];
		readonly touched: number;
		/** It was not published before and is not now. */
		readonly staffOnly: boolean;
	};
	/** Shifts that live screens show, as they stand now. */
	readonly shifts?: readonly ShiftRecord[];
	/** Ids of shifts that live screens no longer show. */
	readonly shiftsLeft?: readonly number[];
	/** Where the roster has changed: whoever shows that part reads it anew. */
	readonly rosterMoved?: RosterMoved;
	/** What was rostered, changed or taken away, for the audit trail. */
	readonly rostered?: readonly ShiftRecord[];
	readonly handover?: HandoverRecord;
	readonly coverageRule?: CoverageRule;
	readonly totals?: Totals;
	readonly kpis?: readonly KpiRecord[];
	readonly kpisLeft?: readonly KpiLeft[];
	/** A reply of the desk, and a view of its queue: told to nobody, kept for the audit trail. */
	readonly cannedReply?: CannedReply;
	readonly savedView?: SavedView;
	/** Sessions that ended here: their sockets are told goodbye. */
	readonly endedSessions?: readonly string[];
	/** What is promised, as it stands now; of a deleted policy as it stood last. */
	readonly slaPolicy?: SlaPolicyView;
	readonly calendar?: CalendarView;
	readonly person?: { readonly id: number; readonly email: string; readonly role: string };
	readonly organization?: { readonly id: number; readonly name: string };
	/** A key to the API, without anything it could be used by. */
	readonly apiToken?: {
		readonly name: string;
		readonly prefix: string;
		readonly scopes?: readonly string[];
		readonly expiresAt?: string | null;
	};
	readonly screen?: ScreenRecord;
	/** What the screen of this event is told to do, at this moment and never again. */
	readonly screenCommand?: ScreenCommand;
	/** Id of a screen that was revoked. */
	readonly screenGone?: number;
	readonly report?: ReportNews;
	/** The report as it stood last. */
	readonly reportDeleted?: ReportNews;
	/** Told to nobody, kept for the audit trail. */
	readonly reportSchedule?: ReportSchedule;
	/** Where a sign-in came from. */
	readonly address?: string;
	/** Why sessions ended, told to their sockets. */
	readonly reason?: string;
}

/** A fact, numbered. */
export interface StoredEvent {
	readonly seq: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
	readonly type: EventType;
	readonly actorId: number | null;
	readonly payload: EventPayload;
}

/** A row of the table `events`. */
export interface EventRow {
	readonly seq: number;
	readonly at: number;
	readonly type: EventType;
	readonly actorId: number | null;
	readonly payload: string;
}

/** Columns of a stored event, for SELECT. */
export const EVENT_COLUMNS = `seq, at, type, actor_id AS "actorId", payload`;

/** A row as the event it holds. */
export function storedEvent(row: EventRow): StoredEvent {
	const payload: EventPayload = JSON.parse(row.payload);
	return { seq: row.seq, at: row.at, type: row.type, actorId: row.actorId, payload };
}
