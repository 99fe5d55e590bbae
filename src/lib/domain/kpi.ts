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
	/** The period of the same number of steps before. */
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

interface Computed {
	readonly value: number | null;
	readonly count: number;
	readonly excluded?: number;
}

interface KpiDefinition {
	readonly title: string;
	readonly unit: KpiUnit;
	readonly target: number | null;
	readonly direction: KpiDirection;
	readonly formula: string;
	/** May anybody see it, or staff alone? */
	readonly public: boolean;
	/** Of the present day, as at the end of a period, or of a period. */
	readonly of: 'now' | 'moment' | 'period';
	readonly leavesOut: KpiLeftOut | null;
	readonly by: readonly KpiDimension[];
	readonly compute: (source: KpiSource) => Computed;
}

/** Days of the moving period, today included. */
export const KPI_PERIOD_DAYS = 30;

const MINUTE = 60_000;
const ANY: readonly KpiDimension[] = KPI_DIMENSIONS;
const NOT: readonly KpiDimension[] = [];

const CATALOGUE: Readonly<Record<KpiKey, KpiDefinition>> = {
	backlog: {
		title: 'В работе',
		unit: 'count',
		target: null,
		direction: 'down',
		formula: 'Число заявок, которые к концу периода созданы и ещё не решены; отменённые не входят',
		public: true,
		of: 'moment',
		leavesOut: null,
		by: ANY,
		compute: ({ open }) => ({ value: open, count: open })
	},
	overdue: {
		title: 'Просрочено',
		unit: 'count',
		target: 0,
		direction: 'down',
		formula: 'Число нерешённых заявок, у которых к концу периода прошёл срок ответа или решения',
		public: true,
		of: 'moment',
		leavesOut: null,
		by: ANY,
		compute: ({ overdue }) => ({ value: overdue, count: overdue })
	},
	created_today: {
		title: 'Создано сегодня',
		unit: 'count',
		target: null,
		direction: 'none',
		formula: 'Число заявок, созданных с начала суток',
		public: true,
		of: 'now',
		leavesOut: null,
		by: NOT,
		compute: ({ today }) => ({ value: today.created, count: today.created })
	},
	resolved_today: {
		title: 'Решено сегодня',
		unit: 'count',
		target: null,
		direction: 'up',
		formula: 'Число заявок, решённых с начала суток и не открытых вновь',
		public: true,
		of: 'now',
		leavesOut: null,
		by: NOT,
		compute: ({ today }) => ({ value: today.resolved, count: today.resolved })
	},
	open_incidents: {
		title: 'Открытые инциденты',
		unit: 'count',
		target: 0,
		direction: 'down',
		formula: 'Число инцидентов, которые ещё не решены',
		public: true,
		of: 'now',
		leavesOut: null,
		by: NOT,
		compute: ({ openIncidents }) => ({ value: openIncidents, count: openIncidents })
	},
	created: {
		title: 'Создано заявок',
		unit: 'count',
		target: null,
		direction: 'none',
		formula: 'Число заявок, созданных за период',
		public: true,
		of: 'period',
		leavesOut: null,
		by: ANY,
		compute: ({ sums }) => ({ value: sums.created, count: sums.created })
	},
	resolved: {
		title: 'Решено заявок',
		unit: 'count',
		target: null,
		direction: 'up',
		formula: 'Число заявок, решённых за период и не открытых вновь',
		public: true,
		of: 'period',
		leavesOut: null,
		by: ANY,
		compute: ({ sums }) => ({ value: sums.resolved, count: sums.resolved })
	},
	first_response_time: {
		title: 'Первый ответ',
		unit: 'minutes',
		target: 60,
		direction: 'down',
		formula:
			'Среднее рабочее время от создания до первого ответа по заявкам, на которые ответили за период; заявки без ответа не входят',
		public: true,
		of: 'period',
		leavesOut: 'unanswered',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.response_ms / MINUTE, sums.responded),
			excluded: sums.unanswered
		})
	},
	first_response_median: {
		title: 'Первый ответ, медиана',
		unit: 'minutes',
		target: 60,
		direction: 'down',
		formula:
			'Рабочее время до первого ответа, в которое уложилась половина заявок, получивших ответ за период; заявки без ответа не входят',
		public: true,
		of: 'period',
		leavesOut: 'unanswered',
		by: NOT,
		compute: ({ sums, medians }) => ({
			value: inMinutes(medians.response),
			count: sums.responded,
			excluded: sums.unanswered
		})
	},
	resolution_time: {
		title: 'Время решения',
		unit: 'minutes',
		target: 1440,
		direction: 'down',
		formula:
			'Среднее рабочее время от создания до решения по заявкам, решённым за период, без ожидания клиента; нерешённые заявки не входят',
		public: true,
		of: 'period',
		leavesOut: 'unresolved',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.resolution_ms / MINUTE, sums.resolved),
			excluded: sums.unresolved
		})
	},
	resolution_median: {
		title: 'Время решения, медиана',
		unit: 'minutes',
		target: 1440,
		direction: 'down',
		formula:
			'Рабочее время без ожидания клиента, в которое уложилась половина заявок, решённых за период; нерешённые заявки не входят',
		public: true,
		of: 'period',
		leavesOut: 'unresolved',
		by: NOT,
		compute: ({ sums, medians }) => ({
			value: inMinutes(medians.resolution),
			count: sums.resolved,
			excluded: sums.unresolved
		})
	},
	opening_to_resolution: {
		title: 'От открытия до решения',
		unit: 'minutes',
		target: null,
		direction: 'down',
		formula:
			'Среднее календарное время от создания до решения по заявкам, решённым за период; нерешённые заявки не входят',
		public: true,
		of: 'period',
		leavesOut: 'unresolved',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.elapsed_ms / MINUTE, sums.resolved),
			excluded: sums.unresolved
		})
	},
	opening_to_resolution_median: {
		title: 'От открытия до решения, медиана',
		unit: 'minutes',
		target: null,
		direction: 'down',
		formula:
			'Календарное время от создания до решения, в которое уложилась половина заявок, решённых за период; нерешённые заявки не входят',
		public: true,
		of: 'period',
		leavesOut: 'unresolved',
		by: NOT,
		compute: ({ sums, medians }) => ({
			value: inMinutes(medians.elapsed),
			count: sums.resolved,
			excluded: sums.unresolved
		})
	},
	sla_response_met: {
		title: 'Ответ в срок',
		unit: 'percent',
		target: 95,
		direction: 'up',
		formula:
			'Доля заявок, на которые ответили в срок, среди получивших первый ответ за период; заявки без ответа не входят',
		public: true,
		of: 'period',
		leavesOut: 'unanswered',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.response_met * 100, sums.responded),
			excluded: sums.unanswered
		})
	},
	sla_resolution_met: {
		title: 'Решено в срок',
		unit: 'percent',
		target: 95,
		direction: 'up',
		formula: 'Доля заявок, решённых в срок, среди решённых за период; нерешённые заявки не входят',
		public: true,
		of: 'period',
		leavesOut: 'unresolved',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.resolution_met * 100, sums.resolved),
			excluded: sums.unresolved
		})
	},
	reopened: {
		title: 'Открыто повторно',
		unit: 'percent',
		target: 5,
		direction: 'down',
		formula:
			'Доля заявок, которые хотя бы раз открывали вновь, среди решённых за период; нерешённые заявки не входят',
		public: false,
		of: 'period',
		leavesOut: 'unresolved',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.reopened * 100, sums.resolved),
			excluded: sums.unresolved
		})
	},
	first_contact_resolution: {
		title: 'Решено с первого ответа',
		unit: 'percent',
		target: 60,
		direction: 'up',
		formula:
			'Доля заявок, решённых после единственного ответа и не открытых вновь, среди решённых за период, на которые отвечали; решённые без ответа не входят',
		public: false,
		of: 'period',
		leavesOut: 'unanswered',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.first_contact * 100, sums.answered),
			excluded: sums.resolved - sums.answered
		})
	},
	csat: {
		title: 'Довольны решением',
		unit: 'percent',
		target: 90,
		direction: 'up',
		formula:
			'Доля оценок 4 и 5 среди оценок заявок, решённых за период; заявки без оценки не входят',
		public: false,
		of: 'period',
		leavesOut: 'unrated',
		by: ANY,
		compute: ({ sums }) => ({
			...mean(sums.satisfied * 100, sums.rated),
			excluded: sums.resolved - sums.rated
		})
	},
	mtta: {
		title: 'Принятие инцидента',
		unit: 'minutes',
		target: 15,
		direction: 'down',
		formula:
			'Среднее время от начала инцидента до того, как его приняли в работу, по принятым за период; непринятые не входят',
		public: false,
		of: 'period',
		leavesOut: 'unacknowledged',
		by: NOT,
		compute: ({ incidents }) => ({
			...mean(incidents.acknowledge_ms / MINUTE, incidents.acknowledged),
			excluded: incidents.unacknowledged
		})
	},
	mttr: {
		title: 'Восстановление',
		unit: 'minutes',
		target: 240,
		direction: 'down',
		formula:
			'Среднее время от начала до решения по инцидентам, решённым за период; нерешённые не входят',
		public: true,
		of: 'period',
		leavesOut: 'open_incidents',
		by: NOT,
		compute: ({ incidents }) => ({
			...mean(incidents.restore_ms / MINUTE, incidents.resolved),
			excluded: incidents.unresolved
		})
	},
	availability: {
		title: 'Доступность услуг',
		unit: 'percent',
		target: 99.5,
		direction: 'up',
		formula:
			'Доля времени, когда услуги не были недоступны целиком или частично, в сумме по услугам; плановые работы не входят',
		public: true,
		of: 'period',
		leavesOut: null,
		by: ['service'],
		compute: ({ availability: { baseMs, downMs }, services }) => ({
			value: baseMs > 0 ? ((baseMs - downMs) * 100) / baseMs : null,
			count: services
		})
	}
};

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

