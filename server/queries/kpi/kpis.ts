import { DomainError } from '#lib/domain/errors.ts';
import { isKpiKey, KPI_KEYS, type Arrivals, type KpiFigure, type KpiKey } from '#lib/domain/kpi.ts';
import { kpiDefinition, kpiValue, kpiView } from '#lib/domain/kpi-catalogue.ts';
import { lastDays, periodBefore, type KpiPeriod } from '#lib/domain/kpi-period.ts';
import { kpiIncidents, kpiTickets } from '#lib/domain/kpi-tickets.ts';
import { isStaff, type Viewer } from '#lib/domain/people.ts';
import { QUARTER, quarterStart } from '#lib/domain/kpi-buckets.ts';
import { weekdayOf, zoneOf } from '#lib/domain/zone.ts';
import { iso } from '#server/records/ticket-record.ts';
import { readSources, type KpiMoment } from './sources.ts';
import { slotSums } from './sums.ts';

const HOUR = 3_600_000;
const HOURS = 24;

/** May this viewer see this figure? */
export function maySeeKpi(viewer: Viewer, key: KpiKey): boolean {
	return isStaff(viewer) || kpiDefinition(key).public;
}

/** A key of the catalogue that the viewer may see. Throws `not_found` otherwise. */
export function visibleKpi(viewer: Viewer, key: string): KpiKey {
	if (!isKpiKey(key) || !maySeeKpi(viewer, key)) throw new DomainError('not_found');
	return key;
}

/**
 * Figures of the catalogue for a period. Those of the present day are of today whatever the
 * period.
 */
export async function readFigures(
	moment: KpiMoment,
	viewer: Viewer,
	period: KpiPeriod,
	keys: readonly KpiKey[] = KPI_KEYS
): Promise<readonly KpiFigure[]> {
	const { zone, now } = moment;
	const wanted = keys.filter((key) => maySeeKpi(viewer, key));
	const before = periodBefore(period, zone);
	const [previous, current] = await readSources(moment, [before, period], wanted);
	if (!previous || !current) throw new Error('a period without figures');
	const yesterday = wanted.some((key) => kpiDefinition(key).of === 'now')
		? await readYesterday(moment)
		: null;
	const today = lastDays(1, zone, now);
	return wanted.map((key): KpiFigure => {
		const { of, leavesOut, by } = kpiDefinition(key);
		const span = of === 'now' ? today : period;
		const { value: was, count } =
			of === 'now' && yesterday
				? kpiValue(key, { ...previous, today: yesterday })
				: kpiValue(key, previous);
		return {
			...kpiView(key, current),
			period: { from: iso(span.from), to: iso(span.to) },
			excluded: kpiValue(key, current).excluded,
			leavesOut,
			previous:
				key === 'open_incidents' || (of !== 'now' && !known(count, previous.sums)) ? null : was,
			public: kpiDefinition(key).public,
			by,
			tickets: isStaff(viewer) ? kpiTickets(key, span, period.to > now) : null,
			incidents: isStaff(viewer) ? kpiIncidents(key, span, period.to > now) : null
		};
	});
}

/** A period in which nothing at all was filed or done is one the portal knows nothing of. */
function known(count: number, sums: { created: number; resolved: number }): boolean {
	return count > 0 || sums.created > 0 || sums.resolved > 0;
}

async function readYesterday(moment: KpiMoment) {
	const { from } = lastDays(1, moment.zone, moment.now);
	const day = periodBefore({ from, to: lastDays(1, moment.zone, moment.now).to }, moment.zone);
	return (await slotSums(moment, [day], null)).get('')?.[0] ?? { created: 0, resolved: 0 };
}

/** Tickets filed in a period, by weekday and hour of the zone. */
export async function readArrivals(moment: KpiMoment, period: KpiPeriod): Promise<Arrivals> {
	const cells = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
	let total = 0;
	for (const { hour, created } of await createdByHour(moment, period)) {
		const row = cells[weekdayOf(Math.floor(hour / HOURS))];
		const column = hour % HOURS;
		if (row) row[column] = (row[column] ?? 0) + created;
		total += created;
	}
	return { from: iso(period.from), to: iso(period.to), total, cells };
}

interface HourRow {
	/** Hour on the wall within a week that begins with a Thursday, as 1970 did. */
	readonly hour: number;
	readonly created: number;
}

/**
 * How many tickets were filed in which hour of the week: by quarters of an hour, at the edges one
 * by one. The database adds them up, stretch by stretch of one distance from UTC: a year is 35,000
 * quarters and never more than 168 hours.
 */
async function createdByHour(
	{ tx, zone }: KpiMoment,
	{ from, to }: KpiPeriod
): Promise<readonly HourRow[]> {
	const first = Math.min(to, quarterStart(from + QUARTER - 1));
	const last = Math.max(first, quarterStart(to));
	const hourOf = (at: string) => `((${at} + $3) / ${HOUR}) % ${7 * HOURS}`;
	const clock = zoneOf(zone);
	const rows: HourRow[] = [];
	for (const { from: begin, until, offset } of clock.stretches({ from: first, to: last }))
		rows.push(
			...(await tx.all<HourRow>(
				`SELECT ${hourOf('bucket')} AS hour, CAST(SUM(created) AS BIGINT) AS created FROM kpi_sums
				WHERE dimension = 'quarter' AND bucket >= $1 AND bucket < $2 GROUP BY 1`,
				[begin, until, offset]
			))
		);
	for (const edge of [
		{ from, to: first },
		{ from: last, to }
	])
		for (const { from: begin, until, offset } of clock.stretches(edge))
			rows.push(
				...(await tx.all<HourRow>(
					`SELECT ${hourOf('created_at')} AS hour, COUNT(*) AS created FROM tickets
					WHERE created_at >= $1 AND created_at < $2 AND deleted_at IS NULL GROUP BY 1`,
					[begin, until, offset]
				))
			);
	return rows;
}
