import { barChart } from '#lib/domain/chart.ts';
import {
	incidentId,
	SEVERITIES,
	type AnyIncident,
	type IncidentStatus,
	type Severity
} from '#lib/domain/incident.ts';
import type { KpiFigure, KpiSeries } from '#lib/domain/kpi.ts';
import type { MaintenanceStatus } from '#lib/domain/maintenance.ts';
import { availability, uptimeOf } from '#lib/domain/uptime.ts';
import { incidentFor } from '#server/presenters/incident.ts';
import { maintenanceFor } from '#server/presenters/maintenance.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectMaintenances } from '#server/records/maintenance-record.ts';
import { readServiceHistories } from '#server/records/service-history.ts';
import { harmless, type Block, type Cell, type Table } from './document.ts';
import { courseChart, figureTable, readCourse, readKpiFigures } from './kpi-section.ts';
import type { ReportSource } from './source.ts';
import type { Voice } from './voice.ts';

const OF_INCIDENTS: readonly string[] = ['mtta', 'mttr', 'availability'];

/** Incidents read at once, and those that a report lists; the rest are counted. */
const PAGE = 200;
const MOST_LISTED = 1_000;
const MOST_WORKS = 200;

/** An incident as a report lists it. Times are milliseconds. */
interface ToldIncident {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly services: string;
	readonly startedAt: number;
	readonly acknowledgedAt: number | null;
	readonly resolvedAt: number | null;
}

interface ToldService {
	readonly slug: string;
	readonly name: string;
	readonly incidents: number;
	readonly baseMs: number;
	readonly downMs: number;
	/** Per cent; null when nothing is known. */
	readonly availability: number | null;
}

interface ToldWorks {
	readonly number: string;
	readonly title: string;
	readonly services: string;
	readonly status: MaintenanceStatus;
	readonly from: number;
	readonly to: number;
}

/** Everything a report tells of incidents and services. */
export interface IncidentsTold {
	readonly figures: readonly KpiFigure[];
	readonly availability: KpiSeries | null;
	readonly count: number;
	/** Of the period before; null where nothing is known of it. */
	readonly previous: number | null;
	readonly stillOpen: number;
	readonly severities: ReadonlyMap<Severity, number>;
	/** The first that began in the period, at most so many as are listed. */
	readonly listed: readonly ToldIncident[];
	readonly services: readonly ToldService[];
	readonly works: readonly ToldWorks[];
}

/** Reads it, page by page, so that years of incidents are no more in memory than a few. */
export async function readIncidents(
	source: ReportSource,
	advanced: (part: number) => void = () => undefined
): Promise<IncidentsTold> {
	const { tx, before } = source;
	const figures = (await readKpiFigures(source)).filter(({ key }) => OF_INCIDENTS.includes(key));
	advanced(0.2);
	const course = await readCourse(source, 'availability');
	advanced(0.4);
	const listed: ToldIncident[] = [];
	const severities = new Map<Severity, number>();
	const perService = new Map<string, number>();
	let count = 0;
	let stillOpen = 0;
	for await (const incident of incidentsOf(source)) {
		count += 1;
		severities.set(incident.severity, (severities.get(incident.severity) ?? 0) + 1);
		if (incident.status !== 'resolved') stillOpen += 1;
		for (const { slug } of incident.services) perService.set(slug, (perService.get(slug) ?? 0) + 1);
		if (listed.length < MOST_LISTED) listed.push(toldIncident(incident));
	}
	advanced(0.8);
	const earlier = await tx.one<{ count: number; first: number | null }>(
		`SELECT COUNT(*) AS count, (SELECT MIN(created_at) FROM services) AS first
		FROM incidents WHERE started_at >= $1 AND started_at < $2`,
		[before.from, before.to]
	);
	const watched = earlier?.first !== null && (earlier?.first ?? Infinity) < before.to;
	return {
		figures,
		availability: course,
		count,
		previous: watched || (earlier?.count ?? 0) > 0 ? (earlier?.count ?? 0) : null,
		stillOpen,
		severities,
		listed,
		services: await readServices(source, perService),
		works: await readWorks(source)
	};
}

