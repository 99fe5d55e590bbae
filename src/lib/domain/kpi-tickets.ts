import type { KpiKey } from './kpi.ts';
import type { KpiPeriod } from './kpi-period.ts';

/**
 * The filter of the ticket list (`GET /api/v1/tickets`, `/panel/queue`) that finds the very
 * tickets a figure counted; null where it is not about tickets, or about a past moment.
 */
export function kpiTickets(
	key: KpiKey,
	period: KpiPeriod,
	isPresent: boolean
): Readonly<Record<string, string>> | null {
	const between = (what: 'created' | 'responded' | 'resolved') => ({
		[`${what}From`]: new Date(period.from).toISOString(),
		[`${what}To`]: new Date(period.to).toISOString()
	});
	switch (key) {
		case 'backlog':
			return isPresent ? { status: 'new,in_progress,waiting' } : null;
		case 'overdue':
			return isPresent ? { status: 'new,in_progress,waiting', overdue: '1' } : null;
		case 'created_today':
		case 'created':
			return between('created');
		case 'first_response_time':
		case 'first_response_median':
		case 'sla_response_met':
			return between('responded');
		case 'resolved_today':
		case 'resolved':
		case 'resolution_time':
		case 'resolution_median':
		case 'opening_to_resolution':
		case 'opening_to_resolution_median':
		case 'sla_resolution_met':
		case 'reopened':
			return between('resolved');
		case 'first_contact_resolution':
			return { ...between('resolved'), answered: '1' };
		case 'csat':
			return { ...between('resolved'), rated: '1' };
		case 'open_incidents':
		case 'mtta':
		case 'mttr':
		case 'availability':
			return null;
	}
}
