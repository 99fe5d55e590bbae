import {
	incidentId,
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
import { readCourse, readKpiFigures } from './kpi-section.ts';
import type { ReportSource } from './source.ts';

const OF_INCIDENTS: readonly string[] = ['mtta', 'mttr', 'availability'];

/** Incidents read at once, and those that a report lists; the rest are counted. */
const PAGE = 200;

const MOST_LISTED = 1_000;

const MOST_WORKS = 200;

/** An incident as a report lists it. Times are milliseconds. */
export interface ToldIncident {
	readonly number: string;
	readonly title: string;
	readonly severity: Severity;
	readonly status: IncidentStatus;
	readonly services: string;
	readonly startedAt: number;
	readonly acknowledgedAt: number | null;
	readonly resolvedAt: number | null;
}

export interface ToldService {
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
	/** How many began in the period. */
	readonly count: number;
	/** How many began earlier and were not over when it began. */
	readonly carried: number;
	/** How many began in the period before; null where nothing is known of it. */
	readonly previous: number | null;
	readonly stillOpen: number;
	readonly severities: ReadonlyMap<Severity, number>;
	/** The first that were open at any time of the period, at most so many as are listed. */
	readonly listed: readonly ToldIncident[];
	readonly services: readonly ToldService[];
	/** The first of the works; `worksLeft` is how many more there were. */
	readonly works: readonly ToldWorks[];
	readonly worksLeft: number;
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
	let carried = 0;
	let stillOpen = 0;
	for await (const incident of incidentsOf(source)) {
		if (Date.parse(incident.startedAt) < source.period.from) carried += 1;
		else count += 1;
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
		carried,
		previous: watched || (earlier?.count ?? 0) > 0 ? (earlier?.count ?? 0) : null,
		stillOpen,
		severities,
		listed,
		services: await readServices(source, perService),
		...(await readWorks(source))
	};
}

/** Incidents that began in the period or were still open when it began, the oldest first. */
async function* incidentsOf({ tx, period, audience }: ReportSource): AsyncGenerator<AnyIncident> {
	let [at, id] = [0, 0];
	for (;;) {
		const records = await selectIncidents(
			tx,
			`WHERE t.started_at < $1 AND (t.started_at, t.id) > ($2, $3)
			AND (t.started_at >= $4 OR t.resolved_at IS NULL OR t.resolved_at > $4)
			ORDER BY t.started_at, t.id LIMIT ${PAGE}`,
			[period.to, at, id, period.from]
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

/** Works that were or are to be under way at any time of the period: as they went, else as planned. */
async function readWorks({
	tx,
	period,
	audience
}: ReportSource): Promise<Pick<IncidentsTold, 'works' | 'worksLeft'>> {
	const during = `WHERE COALESCE(t.started_at, t.starts_at) < $2
		AND COALESCE(t.ended_at, t.ends_at) > $1 AND t.status <> 'cancelled'`;
	const bounds = [period.from, period.to];
	const records = await selectMaintenances(
		tx,
		`${during} ORDER BY COALESCE(t.started_at, t.starts_at), t.id LIMIT ${MOST_WORKS}`,
		bounds
	);
	const all = await tx.one<{ count: number }>(
		`SELECT COUNT(*) AS count FROM maintenances t ${during}`,
		bounds
	);
	const works = records.map((record) => {
		const one = maintenanceFor(record, audience);
		return {
			number: one.number,
			title: one.title,
			services: one.services.map(({ name }) => name).join(', '),
			status: one.status,
			from: Date.parse(one.startedAt ?? one.startsAt),
			to: Date.parse(one.endedAt ?? one.endsAt)
		};
	});
	return { works, worksLeft: Math.max(0, (all?.count ?? 0) - works.length) };
}
