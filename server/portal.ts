import type { Readable } from 'node:stream';
import type { Alert, AlertReport, AlertView } from '#lib/domain/alert.ts';
import type { AttachmentEntry, AttachmentView } from '#lib/domain/attachment.ts';
import type { CannedReply } from '#lib/domain/canned-reply.ts';
import type { Audience } from '#lib/domain/audience.ts';
import type {
	CalendarView,
	OwnException,
	ProductionCalendar,
	WrittenWeek
} from '#lib/domain/business-calendar.ts';
import type { HistoryEntry } from '#lib/domain/history.ts';
import type {
	AnyIncident,
	IncidentStatus,
	PostmortemView,
	Severity,
	StaffIncident
} from '#lib/domain/incident.ts';
import type {
	Arrivals,
	KpiDimension,
	KpiFigure,
	KpiPart,
	KpiSeries,
	KpiStep
} from '#lib/domain/kpi.ts';
import type { KpiPeriod } from '#lib/domain/kpi-period.ts';
import type { LatestChanges } from '#lib/domain/latest.ts';
import type { Snapshot } from '#lib/domain/live.ts';
import type { Actor, PersonRef, Role, Viewer } from '#lib/domain/people.ts';
import type {
	AnyMaintenance,
	MaintenanceStatus,
	StaffMaintenance
} from '#lib/domain/maintenance.ts';
import type { SavedView } from '#lib/domain/saved-view.ts';
import type { ServiceState, ServiceView, StaffService } from '#lib/domain/service.ts';
import type { SlaBook, SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { CommentView, FullTicket, Priority, TicketStatus } from '#lib/domain/ticket.ts';
import type { Period, Uptime, UptimeDay } from '#lib/domain/uptime.ts';
import type { TokenScope } from '#lib/domain/token-scope.ts';
import type { Upload } from './media/upload.ts';
import type { AccountCommands, AccountQueries } from './portal/accounts.ts';
import type { AdministrationCommands, AdministrationQueries } from './portal/administration.ts';
import type { DocumentCommands, DocumentQueries } from './portal/documents.ts';
import type { MetricCommands, MetricQueries } from './portal/metrics.ts';
import type { ReportCommands, ReportQueries } from './portal/reports.ts';
import type { ScreenCommands, ScreenQueries } from './portal/screens.ts';
import type { SiteCommands, SiteQueries } from './portal/site.ts';
import type { ShiftCommands, ShiftQueries } from './portal/shifts.ts';

export type * from './portal/administration.ts';
export type * from './portal/reports.ts';
export type * from './portal/screens.ts';
export type * from './portal/accounts.ts';
export type * from './portal/shifts.ts';

/** A new ticket. `requester`, `externalId` and `createdAt` are believed from staff only. */
export interface NewTicket {
	readonly subject: string;
	readonly description: string;
	readonly service: string;
	readonly priority: Priority;
	readonly requester?: string | undefined;
	/** Makes an account for a requester who has none yet. */
	readonly requesterName?: string | undefined;
	readonly externalId?: string | undefined;
	readonly createdAt?: string | undefined;
	readonly files?: readonly Upload[] | undefined;
}

/** What may be changed of a ticket; `assignee` is an e-mail, '' or null takes it away. */
export interface TicketPatch {
	readonly status?: TicketStatus | undefined;
	readonly priority?: Priority | undefined;
	readonly assignee?: string | null | undefined;
	readonly service?: string | undefined;
	readonly subject?: string | undefined;
	readonly description?: string | undefined;
	readonly version?: number | undefined;
}

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

export interface NewMaintenance {
	readonly title: string;
	readonly message: string;
	readonly services: readonly string[];
	/** ISO 8601 */
	readonly startsAt: string;
	readonly endsAt: string;
}

export interface MaintenancePatch {
	readonly title?: string | undefined;
	readonly message?: string | undefined;
	readonly services?: readonly string[] | undefined;
	readonly startsAt?: string | undefined;
	readonly endsAt?: string | undefined;
	readonly status?: MaintenanceStatus | undefined;
	readonly version?: number | undefined;
}

export interface ServicePatch {
	readonly name?: string | undefined;
	readonly description?: string | undefined;
	readonly position?: number | undefined;
	readonly hidden?: boolean | undefined;
}

export interface NewService {
	readonly slug: string;
	readonly name: string;
	readonly description: string;
	/** Place in lists; after all others when left out. */
	readonly position?: number | undefined;
}

export interface NewPerson {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization?: string | undefined;
	/** Without one the account cannot sign in. */
	readonly password?: string | undefined;
}

/** What a person sees of itself. */
export interface Profile extends PersonRef {
	readonly role: Role;
	readonly organization: string | null;
	/** Null: nobody has chosen yet, the portal's own is taken. */
	readonly language: 'ru' | 'en' | null;
	/** Letters about own tickets are wanted. */
	readonly mail: boolean;
}

export interface ProfilePatch {
	readonly name?: string | undefined;
	readonly language?: 'ru' | 'en' | undefined;
	readonly mail?: boolean | undefined;
}

/** A policy for one service. Minutes are of the calendar's working time. */
export interface NewSlaPolicy {
	readonly priority: Priority;
	/** Slug. */
	readonly service: string;
	readonly responseMinutes: number;
	readonly resolutionMinutes: number;
	readonly warningPercent: number;
	/** Id of the calendar. */
	readonly calendar: number;
}

export interface SlaPolicyPatch {
	readonly responseMinutes?: number | undefined;
	readonly resolutionMinutes?: number | undefined;
	readonly warningPercent?: number | undefined;
	readonly calendar?: number | undefined;
	readonly version?: number | undefined;
}

/** A calendar of working hours, whole. */
export interface CalendarInput {
	readonly name: string;
	/** IANA name. */
	readonly zone: string;
	readonly week: WrittenWeek;
	readonly productionCalendar: ProductionCalendar | null;
	readonly exceptions: readonly OwnException[];
	readonly version?: number | undefined;
}

export interface Person extends PersonRef {
	readonly id: number;
	readonly role: Role;
}

/** Where a sign-in comes from, for throttling and for the list of one's sessions. */
export interface SignInOrigin {
	readonly address: string;
	readonly userAgent: string;
}

export interface SignedIn {
	readonly token: string;
	readonly expiresAt: string;
	readonly viewer: NonNullable<Viewer>;
}

/** A live session behind a token. */
export interface LiveSession {
	readonly id: string;
	/** A browser's, one of `POST /token`, or a key made in the panel. */
	readonly kind: 'web' | 'api' | 'key';
	/** Milliseconds; null is never. */
	readonly expiresAt: number | null;
	/** What a key is good for; null is all that its owner may do. */
	readonly scopes: readonly TokenScope[] | null;
	readonly viewer: NonNullable<Viewer>;
}

/** The only writers: one verb, one transaction, one event or more. Refusals are `DomainError`s. */
export interface Commands
	extends
		AdministrationCommands,
		DocumentCommands,
		MetricCommands,
		ReportCommands,
		AccountCommands,
		ScreenCommands,
		SiteCommands,
		ShiftCommands {
	createTicket(
		actor: Actor,
		input: NewTicket,
		idempotencyKey?: string
	): Promise<{ ticket: FullTicket; created: boolean }>;
	updateTicket(actor: Actor, number: string, patch: TicketPatch): Promise<FullTicket>;
	cancelTicket(actor: Actor, number: string): Promise<FullTicket>;
	commentTicket(
		actor: Actor,
		number: string,
		input: { body: string; internal: boolean; files?: readonly Upload[] },
		idempotencyKey?: string
	): Promise<{ comment: CommentView; created: boolean }>;
	/** Its client says that it was not solved after all; `too_late` when its week is over. */
	reopenTicket(
		actor: Actor,
		number: string,
		body: string,
		idempotencyKey?: string
	): Promise<{ comment: CommentView; created: boolean }>;
	/** Its client rates how it was solved; the last word counts. */
	rateTicket(
		actor: Actor,
		number: string,
		rating: { score: number; comment: string }
	): Promise<FullTicket>;
	/** Its client has looked at so much of what staff said or changed; all of it when left out. */
	readTicket(actor: Actor, number: string, seen?: number): Promise<void>;
	/** It vanishes for everybody; its history stays for administrators. */
	deleteTicket(actor: Actor, number: string, reason: string): Promise<void>;
	/** Throws `not_found` for one that is neither one's own nor shared. */
	saveReply(
		actor: Actor,
		reply: { id?: number; title: string; body: string; shared: boolean }
	): Promise<CannedReply>;
	deleteReply(actor: Actor, id: number): Promise<void>;
	/** A new view of the queue needs its query; a known one keeps the one it has without it. */
	saveView(actor: Actor, view: { id?: number; name: string; query?: string }): Promise<SavedView>;
	deleteView(actor: Actor, id: number): Promise<void>;
	moveView(actor: Actor, id: number, direction: 'up' | 'down'): Promise<void>;
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
	/** By hand; `operational` or null gives the state back to incidents and planned works. */
	setServiceState(
		actor: Actor,
		slug: string,
		state: ServiceState | null,
		reason?: string
	): Promise<StaffService>;
	updateService(actor: Actor, slug: string, patch: ServicePatch): Promise<StaffService>;
	createMaintenance(
		actor: Actor,
		input: NewMaintenance,
		idempotencyKey?: string
	): Promise<{ maintenance: StaffMaintenance; created: boolean }>;
	/** Also begins, ends and cancels works by hand, by `status`. */
	updateMaintenance(
		actor: Actor,
		number: string,
		patch: MaintenancePatch
	): Promise<StaffMaintenance>;
	/** The same slug again answers with the service that is there. */
	createService(
		actor: Actor,
		input: NewService
	): Promise<{ service: StaffService; created: boolean }>;
	/** The same e-mail again answers with the person that is there, unchanged. */
	createPerson(actor: Actor, input: NewPerson): Promise<{ person: Person; created: boolean }>;
	/** What a person may change of itself; a name of staff stays. */
	updateProfile(actor: Actor, patch: ProfilePatch): Promise<void>;
	/** Stops letters to whoever the key in a letter names; `not_found` when it is not ours. */
	stopMail(token: string): Promise<void>;
	/** Throws `invalid_input` when the service has one for this priority already. */
	createSlaPolicy(actor: Actor, input: NewSlaPolicy): Promise<SlaPolicyView>;
	/** Tickets that were promised before keep their promise; see `recalculateSla`. */
	updateSlaPolicy(actor: Actor, id: number, patch: SlaPolicyPatch): Promise<SlaPolicyView>;
	/** Only one for a single service: the one for all of them is then in force again. */
	deleteSlaPolicy(actor: Actor, id: number): Promise<void>;
	createCalendar(actor: Actor, input: CalendarInput): Promise<CalendarView>;
	updateCalendar(actor: Actor, id: number, input: CalendarInput): Promise<CalendarView>;
	/** Holds every open ticket to the policies and calendars of today; tells how many moved. */
	recalculateSla(actor: Actor): Promise<{ readonly moved: number }>;
	/** Makes the first administrator. Throws `not_found` when the token is wrong or used up. */
	setUp(token: string, person: { name: string; email: string; password: string }): Promise<void>;
	/**
	 * Throws `wrong_credentials`, `too_many_attempts`, `not_confirmed`, `second_factor_required`
	 * (without a code), or `second_factor_missing` where a program has to have one.
	 */
	signIn(
		kind: 'web' | 'api',
		credentials: { email: string; password: string; code?: string | undefined },
		origin: SignInOrigin
	): Promise<SignedIn>;
	/**
	 * By the present password; every other session ends. Refused at the field `current`
	 * (`wrong_password`), or `too_many_attempts`.
	 */
	changePassword(
		actor: Actor,
		sessionId: string,
		passwords: { current: string; password: string },
		origin: Pick<SignInOrigin, 'address'>
	): Promise<void>;
	signOut(sessionId: string): Promise<void>;
}

export const TICKET_SORTS = ['urgency', 'newest', 'oldest', 'updated'] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketFilter {
	readonly status?: readonly TicketStatus[] | undefined;
	readonly priority?: readonly Priority[] | undefined;
	readonly service?: string | undefined;
	/** An e-mail, or `none` for tickets nobody has. */
	readonly assignee?: string | undefined;
	/** An e-mail: those filed for this person. */
	readonly requester?: string | undefined;
	readonly q?: string | undefined;
	/** Only those their own client has not looked at since staff did something. */
	readonly unread?: boolean | undefined;
	readonly externalId?: string | undefined;
	/** Moments in milliseconds, the end not included. */
	readonly createdFrom?: number | undefined;
	readonly createdTo?: number | undefined;
	readonly respondedFrom?: number | undefined;
	readonly respondedTo?: number | undefined;
	readonly resolvedFrom?: number | undefined;
	readonly resolvedTo?: number | undefined;
	/** Those that were answered, are rated, owe something that is late. */
	readonly answered?: true | undefined;
	readonly rated?: true | undefined;
	readonly overdue?: true | undefined;
	readonly sort?: TicketSort | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** A period in milliseconds (see `kpiPeriod`) and how it is cut up. */
export interface KpiSeriesRequest extends KpiPeriod {
	readonly step: KpiStep;
	readonly by?: KpiDimension | undefined;
}

export interface Page<T> {
	readonly items: readonly T[];
	readonly total?: number;
	/** There are more than `total`: it was counted up to a point. */
	readonly more?: true;
	readonly nextCursor: string | null;
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

export interface MaintenanceFilter {
	readonly service?: string | undefined;
	readonly status?: readonly MaintenanceStatus[] | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** How a service fared in a period. `availability` in per cent, null when nothing is known. */
export interface ServiceAvailability extends Uptime {
	readonly slug: string;
	readonly name: string;
	readonly availability: number | null;
}

/** The bars of a service and what they come to. */
export interface ServiceUptime {
	readonly slug: string;
	readonly availability: number | null;
	readonly days: readonly UptimeDay[];
}

/** A ticket with its conversation, read at one point of the stream. */
export interface TicketThread {
	readonly epoch: string;
	readonly seq: number;
	readonly ticket: FullTicket;
	readonly comments: readonly CommentView[];
	/** What was changed, the oldest first. */
	readonly history: readonly HistoryEntry[];
	/** Files the ticket was filed with; those of comments are with the comments. */
	readonly attachments: readonly AttachmentView[];
}

/** A ticket that was taken away, as administrators may read of it. */
export interface DeletedTicket {
	readonly number: string;
	readonly subject: string;
	readonly deletedAt: string;
	readonly deletedBy: string | null;
	readonly reason: string;
}

/** A file that may be downloaded by whoever asked for it. */
export interface StoredFile {
	readonly name: string;
	readonly type: string;
	/** Bytes. */
	readonly size: number;
	/** Opens the content. Throws `not_found` when the disk has lost it. */
	open(): Promise<Readable>;
}

/** A fact as staff read it in the raw stream. */
export interface EventView {
	readonly seq: number;
	readonly at: string;
	readonly type: string;
	readonly actor: string | null;
	readonly payload: unknown;
}

export interface EventPage {
	readonly epoch: string;
	readonly items: readonly EventView[];
	/** To be given as `after` for what follows. */
	readonly nextAfter: number;
}

/** Reads. What a viewer may not see is `not_found`, the same as what does not exist. */
export interface Queries
	extends
		AdministrationQueries,
		DocumentQueries,
		MetricQueries,
		ReportQueries,
		AccountQueries,
		ScreenQueries,
		SiteQueries,
		ShiftQueries {
	/** State and cursor for an audience, read together. */
	live(audience: Audience): Promise<Snapshot>;
	/** The same as JSON text, made once per audience and seq. */
	liveJson(audience: Audience): Promise<string>;
	/** Where the stream stands: what is read after this holds all that came up to there. */
	cursor(): Promise<Pick<Snapshot, 'epoch' | 'seq'>>;
	ticket(viewer: Viewer, number: string): Promise<FullTicket>;
	thread(viewer: Viewer, number: string): Promise<TicketThread>;
	/** What was changed of a ticket; administrators read that of a deleted one too. */
	history(viewer: Viewer, number: string): Promise<readonly HistoryEntry[]>;
	/** Files of a ticket and its comments; those of internal notes are for staff. */
	attachments(viewer: Viewer, number: string): Promise<readonly AttachmentEntry[]>;
	attachment(viewer: Viewer, id: number): Promise<StoredFile>;
	/** Canned replies of one of the staff: its own, then the shared ones. */
	replies(viewer: Viewer): Promise<readonly CannedReply[]>;
	/** Views of the queue that one of the staff keeps, in their order. */
	views(viewer: Viewer): Promise<readonly SavedView[]>;
	/** What is left of a deleted ticket, for administrators. */
	deletedTicket(viewer: Viewer, number: string): Promise<DeletedTicket>;
	/** The latest number first; `before` is the last number of the page before. */
	deletedTickets(viewer: Viewer, before?: string): Promise<Page<DeletedTicket>>;
	tickets(viewer: Viewer, filter: TicketFilter): Promise<Page<FullTicket>>;
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
	services(): Promise<readonly ServiceView[]>;
	/** Services as staff look after them, hidden ones among them. */
	staffServices(viewer: Viewer): Promise<readonly StaffService[]>;
	/** How every visible service fared in a period (milliseconds), up to now. */
	availability(viewer: Viewer, period: Period): Promise<readonly ServiceAvailability[]>;
	/** The last 90 days of every visible service, the present day last. */
	uptime(): Promise<readonly ServiceUptime[]>;
	maintenance(viewer: Viewer, number: string): Promise<AnyMaintenance>;
	/** The latest beginning first; of one service when it is named. */
	maintenances(viewer: Viewer, filter: MaintenanceFilter): Promise<Page<AnyMaintenance>>;
	/**
	 * Every figure the viewer may see, for a period; without one, of the last 30 days and with
	 * those of the present day.
	 */
	kpis(viewer: Viewer, period?: KpiPeriod): Promise<readonly KpiFigure[]>;
	/** One figure. Those of the present day are of today whatever the period. */
	kpi(viewer: Viewer, key: string, period?: KpiPeriod): Promise<KpiFigure>;
	/**
	 * A figure over time. Throws `invalid_input` for too many steps (`step`) or a figure that has
	 * no such parts (`by`), `forbidden` for what each member of staff did.
	 */
	kpiSeries(viewer: Viewer, key: string, request: KpiSeriesRequest): Promise<KpiSeries>;
	/**
	 * A figure by one of its dimensions, for the whole of a period, what counted most first. Throws
	 * as `kpiSeries` does.
	 */
	kpiParts(
		viewer: Viewer,
		key: string,
		request: KpiPeriod & { readonly by: KpiDimension }
	): Promise<readonly KpiPart[]>;
	/** Tickets filed in a period by weekday and hour; the last 30 days without one. */
	arrivals(period?: KpiPeriod): Promise<Arrivals>;
	/** Policies and calendars in force. */
	slaBook(): Promise<SlaBook>;
	/** What happened last, at most so many lines, for staff; `forbidden` for anybody else. */
	latestChanges(viewer: Viewer, most: number): Promise<LatestChanges>;
	/** The raw stream after a number, for staff. */
	events(viewer: Viewer, after: number, limit: number): Promise<EventPage>;
	/** Those a ticket may be assigned to, by name. */
	staff(): Promise<readonly PersonRef[]>;
	/** Clients a ticket may be filed for, by name. */
	clients(): Promise<readonly PersonRef[]>;
	profile(viewer: Viewer): Promise<Profile>;
	/** Whose letters a key stops, and whether they are wanted; null when it is not ours. */
	mailOf(token: string): Promise<{ readonly email: string; readonly mail: boolean } | null>;
	/** Letters that wait to be sent, and those that were given up. */
	mails(): Promise<{ readonly waiting: number; readonly failed: number }>;
	/** May an administrator be made with this token? */
	isSetUpOpen(token: string): Promise<boolean>;
	/**
	 * The session behind a token, or null when it is unsigned, expired, ended or blocked, or its
	 * owner has to set up a second factor before anything else. With the
	 * address of who shows it the use of a key is noted.
	 */
	session(token: string, address?: string): Promise<LiveSession | null>;
}

/** What pages need to know of the installation. */
export interface Installation {
	readonly build: string;
	readonly demo: boolean;
	/** Shown on the sign-in page in demo mode only. */
	readonly demoPassword: string | null;
	readonly timeZone: string;
	/** How long events, and with them the record of what happened, are kept. */
	readonly retentionDays: number;
	readonly defaultLocale: 'ru' | 'en';
	/** Public address, or null when any address it is reached at works. */
	readonly origin: string | null;
}

/** The running portal, as routes, API, sockets and jobs reach it. */
export interface Portal {
	readonly installation: Installation;
	readonly commands: Commands;
	readonly queries: Queries;
	/** Now, in milliseconds; tests wind it forward. */
	readonly now: () => number;
}

declare global {
	/** Set once in `server/index.ts`, read in `src/hooks.server.ts` alone. */
	var __portal: Portal | undefined;
}
