/** What is counted for each stretch of time: columns of the roll-ups, all of them sums. */
export const KPI_COLUMNS = [
	// At the time of creation. The unanswered and the unresolved are those that still are.
	'created',
	'opened',
	'unanswered',
	'unresolved',
	// At the time of the first response.
	'responded',
	'response_ms',
	'response_met',
	// At the time of the solution.
	'resolved',
	'resolution_ms',
	'elapsed_ms',
	'resolution_met',
	'reopened',
	'answered',
	'first_contact',
	'rated',
	'satisfied',
	// At the time a ticket left the backlog, became overdue, or no longer was.
	'ended',
	'late',
	'late_over'
] as const;
export type KpiColumn = (typeof KPI_COLUMNS)[number];

/** The sums of a period. Times are in milliseconds. */
export type KpiSums = Readonly<Record<KpiColumn, number>>;

/** Times of which the middle one is wanted, in milliseconds: columns of tickets. */
export const KPI_SPREADS = ['response', 'resolution', 'elapsed'] as const;
export type KpiSpread = (typeof KPI_SPREADS)[number];

/** Incidents of a period. `acknowledged` and `resolved` count by when that happened. */
export interface IncidentSums {
	readonly acknowledged: number;
	readonly acknowledge_ms: number;
	readonly resolved: number;
	readonly restore_ms: number;
	/** Of those that began in the period. */
	readonly unacknowledged: number;
	readonly unresolved: number;
}

/** Everything the catalogue computes from. */
export interface KpiSource {
	/** Sums of the period. */
	readonly sums: KpiSums;
	/** As it stands at the end of the period, or now where that is still to come. */
	readonly open: number;
	readonly overdue: number;
	readonly medians: Readonly<Record<KpiSpread, number | null>>;
	readonly incidents: IncidentSums;
	/** Of all services together; `services` are those that were watched. */
	readonly availability: { readonly baseMs: number; readonly downMs: number };
	readonly services: number;
	/** Sums of the present day. */
	readonly today: Pick<KpiSums, 'created' | 'resolved'>;
	readonly openIncidents: number;
}

export const KPI_KEYS = [
	'backlog',
	'overdue',
	'created_today',
	'resolved_today',
	'open_incidents',
	'created',
	'resolved',
	'first_response_time',
	'first_response_median',
	'resolution_time',
	'resolution_median',
	'opening_to_resolution',
	'opening_to_resolution_median',
	'sla_response_met',
	'sla_resolution_met',
	'reopened',
	'first_contact_resolution',
	'csat',
	'mtta',
	'mttr',
	'availability'
] as const;
export type KpiKey = (typeof KPI_KEYS)[number];

/** `number` is a measured figure with a unit of its own, written behind it. */
export type KpiUnit = 'count' | 'minutes' | 'percent' | 'number';
/** Which way is better. */
export type KpiDirection = 'up' | 'down' | 'none';
export type KpiStatus = 'ok' | 'warning' | 'critical' | 'none';

/** How the values of a measured metric are put together over a period. */
export const METRIC_AGGREGATES = ['mean', 'sum', 'last'] as const;
export type MetricAggregate = (typeof METRIC_AGGREGATES)[number];

/** What a figure may be broken down by. By assignee is for staff alone. */
export const KPI_DIMENSIONS = ['service', 'priority', 'assignee'] as const;
export type KpiDimension = (typeof KPI_DIMENSIONS)[number];

/** What a figure leaves out, and says so. */
export type KpiLeftOut =
	'unanswered' | 'unresolved' | 'unrated' | 'unacknowledged' | 'open_incidents';

/** A figure as live screens show it. `value` is null where nothing was counted. */
export interface KpiView {
	/** A key of the catalogue, or that of a measured metric. */
	readonly key: string;
	readonly title: string;
	readonly unit: KpiUnit;
	readonly value: number | null;
	readonly target: number | null;
	readonly direction: KpiDirection;
	readonly status: KpiStatus;
	/** How many tickets, incidents, services or measurements went into the figure. */
	readonly count: number;
	/** The formula in words. */
	readonly formula: string;
	/** Of `number`: what stands behind the value, «шт.», «₽». */
	readonly suffix?: string | undefined;
	/** Of a measured metric: what it is called in English, where that was said. */
	readonly titleEn?: string | undefined;
	/** Of a measured metric. */
	readonly aggregate?: MetricAggregate | undefined;
}

