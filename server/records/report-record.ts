import {
	reportFileName,
	type ReportFailure,
	type ReportFormat,
	type ReportFrequency,
	type ReportKind,
	type ReportLanguage,
	type ReportReaders,
	type ReportSchedule,
	type ReportState,
	type StaffReport
} from '#lib/domain/report.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { iso, isoOrNull } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export type ReportRecord = StaffReport;

/** A report's row with the name of who asked for it. Times are milliseconds. */
export interface ReportRow {
	readonly id: number;
	readonly kind: ReportKind;
	readonly format: ReportFormat;
	readonly language: ReportLanguage;
	readonly from: string;
	readonly to: string;
	/** SQLite answers with 0 and 1. */
	readonly public: boolean | number;
	readonly madeFor: ReportReaders | null;
	readonly state: ReportState;
	readonly progress: number;
	readonly failure: ReportFailure | null;
	readonly run: string | null;
	readonly attempts: number;
	readonly storedName: string | null;
	readonly size: number | null;
	readonly checksum: string | null;
	readonly scheduleId: number | null;
	readonly author: string | null;
	readonly createdAt: number;
	readonly readyAt: number | null;
}

/** Rows of reports; `rest` is WHERE, ORDER BY and LIMIT. */
export function selectReports(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<ReportRow[]> {
	return tx.all<ReportRow>(
		`SELECT t.id, t.kind, t.format, t.language, t.first_day AS "from", t.last_day AS "to",
			t.public, t.made_for AS "madeFor", t.state, t.progress, t.failure, t.run, t.attempts,
			t.stored_name AS "storedName", t.size, t.checksum, t.schedule_id AS "scheduleId",
			u.name AS author, t.created_at AS "createdAt", t.ready_at AS "readyAt"
		FROM reports t LEFT JOIN users u ON u.id = t.created_by_id ${rest}`,
		bind
	);
}

/** A row as events and staff know it: where its file lies is nobody's affair. */
export function reportRecord(row: ReportRow): ReportRecord {
	const { id, kind, format, language, from, to, state, progress, failure, size, checksum } = row;
	return {
		id,
		kind,
		format,
		language,
		from,
		to,
		name: reportFileName(row),
		size,
		checksum,
		readyAt: isoOrNull(row.readyAt),
		public: Boolean(row.public),
		state,
		progress,
		failure,
		author: row.author,
		schedule: row.scheduleId,
		createdAt: iso(row.createdAt)
	};
}

interface ScheduleRow {
	readonly id: number;
	readonly kind: ReportKind;
	readonly format: ReportFormat;
	readonly language: ReportLanguage;
	readonly public: boolean | number;
	readonly frequency: ReportFrequency;
	readonly weekday: number | null;
	readonly day: number | null;
	readonly time: string;
	readonly paused: boolean | number;
	readonly nextAt: number;
	readonly lastAt: number | null;
	readonly author: string | null;
}

/** Schedules; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectReportSchedules(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<ReportSchedule[]> {
	const rows = await tx.all<ScheduleRow>(
		`SELECT t.id, t.kind, t.format, t.language, t.public, t.frequency, t.weekday, t.day, t.time,
			t.paused, t.next_at AS "nextAt", t.last_at AS "lastAt", u.name AS author
		FROM report_schedules t LEFT JOIN users u ON u.id = t.created_by_id ${rest}`,
		bind
	);
	return rows.map(({ nextAt, lastAt, ...row }) => ({
		...row,
		public: Boolean(row.public),
		paused: Boolean(row.paused),
		nextAt: iso(nextAt),
		lastAt: isoOrNull(lastAt)
	}));
}