/** What is known of a figure beside its value. */
export function kpiDefinition(key: KpiKey): Omit<KpiDefinition, 'compute'> {
	return CATALOGUE[key];
}

/** The value of one figure as it is shown, how many were counted and how many left out. */
export function kpiValue(
	key: KpiKey,
	source: KpiSource
): { value: number | null; count: number; excluded: number | null } {
	const { unit, direction, compute } = CATALOGUE[key];
	const { value, count, excluded } = compute(source);
	const digits = key === 'availability' ? 2 : 1;
	return {
		value: roundedFigure(value, unit, direction, digits),
		count,
		excluded: excluded ?? null
	};
}

/** One figure with all that live screens show of it. */
export function kpiView(key: KpiKey, source: KpiSource): KpiView {
	const { title, unit, target, direction, formula } = CATALOGUE[key];
	const { value, count } = kpiValue(key, source);
	const status = kpiStatus(value, target, direction);
	return { key, title, unit, value, target, direction, status, count, formula };
}

/** A share is rounded towards the worse side, so that it never flatters; all else to the nearest. */
export function roundedFigure(
	exact: number | null,
	unit: KpiUnit,
	direction: KpiDirection,
	digits: number
): number | null {
	if (exact === null) return null;
	const scale = 10 ** digits;
	// What binary fractions leave of a whole number must not carry it over the edge.
	const scaled = Number((exact * scale).toPrecision(12));
	if (unit !== 'percent') return Math.round(scaled) / scale;
	return (direction === 'down' ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
}

function mean(total: number, count: number): { value: number | null; count: number } {
	return { value: count > 0 ? total / count : null, count };
}

function inMinutes(ms: number | null): number | null {
	return ms === null ? null : ms / MINUTE;
}

/** Missing the target by more than a tenth of it is critical. */
export function kpiStatus(
	value: number | null,
	target: number | null,
	direction: KpiDirection
): KpiStatus {
	if (value === null || target === null || direction === 'none') return 'none';
	const missedBy = direction === 'up' ? target - value : value - target;
	if (missedBy <= 0) return 'ok';
	return missedBy > Math.abs(target) * 0.1 ? 'critical' : 'warning';
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
