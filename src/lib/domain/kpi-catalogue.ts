import {
	KPI_DIMENSIONS,
	type KpiDimension,
	type KpiDirection,
	type KpiKey,
	type KpiLeftOut,
	type KpiSource,
	type KpiUnit,
	type KpiView
} from './kpi.ts';
import { kpiStatus, roundedFigure } from './kpi-value.ts';

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

function mean(total: number, count: number): { value: number | null; count: number } {
	return { value: count > 0 ? total / count : null, count };
}

function inMinutes(ms: number | null): number | null {
	return ms === null ? null : ms / MINUTE;
}
