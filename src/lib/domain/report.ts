import type { Change } from './live.ts';

export const REPORT_KINDS = ['queue', 'incidents', 'kpi', 'shifts', 'summary'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

export const REPORT_FORMATS = ['docx', 'txt'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export const REPORT_LANGUAGES = ['ru', 'en'] as const;
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];

export const REPORT_STATES = ['queued', 'running', 'ready', 'failed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** Why there is none: no room on the disk, it took too long, its maker died again and again. */
export const REPORT_FAILURES = ['no_room', 'too_long', 'interrupted', 'fault'] as const;
export type ReportFailure = (typeof REPORT_FAILURES)[number];

/** Whose eyes a report is made for: to everybody nothing is told that only staff may see. */
export type ReportReaders = 'staff' | 'public';

/** What is to be reported. Days are of the portal's zone, `YYYY-MM-DD`, both included. */
export interface ReportOrder {
	readonly kind: ReportKind;
	readonly format: ReportFormat;
	readonly language: ReportLanguage;
	readonly from: string;
	readonly to: string;
}

/** A finished report that everybody may read. */
export interface PublicReport extends ReportOrder {
	readonly id: number;
	/** What its file is called. */
	readonly name: string;
	/** Bytes. */
	readonly size: number | null;
	/** SHA-256, hexadecimal. */
	readonly checksum: string | null;
	readonly readyAt: string | null;
}

/** A report as staff see it, while it is made too. */
export interface StaffReport extends PublicReport {
	readonly public: boolean;
	readonly state: ReportState;
	/** Per cent. */
	readonly progress: number;
	readonly failure: ReportFailure | null;
	/** Who asked for it; null is a schedule. */
	readonly author: string | null;
	readonly schedule: number | null;
	readonly createdAt: string;
}

export type AnyReport = PublicReport | StaffReport;

/** Is this all of a report that staff see? */
export function isStaffReport(report: AnyReport): report is StaffReport {
	return 'state' in report;
}

/** Does everybody see it? */
export function isShownReport(report: Pick<StaffReport, 'public' | 'state'>): boolean {
	return report.public && report.state === 'ready';
}

/** Kinds by their names in addresses of files. */
export function reportFileName(order: ReportOrder): string {
	const { kind, from, to, format } = order;
	return `report-${kind}-${from}${from === to ? '' : `_${to}`}.${format}`;
}

/**
 * A page of reports, newest first, after some changes. On the first page new ones take their
 * place; a page that is not the first only tells more of those it has.
 */
export function withReports(
	page: { readonly items: readonly AnyReport[]; readonly first: boolean; readonly cut: boolean },
	changes: readonly Change[],
	wanted: (report: AnyReport) => boolean = () => true
): readonly AnyReport[] {
	let items = page.items;
	for (const change of changes) {
		if (change.kind !== 'report') continue;
		const others = items.filter(({ id }) => id !== change.id);
		const known = others.length < items.length;
		if (change.op === 'drop' || !wanted(change.value)) {
			if (known) items = others;
			continue;
		}
		const last = page.items.at(-1);
		const beyond = page.cut && last !== undefined && change.value.id < last.id;
		if (!known && (!page.first || beyond)) continue;
		items = [...others, change.value].sort((a, b) => b.id - a.id);
	}
	return items;
}

export const REPORT_FREQUENCIES = ['daily', 'weekly', 'monthly'] as const;
export type ReportFrequency = (typeof REPORT_FREQUENCIES)[number];

/** When reports are made by themselves, by the clock of the portal's zone. */
export interface ReportTiming {
	readonly frequency: ReportFrequency;
	/** 0 is Monday; of weekly ones alone. */
	readonly weekday: number | null;
	/** 1 to 28, so that no month is left out; of monthly ones alone. */
	readonly day: number | null;
	/** `08:30` */
	readonly time: string;
}

/** A schedule as staff see it. */
export interface ReportSchedule extends ReportTiming {
	readonly id: number;
	readonly kind: ReportKind;
	readonly format: ReportFormat;
	readonly language: ReportLanguage;
	readonly public: boolean;
	readonly paused: boolean;
	readonly nextAt: string;
	/** When it last made one. */
	readonly lastAt: string | null;
	readonly author: string | null;
}
