import type { KpiKey } from './kpi.ts';
import type { KpiPeriod } from './kpi-period.ts';

const stretch = (what: string, { from, to }: KpiPeriod) => ({
	[`${what}From`]: new Date(from).toISOString(),
	[`${what}To`]: new Date(to).toISOString()
});

/**
 * The filter of the ticket list (`GET /api/v1/tickets`, `/panel/queue`) that finds the very
 * tickets a figure counted; null where it is not about tickets, or about a past moment.
 */
export function kpiTickets(
	key: KpiKey,
	period: KpiPeriod,
	isPresent: boolean
): Readonly<Record<string, string>> | null {
	const between = (what: 'created' | 'responded' | 'resolved') => stretch(what, period);
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

/**
 * The filter of the list of incidents (`GET /api/v1/incidents`, `/panel/incidents`) that finds the
 * very incidents a figure counted; null where it is not about them, or about a past moment.
 */
export function kpiIncidents(
	key: KpiKey,
	period: KpiPeriod,
	isPresent: boolean
): Readonly<Record<string, string>> | null {
	if (key === 'mtta') return stretch('acknowledged', period);
	if (key === 'mttr') return stretch('resolved', period);
	return key === 'open_incidents' && isPresent ? { open: '1' } : null;
}
