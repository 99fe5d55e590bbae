import type {
	AnyReport,
	ReportKind,
	ReportLanguage,
	ReportOrder,
	ReportSchedule,
	ReportTiming,
	StaffReport
} from '#lib/domain/report.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { Page, StoredFile } from '#server/portal.ts';

/** A report that is wanted. Without a language it is in that of the portal. */
export interface NewReport extends Omit<ReportOrder, 'language'> {
	readonly language?: ReportLanguage | undefined;
	readonly public: boolean;
}

/** A schedule as it is wanted; `weekday` and `day` of another frequency are left aside. */
export interface NewReportSchedule
	extends Omit<NewReport, 'from' | 'to'>, Omit<ReportTiming, 'weekday' | 'day'> {
	/** A known one is changed; a new one without it. */
	readonly id?: number | undefined;
	readonly weekday: number;
	readonly day: number;
	readonly paused: boolean;
}

/** What staff do with reports. Making them is the job's, which these only tell what is wanted. */
export interface ReportCommands {
	/** Wants a report; the job makes it. Throws `invalid_input` for days that cannot be. */
	createReport(
		actor: Actor,
		input: NewReport,
		idempotencyKey?: string
	): Promise<{ report: StaffReport; created: boolean }>;
	/**
	 * Shows a report to everybody, or to staff alone again. One that tells what only staff may see
	 * is made anew first.
	 */
	publishReport(actor: Actor, id: number, shown: boolean): Promise<StaffReport>;
	/** Makes one that failed, or is ready, once more. */
	remakeReport(actor: Actor, id: number): Promise<StaffReport>;
	deleteReport(actor: Actor, id: number): Promise<void>;
	/** A new one without an id, once for each key. Throws `not_found`, `idempotency_conflict`. */
	saveReportSchedule(
		actor: Actor,
		input: NewReportSchedule,
		idempotencyKey?: string
	): Promise<ReportSchedule>;
	deleteReportSchedule(actor: Actor, id: number): Promise<void>;
}

export interface ReportFilter {
	readonly kind?: ReportKind | undefined;
	readonly limit?: number | undefined;
	readonly cursor?: string | undefined;
}

/** A page of reports, read at one point of the stream. */
export interface ReportPage extends Page<AnyReport> {
	readonly epoch: string;
	readonly seq: number;
	readonly total: number;
}

export interface ReportQueries {
	/** The newest first; to anybody but staff those that are ready and public. */
	reports(viewer: Viewer, filter: ReportFilter): Promise<ReportPage>;
	report(viewer: Viewer, id: number): Promise<AnyReport>;
	/** The file of one that is ready. */
	reportFile(viewer: Viewer, id: number): Promise<StoredFile>;
	/** For staff, the next to come first. */
	reportSchedules(viewer: Viewer): Promise<readonly ReportSchedule[]>;
}
