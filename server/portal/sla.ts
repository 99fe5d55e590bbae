import type {
	CalendarView,
	OwnException,
	ProductionCalendar,
	WrittenWeek
} from '#lib/domain/business-calendar.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { SlaBook, SlaPolicyView } from '#lib/domain/sla-policy.ts';
import type { Priority } from '#lib/domain/ticket.ts';

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

/** What was promised, and the working hours it is counted in. */
export interface SlaCommands {
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
}

export interface SlaQueries {
	/** Policies and calendars in force. */
	slaBook(): Promise<SlaBook>;
}
