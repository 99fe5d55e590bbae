import { LONGEST_PERIOD_DAYS, type KpiPeriod } from './kpi-period.ts';
import type { ReportFrequency, ReportOrder, ReportTiming } from './report.ts';
import { dateOf, dayOf, dayOrNull, zoneOf } from './zone.ts';

/** Before it no zone is known well enough. */
const EARLIEST = dayOf('1970-01-02');

/** What is wrong with the days of a report: a field and a code that the interface translates. */
export type PeriodFault =
	| { readonly field: 'from'; readonly code: 'invalid' | 'in_future' | 'period_too_long' }
	| { readonly field: 'to'; readonly code: 'invalid' | 'before_start' };

/** Looks whether there can be a report of these days; `today` is the number of the present day. */
export function periodFault(
	{ from, to }: { readonly from: string; readonly to: string },
	today: number
): PeriodFault | null {
	const first = dayOrNull(from);
	const last = dayOrNull(to);
	if (first === null || first < EARLIEST) return { field: 'from', code: 'invalid' };
	if (last === null) return { field: 'to', code: 'invalid' };
	if (last < first) return { field: 'to', code: 'before_start' };
	if (first > today) return { field: 'from', code: 'in_future' };
	if (last - first >= LONGEST_PERIOD_DAYS) return { field: 'from', code: 'period_too_long' };
	return null;
}

/** The days of a report as a stretch of time, the end not included. */
export function reportSpan(
	{ from, to }: Pick<ReportOrder, 'from' | 'to'>,
	zone: string
): KpiPeriod {
	const clock = zoneOf(zone);
	return { from: clock.startOfDay(dayOf(from)), to: clock.startOfDay(dayOf(to) + 1) };
}

/** How many days a report is about. */
export function reportDays({ from, to }: Pick<ReportOrder, 'from' | 'to'>): number {
	return dayOf(to) - dayOf(from) + 1;
}

/**
 * What a scheduled report is about: the day, the seven days or the calendar month that were over
 * when it was due. One that comes late is about the days it would have been about in time.
 */
export function scheduledDays(
	frequency: ReportFrequency,
	dueAt: number,
	zone: string
): Pick<ReportOrder, 'from' | 'to'> {
	const today = zoneOf(zone).dayAt(dueAt);
	if (frequency === 'daily') return { from: dateOf(today - 1), to: dateOf(today - 1) };
	if (frequency === 'weekly') return { from: dateOf(today - 7), to: dateOf(today - 1) };
	const last = dayOf(`${dateOf(today).slice(0, 7)}-01`) - 1;
	return { from: `${dateOf(last).slice(0, 7)}-01`, to: dateOf(last) };
}

/** The same as a line of cron: minute, hour, day of the month, month, weekday. */
export function cronLine({ frequency, weekday, day, time }: ReportTiming): string {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	const of = {
		daily: '* * *',
		// Cron begins its week on Sunday.
		weekly: `* * ${((weekday ?? 0) + 1) % 7}`,
		monthly: `${day ?? 1} * *`
	}[frequency];
	return `${minute} ${hour} ${of}`;
}
