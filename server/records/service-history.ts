import { incidentNumber } from '#lib/domain/incident.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import type { Impact, Interval, Period, ServiceHistory } from '#lib/domain/uptime.ts';
import type { ReadTransaction } from '#server/database/database.ts';

/** A service and all that is known of how it fared in a period. */
export interface ServiceWithHistory extends ServiceHistory {
	readonly slug: string;
	readonly name: string;
	readonly hidden: boolean;
}

interface ImpactRow {
	readonly serviceId: number;
	readonly incidentId: number | null;
	readonly state: ServiceState;
	readonly from: number;
	readonly to: number | null;
}

interface WorksRow {
	readonly serviceId: number;
	readonly from: number;
	readonly to: number | null;
}

/**
 * Histories of all services, or of one, as far as they touch a period (milliseconds). Found by
 * when impacts and works ended, so that what ended before the period is never read. The times
 * of an incident as they were corrected are in force.
 */
export async function readServiceHistories(
	tx: ReadTransaction,
	period: Period,
	slug?: string
): Promise<readonly ServiceWithHistory[]> {
	const services = await tx.all<{
		id: number;
		slug: string;
		name: string;
		hidden: boolean | number;
		since: number;
	}>(
		`SELECT id, slug, name, hidden, created_at AS since FROM services
		${slug === undefined ? '' : 'WHERE slug = $1'} ORDER BY position, id`,
		slug === undefined ? [] : [slug]
	);
	// Of one service its own impacts are read, not those of all.
	const [one] = slug === undefined ? [] : services;
	const ofOne = one ? 'AND service_id = $3' : '';
	const bind = [period.from, period.to, ...(one ? [one.id] : [])];
	const impacts = await tx.all<ImpactRow>(
		['to_at > $1', 'to_at IS NULL']
			.map(
				(ended) => `SELECT service_id AS "serviceId", incident_id AS "incidentId", state,
					from_at AS "from", to_at AS "to"
				FROM service_impacts WHERE ${ended} AND from_at < $2 ${ofOne}`
			)
			.join(' UNION ALL '),
		bind
	);
	const works = await tx.all<WorksRow>(
		['m.ended_at > $1', `m.status = 'in_progress'`]
			.map(
				(ended) => `SELECT s.service_id AS "serviceId", m.started_at AS "from", m.ended_at AS "to"
				FROM maintenances m JOIN maintenance_services s ON s.maintenance_id = m.id
				WHERE ${ended} AND m.started_at < $2 ${ofOne}`
			)
			.join(' UNION ALL '),
		bind
	);
	return services.map(({ id, slug, name, hidden, since }) => ({
		slug,
		name,
		hidden: Boolean(hidden),
		since,
		impacts: impacts.filter(({ serviceId }) => serviceId === id).map(impactOf),
		maintenance: works
			.filter(({ serviceId }) => serviceId === id)
			.map(({ from, to }): Interval => ({ from, to }))
	}));
}

function impactOf({ incidentId, state, from, to }: ImpactRow): Impact {
	return { state, from, to, incident: incidentId === null ? null : incidentNumber(incidentId) };
}
