import type {
	ReportFailure,
	ReportFormat,
	ReportFrequency,
	ReportKind,
	ReportOrder,
	ReportTiming,
	StaffReport
} from '#lib/domain/report.ts';
import { DAY, dayOf } from '#lib/domain/zone.ts';
import { locale } from '#lib/format/locale.ts';
import { weekdayName } from '#lib/format/periods.ts';
import { m } from '#lib/paraglide/messages.js';

type Labels<K extends string> = Readonly<Record<K, () => string>>;

export const reportKindLabel: Labels<ReportKind> = {
	summary: m.reports_kind_summary,
	kpi: m.reports_kind_kpi,
	queue: m.reports_kind_queue,
	incidents: m.reports_kind_incidents,
	shifts: m.reports_kind_shifts
};

export const reportFormatLabel: Labels<ReportFormat> = {
	docx: m.reports_format_docx,
	txt: m.reports_format_txt
};

export const reportFrequencyLabel: Labels<ReportFrequency> = {
	daily: m.reports_frequency_daily,
	weekly: m.reports_frequency_weekly,
	monthly: m.reports_frequency_monthly
};

export const reportFailureText: Labels<ReportFailure> = {
	no_room: m.reports_failure_no_room,
	too_long: m.reports_failure_too_long,
	interrupted: m.reports_failure_interrupted,
	fault: m.reports_failure_fault
};

/** «Готовится, 40 %» */
export function reportStateText({ state, progress }: StaffReport): string {
	switch (state) {
		case 'queued':
			return m.reports_state_queued();
		case 'running':
			return m.reports_state_running({ percent: progress });
		case 'ready':
			return m.reports_state_ready();
		case 'failed':
			return m.reports_state_failed();
	}
}

/** «1–30 ноября 2026 г.» */
export function reportPeriodText({ from, to }: Pick<ReportOrder, 'from' | 'to'>): string {
	const format = new Intl.DateTimeFormat(locale() === 'ru' ? 'ru-RU' : 'en-GB', {
		timeZone: 'UTC',
		day: 'numeric',
		month: 'long',
		year: 'numeric'
	});
	return format.formatRange(dayOf(from) * DAY, dayOf(to) * DAY);
}

/** «каждую неделю, понедельник, в 08:00» */
export function reportTimingText({ frequency, weekday, day, time }: ReportTiming): string {
	switch (frequency) {
		case 'daily':
			return m.reports_when_daily({ time });
		case 'weekly':
			return m.reports_when_weekly({ weekday: weekdayName(weekday ?? 0, 'long'), time });
		case 'monthly':
			return m.reports_when_monthly({ day: day ?? 1, time });
	}
}