/** Incidents that began in the period, the oldest first. */
async function* incidentsOf({ tx, period, audience }: ReportSource): AsyncGenerator<AnyIncident> {
	let [at, id] = [period.from, 0];
	for (;;) {
		const records = await selectIncidents(
			tx,
			`WHERE t.started_at < $1 AND (t.started_at, t.id) > ($2, $3)
			ORDER BY t.started_at, t.id LIMIT ${PAGE}`,
			[period.to, at, id]
		);
		for (const record of records) yield incidentFor(record, audience);
		const last = records.at(-1);
		if (!last || records.length < PAGE) return;
		at = Date.parse(last.startedAt);
		id = incidentId(last.number) ?? 0;
	}
}

function toldIncident(incident: AnyIncident): ToldIncident {
	const { number, title, severity, status, services } = incident;
	const { startedAt, acknowledgedAt, resolvedAt } = incident;
	const at = (text: string | null) => (text === null ? null : Date.parse(text));
	return {
		number,
		title,
		severity,
		status,
		services: services.map(({ name }) => name).join(', '),
		startedAt: Date.parse(startedAt),
		acknowledgedAt: at(acknowledgedAt),
		resolvedAt: at(resolvedAt)
	};
}

/** How the services fared, the worst first. Hidden ones are nobody's affair. */
async function readServices(
	{ tx, period, now }: ReportSource,
	incidents: ReadonlyMap<string, number>
): Promise<readonly ToldService[]> {
	const histories = await readServiceHistories(tx, period);
	return histories
		.filter(({ hidden }) => !hidden)
		.map((history) => {
			const uptime = uptimeOf(history, period, now);
			return {
				slug: history.slug,
				name: history.name,
				incidents: incidents.get(history.slug) ?? 0,
				baseMs: uptime.baseMs,
				downMs: uptime.downMs,
				availability: availability(uptime)
			};
		})
		.sort((a, b) => b.downMs - a.downMs || b.incidents - a.incidents || (a.name < b.name ? -1 : 1));
}

async function readWorks({ tx, period, audience }: ReportSource): Promise<readonly ToldWorks[]> {
	const records = await selectMaintenances(
		tx,
		`WHERE t.starts_at >= $1 AND t.starts_at < $2 AND t.status <> 'cancelled'
		ORDER BY t.starts_at, t.id LIMIT ${MOST_WORKS}`,
		[period.from, period.to]
	);
	return records.map((record) => {
		const works = maintenanceFor(record, audience);
		return {
			number: works.number,
			title: works.title,
			services: works.services.map(({ name }) => name).join(', '),
			status: works.status,
			from: Date.parse(works.startedAt ?? works.startsAt),
			to: Date.parse(works.endedAt ?? works.endsAt)
		};
	});
}

/** What became of the services, in words. */
export function incidentConclusion(told: IncidentsTold, voice: Voice): string[] {
	const { count, previous, stillOpen, services } = told;
	const words = voice.words.conclusion;
	const watched = services.filter(({ baseMs }) => baseMs > 0);
	const [worst] = watched;
	const beside =
		previous === null
			? '.'
			: count > previous
				? words.moreThanBefore(previous)
				: count < previous
					? words.fewerThanBefore(previous)
					: words.asBefore;
	const unknown = watched.length === 0 && count === 0;
	return [
		...(unknown ? [] : [`${count === 0 ? words.noIncidents : words.incidents(count)}${beside}`]),
		...(stillOpen > 0 ? [words.stillOpen(stillOpen)] : []),
		worst === undefined
			? words.unwatched
			: worst.downMs > 0
				? words.down(
						harmless(worst.name),
						voice.duration(worst.downMs),
						voice.percent(worst.availability)
					)
				: words.noDowntime
	];
}

/** The totals and the course of availability. */
export function incidentTotals(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	return [
		{ is: 'heading', level: 1, text: words.sections.totals },
		figureTable(told.figures, voice),
		{ is: 'heading', level: 2, text: words.sections.bySeverity },
		severityTable(told, voice)
	];
}

export function incidentDetails(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	const { sections, notes } = words;
	const left = told.count - told.listed.length;
	return [
		{ is: 'heading', level: 1, text: sections.incidentList },
		incidentTable(told.listed, voice),
		...(left > 0 ? [{ is: 'text', text: notes.left(left), muted: true } as const] : []),
		{ is: 'heading', level: 1, text: sections.availability },
		...serviceBlocks(told, voice),
		{ is: 'heading', level: 1, text: sections.works },
		worksTable(told, voice)
	];
}

