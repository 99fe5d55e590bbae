import { fieldError } from '#lib/domain/errors.ts';
import type { ImpactChange, ImpactView } from '#lib/domain/incident.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import { correctedImpacts } from '#lib/domain/uptime.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';

type Wanted = Readonly<Record<string, ServiceState>>;

/** A change of impact and the row of its service. */
export interface ServiceImpactChange extends ImpactChange {
	readonly serviceId: number;
}

/**
 * What differs between the impacts an incident has and those wanted; services named for the
 * first time join it. Refused at `impact.<slug>` when there is no such service.
 */
export async function impactChanges(
	tx: ReadTransaction,
	known: readonly ImpactView[],
	wanted: Wanted
): Promise<readonly ServiceImpactChange[]> {
	const changes: ServiceImpactChange[] = [];
	for (const [slug, after] of Object.entries(wanted)) {
		const before = known.find((one) => one.slug === slug)?.impact ?? null;
		// «Not affected» of what never was says nothing.
		if (before === after || (before === null && after === 'operational')) continue;
		const service = await tx.one<{ id: number; name: string }>(
			`SELECT id, name FROM services WHERE slug = $1`,
			[slug]
		);
		if (!service) throw fieldError(`impact.${slug}`, 'unknown_service');
		changes.push({ serviceId: service.id, slug, name: service.name, before, after });
	}
	return changes.sort((a, b) => a.serviceId - b.serviceId);
}

/** Begins to count what an incident does to its services, from `at` on. */
export async function openImpacts(
	tx: WriteTransaction,
	incidentId: number,
	at: number
): Promise<void> {
	await tx.run(
		`INSERT INTO service_impacts (service_id, incident_id, state, recorded_from, from_at)
		SELECT service_id, incident_id, impact, $2, $2 FROM incident_services
		WHERE incident_id = $1 AND impact <> 'operational'`,
		[incidentId, at]
	);
}

/** Ends what is still counted of an incident. */
export async function closeImpacts(
	tx: WriteTransaction,
	incidentId: number,
	at: number
): Promise<void> {
	await tx.run(
		`UPDATE service_impacts SET recorded_to = $2, to_at = $2
		WHERE incident_id = $1 AND recorded_to IS NULL`,
		[incidentId, at]
	);
}

/** Changes the impacts of an open incident from `at` on. */
export async function changeImpacts(
	tx: WriteTransaction,
	incidentId: number,
	changes: readonly ServiceImpactChange[],
	at: number
): Promise<void> {
	for (const { serviceId, after } of changes) {
		await setImpact(tx, incidentId, serviceId, after);
		await tx.run(
			`UPDATE service_impacts SET recorded_to = $3, to_at = $3
			WHERE incident_id = $1 AND service_id = $2 AND recorded_to IS NULL`,
			[incidentId, serviceId, at]
		);
		if (after === 'operational') continue;
		await tx.run(
			`INSERT INTO service_impacts (service_id, incident_id, state, recorded_from, from_at)
			VALUES ($1, $2, $3, $4, $4)`,
			[serviceId, incidentId, after, at]
		);
	}
}

/** Says after the end what the impact had been: from then on for the incident's whole length. */
export async function rewriteImpacts(
	tx: WriteTransaction,
	incidentId: number,
	changes: readonly ServiceImpactChange[]
): Promise<void> {
	for (const { serviceId, after } of changes) {
		await setImpact(tx, incidentId, serviceId, after);
		await tx.run(`DELETE FROM service_impacts WHERE incident_id = $1 AND service_id = $2`, [
			incidentId,
			serviceId
		]);
		if (after === 'operational') continue;
		await tx.run(
			`INSERT INTO service_impacts
				(service_id, incident_id, state, recorded_from, recorded_to, from_at, to_at)
			SELECT $2, id, $3, recorded_started_at, recorded_resolved_at, started_at, resolved_at
			FROM incidents WHERE id = $1`,
			[incidentId, serviceId, after]
		);
	}
}

async function setImpact(
	tx: WriteTransaction,
	incidentId: number,
	serviceId: number,
	impact: ServiceState
): Promise<void> {
	await tx.run(
		`INSERT INTO incident_services (incident_id, service_id, impact) VALUES ($1, $2, $3)
		ON CONFLICT (incident_id, service_id) DO UPDATE SET impact = excluded.impact`,
		[incidentId, serviceId, impact]
	);
}

/** What was corrected so far is taken for what was recorded: the incident begins to last again. */
export async function keepCorrections(tx: WriteTransaction, incidentId: number): Promise<void> {
	await tx.run(
		`UPDATE service_impacts SET recorded_from = from_at, recorded_to = to_at
		WHERE incident_id = $1`,
		[incidentId]
	);
	await tx.run(`UPDATE incidents SET recorded_started_at = started_at WHERE id = $1`, [incidentId]);
}

/**
 * Lets the corrected times of an incident count. Always computed from what was recorded, so
 * that a correction which went too far can be taken back.
 */
export async function applyCorrections(tx: WriteTransaction, incidentId: number): Promise<void> {
	const incident = await tx.one<{
		startedAt: number;
		resolvedAt: number | null;
		recordedStartedAt: number;
		recordedResolvedAt: number | null;
	}>(
		`SELECT started_at AS "startedAt", resolved_at AS "resolvedAt",
			recorded_started_at AS "recordedStartedAt", recorded_resolved_at AS "recordedResolvedAt"
		FROM incidents WHERE id = $1`,
		[incidentId]
	);
	if (!incident) return;
	const recorded = {
		startedAt: incident.recordedStartedAt,
		resolvedAt: incident.recordedResolvedAt
	};
	const impacts = await tx.all<{
		id: number;
		state: ServiceState;
		from: number;
		to: number | null;
	}>(
		`SELECT id, state, recorded_from AS "from", recorded_to AS "to" FROM service_impacts
		WHERE incident_id = $1 ORDER BY id`,
		[incidentId]
	);
	for (const { id, ...impact } of impacts) {
		const [counted] = correctedImpacts([{ ...impact, incident: null }], recorded, incident);
		// What is left of nothing keeps its row, of no length, for a later correction.
		const { from, to } = counted ?? { from: impact.from, to: impact.from };
		await tx.run(`UPDATE service_impacts SET from_at = $2, to_at = $3 WHERE id = $1`, [
			id,
			from,
			to
		]);
	}
}
