import type { AccountCommands, AccountQueries } from './portal/accounts.ts';
import type { AdministrationCommands, AdministrationQueries } from './portal/administration.ts';
import type { DocumentCommands, DocumentQueries } from './portal/documents.ts';
import type { IncidentCommands, IncidentQueries } from './portal/incidents.ts';
import type { KpiQueries } from './portal/kpis.ts';
import type { MetricCommands, MetricQueries } from './portal/metrics.ts';
import type { PeopleCommands, PeopleQueries } from './portal/people.ts';
import type { ReportCommands, ReportQueries } from './portal/reports.ts';
import type { ScreenCommands, ScreenQueries } from './portal/screens.ts';
import type { ServiceCommands, ServiceQueries } from './portal/services.ts';
import type { ShiftCommands, ShiftQueries } from './portal/shifts.ts';
import type { SiteCommands, SiteQueries } from './portal/site.ts';
import type { SlaCommands, SlaQueries } from './portal/sla.ts';
import type { StreamQueries } from './portal/stream.ts';
import type { TicketCommands, TicketQueries } from './portal/tickets.ts';

export type * from './portal/accounts.ts';
export type * from './portal/administration.ts';
export type * from './portal/incidents.ts';
export type * from './portal/kpis.ts';
export type * from './portal/page.ts';
export type * from './portal/people.ts';
export type * from './portal/reports.ts';
export type * from './portal/screens.ts';
export type * from './portal/services.ts';
export type * from './portal/shifts.ts';
export type * from './portal/sla.ts';
export type * from './portal/stream.ts';
export type * from './portal/tickets.ts';
export { TICKET_SORTS } from './portal/tickets.ts';

/** The only writers: one verb, one transaction, one event or more. Refusals are `DomainError`s. */
export interface Commands
	extends
		AccountCommands,
		AdministrationCommands,
		DocumentCommands,
		IncidentCommands,
		MetricCommands,
		PeopleCommands,
		ReportCommands,
		ScreenCommands,
		ServiceCommands,
		ShiftCommands,
		SiteCommands,
		SlaCommands,
		TicketCommands {}

/** Reads. What a viewer may not see is `not_found`, the same as what does not exist. */
export interface Queries
	extends
		AccountQueries,
		AdministrationQueries,
		DocumentQueries,
		IncidentQueries,
		KpiQueries,
		MetricQueries,
		PeopleQueries,
		ReportQueries,
		ScreenQueries,
		ServiceQueries,
		ShiftQueries,
		SiteQueries,
		SlaQueries,
		StreamQueries,
		TicketQueries {}

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