/** A figure of a period that explains itself. Times are ISO 8601 in UTC, the end not included. */
export interface KpiFigure extends KpiView {
	readonly period: { readonly from: string; readonly to: string };
	/** How many were left out, null where nothing can be, and why. */
	readonly excluded: number | null;
	readonly leavesOut: KpiLeftOut | null;
	/** The value of the period of the same length before; null where there are no data. */
	readonly previous: number | null;
	/** May be seen without signing in. */
	readonly public: boolean;
	/** What it can be broken down by in a series. */
	readonly by: readonly KpiDimension[];
	/** Filter of the list of those very tickets; null where it is not about tickets. */
	readonly tickets: Readonly<Record<string, string>> | null;
	/** The same of incidents. */
	readonly incidents: Readonly<Record<string, string>> | null;
}

export const KPI_STEPS = ['hour', 'day', 'week'] as const;
export type KpiStep = (typeof KPI_STEPS)[number];

/** A figure of one step that begins at `t`, ISO 8601 in UTC. */
export interface KpiPoint {
	readonly t: string;
	readonly value: number | null;
	readonly count: number;
}

/** A part of a series: one service, priority or member of staff. */
export interface KpiGroup {
	/** Slug, priority or e-mail; `none` for what nobody has. */
	readonly id: string;
	/** Name of the service or person; priorities are named by the interface. */
	readonly title: string;
	/** Of the whole period. */
	readonly value: number | null;
	readonly count: number;
	readonly points: readonly KpiPoint[];
}

/** A part of a figure, for the whole of a period. */
export type KpiPart = Omit<KpiGroup, 'points'>;

/** A figure over time. Steps are hours, days and weeks (from Monday) of the portal's zone. */
export interface KpiSeries {
	readonly key: string;
	readonly title: string;
	readonly titleEn?: string | undefined;
	readonly unit: KpiUnit;
	readonly suffix?: string | undefined;
	/** Of a step. */
	readonly target: number | null;
	readonly direction: KpiDirection;
	readonly step: KpiStep;
	readonly from: string;
	readonly to: string;
	readonly points: readonly KpiPoint[];
	/** The period before; of whole days, each day or week as many days long as its own. */
	readonly previous: readonly KpiPoint[];
	readonly by?: KpiDimension | undefined;
	/** The ones that counted most come first. */
	readonly groups?: readonly KpiGroup[] | undefined;
}

/** Tickets filed in a period by weekday and hour of the portal's zone. */
export interface Arrivals {
	readonly from: string;
	readonly to: string;
	readonly total: number;
	/** Seven rows from Monday, 24 hours each. */
	readonly cells: readonly (readonly number[])[];
}

/** Days of the moving period, today included. */
export const KPI_PERIOD_DAYS = 30;

/** Figures in the state of live screens, in the order of the catalogue. */
export const LIVE_KPIS: readonly KpiKey[] = [
	'created_today',
	'resolved_today',
	'open_incidents',
	'first_response_time',
	'resolution_time',
	'sla_response_met',
	'sla_resolution_met',
	'csat'
];

/** The order of figures on live screens: those of the catalogue, then measured ones by name. */
export function byPlaceOfKpi(
	a: Pick<KpiView, 'key' | 'title'>,
	b: Pick<KpiView, 'key' | 'title'>
): number {
	return placeOf(a.key) - placeOf(b.key) || compare(a.title, b.title) || compare(a.key, b.key);
}

function placeOf(key: string): number {
	const place = LIVE_KPIS.findIndex((one) => one === key);
	return place < 0 ? LIVE_KPIS.length : place;
}

/** By code units: an order of some language may be another one in another browser. */
function compare(a: string, b: string): number {
	return a < b ? -1 : Number(a > b);
}

/** Is this a figure of the catalogue? */
export function isKpiKey(text: string): text is KpiKey {
	return KPI_KEYS.some((key) => key === text);
}

/** Sums of nothing. */
export const NO_SUMS: KpiSums = {
	created: 0,
	opened: 0,
	unanswered: 0,
	unresolved: 0,
	responded: 0,
	response_ms: 0,
	response_met: 0,
	resolved: 0,
	resolution_ms: 0,
	elapsed_ms: 0,
	resolution_met: 0,
	reopened: 0,
	answered: 0,
	first_contact: 0,
	rated: 0,
	satisfied: 0,
	ended: 0,
	late: 0,
	late_over: 0
};

/** A source where nothing ever happened. */
export const NO_SOURCE: KpiSource = {
	sums: NO_SUMS,
	open: 0,
	overdue: 0,
	medians: { response: null, resolution: null, elapsed: null },
	incidents: {
		acknowledged: 0,
		acknowledge_ms: 0,
		resolved: 0,
		restore_ms: 0,
		unacknowledged: 0,
		unresolved: 0
	},
	availability: { baseMs: 0, downMs: 0 },
	services: 0,
	today: NO_SUMS,
	openIncidents: 0
};