function severityTable({ severities, count }: IncidentsTold, voice: Voice): Table {
	const { columns, notes } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.severity, width: 60 },
			{ title: columns.incidents, width: 40, align: 'end' }
		],
		rows:
			count === 0
				? []
				: [...SEVERITIES]
						.reverse()
						.map((severity) => [
							voice.labels.severity(severity),
							voice.number(severities.get(severity) ?? 0, 0)
						]),
		empty: notes.noIncidents
	};
}

/** Incidents with their times. */
export function incidentTable(incidents: readonly ToldIncident[], voice: Voice): Table {
	const { words, labels } = voice;
	const { columns } = words;
	const nothing: Cell = { text: words.none, tone: 'muted' };
	return {
		is: 'table',
		columns: [
			{ title: columns.number, width: 9 },
			{ title: columns.incident, width: 24 },
			{ title: columns.services, width: 17 },
			{ title: columns.severity, width: 16 },
			{ title: columns.began, width: 12 },
			{ title: columns.acknowledged, width: 9, align: 'end' },
			{ title: columns.duration, width: 13, align: 'end' }
		],
		rows: incidents.map((incident): Cell[] => {
			const { startedAt, acknowledgedAt, resolvedAt } = incident;
			return [
				incident.number,
				harmless(incident.title),
				harmless(incident.services),
				{
					text: labels.severity(incident.severity),
					...(incident.severity === 'critical' ? { tone: 'critical' as const } : {})
				},
				voice.moment(startedAt),
				acknowledgedAt === null ? nothing : voice.duration(acknowledgedAt - startedAt),
				resolvedAt === null
					? { text: labels.incident(incident.status), tone: 'warning' }
					: voice.duration(resolvedAt - startedAt)
			];
		}),
		empty: words.notes.noIncidents
	};
}

function serviceBlocks(told: IncidentsTold, voice: Voice): Block[] {
	const { words } = voice;
	const { columns, notes } = words;
	const watched = told.services.filter(({ baseMs }) => baseMs > 0);
	return [
		...(told.availability && watched.length > 0
			? [
					{
						is: 'chart',
						chart: courseChart(told.availability, voice),
						caption: `${columns.availability}, ${notes.step[told.availability.step]}`
					} as const
				]
			: []),
		serviceTable(watched, voice),
		...downtimeChart(watched, voice)
	];
}

/** Services with what they suffered. */
export function serviceTable(services: readonly ToldService[], voice: Voice): Table {
	const { columns, notes } = voice.words;
	return {
		is: 'table',
		columns: [
			{ title: columns.service, width: 40 },
			{ title: columns.incidents, width: 18, align: 'end' },
			{ title: columns.downtime, width: 20, align: 'end' },
			{ title: columns.availability, width: 22, align: 'end' }
		],
		rows: services.map(({ name, incidents, downMs, availability: share }): Cell[] => [
			harmless(name),
			voice.number(incidents, 0),
			downMs === 0 ? { text: voice.words.none, tone: 'muted' } : voice.duration(downMs),
			voice.percent(share)
		]),
		empty: notes.noServices
	};
}

function downtimeChart(services: readonly ToldService[], voice: Voice): Block[] {
	const rows = services
		.filter(({ downMs }) => downMs > 0)
		.map(({ slug, name, downMs, incidents }) => ({
			key: slug,
			label: harmless(name),
			value: downMs / 60_000,
			count: incidents
		}));
	if (rows.length === 0) return [];
	const chart = barChart({ unit: 'minutes', target: null, rows }, 15);
	return [{ is: 'chart', chart, caption: voice.words.columns.downtime }];
}

function worksTable({ works }: IncidentsTold, voice: Voice): Table {
	const { words, labels } = voice;
	const { columns } = words;
	return {
		is: 'table',
		columns: [
			{ title: columns.number, width: 10 },
			{ title: columns.works, width: 30 },
			{ title: columns.services, width: 22 },
			{ title: columns.state, width: 14 },
			{ title: columns.began, width: 13 },
			{ title: columns.duration, width: 11, align: 'end' }
		],
		rows: works.map(({ number, title, services, status, from, to }): Cell[] => [
			number,
			harmless(title),
			harmless(services),
			labels.works(status),
			voice.moment(from),
			voice.duration(to - from)
		]),
		empty: words.notes.noWorks
	};
}
