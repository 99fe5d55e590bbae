import type { StaffIncident } from '#lib/domain/incident.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, IncidentPatch } from '#server/portal.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import { demand } from './authorise.ts';
import {
	applyCorrections,
	changeImpacts,
	closeImpacts,
	impactChanges,
	keepCorrections,
	openImpacts,
	rewriteImpacts,
	type ServiceImpactChange
} from './incident-impacts.ts';
import { lockIncident, staleIncident, touched } from './incident-row.ts';
import { changedTimes, correctedMoments, keepTimes, momentsOf } from './incident-times.ts';
import { settleServices } from './service-state.ts';

/**
 * Moves an incident on and adds what was done to its timeline: status, severity, words, the
 * impact on services. Corrected times are written down beside it, with their reason.
 */
export function updateIncident(execute: Execute): Commands['updateIncident'] {
	return (actor, number, patch) =>
		execute(async (context) => {
			demand(actor, 'incident.update');
			const { tx } = context;
			const { id, before } = await lockIncident(tx, number);
			if (patch.version !== undefined && patch.version !== before.version)
				throw await staleIncident(tx, id, before);
			return (await moveIncident(context, actor, { id, before }, patch)) ?? before;
		});
}

/**
 * The same for an incident that is locked; null when the patch changes nothing. `by` is for the
 * audit trail.
 */
export async function moveIncident(
	context: CommandContext,
	actor: Actor,
	{ id, before }: { readonly id: number; readonly before: IncidentRecord },
	patch: IncidentPatch,
	by: Changed = {}
): Promise<IncidentRecord | null> {
	const { tx, now } = context;
	const status = patch.status ?? before.status;
	const severity = patch.severity ?? before.severity;
	const message = patch.message ?? '';
	const ways = { was: before.status === 'resolved', is: status === 'resolved' };
	const times = momentsOf(before);
	const settled = { ...times, resolvedAt: ways.is ? (times.resolvedAt ?? now) : null };
	const moments = correctedMoments(settled, patch, now);
	const impacts = await impactChanges(tx, before.services, patch.impact ?? {});
	const corrections = changedTimes(settled, moments);
	const said = differences(before, { status, severity, message }, impacts);
	const changed = { ...said, ...corrections };
	if (Object.keys(changed).length === 0) return null;

	if (ways.was && !ways.is) await keepCorrections(tx, id);
	await tx.run(
		`UPDATE incidents SET status = $2, severity = $3, updated_at = $4, started_at = $5,
			acknowledged_at = $6, resolved_at = $7, listed = (listed OR $8), updated_by_id = $9,
			acknowledged_by_id = CASE WHEN acknowledged_at IS NULL AND $10 THEN $9
				ELSE acknowledged_by_id END,
			version = version + 1 WHERE id = $1`,
		[
			id,
			status,
			severity,
			now,
			moments.startedAt,
			moments.acknowledgedAt,
			moments.resolvedAt,
			!(ways.was && ways.is),
			actor.id,
			moments.acknowledgedAt !== null
		]
	);
	if (Object.keys(said).length > 0)
		await tx.run(
			`INSERT INTO incident_updates
				(incident_id, at, author_id, status, severity, message, impacts)
			VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			[id, now, actor.id, status, severity, message, impactsText(impacts)]
		);
	await keepTimes(context, actor, id, {
		before: settled,
		after: moments,
		reason: patch.reason ?? ''
	});
	await moveImpacts(tx, id, impacts, { ...ways, now });
	const { incident, told } = await touched(tx, id, { staffOnly: false });
	context.record({
		type: 'incident.updated',
		actor,
		changed: {
			...changed,
			...(Object.keys(corrections).length > 0 ? { reason: [null, patch.reason] } : {}),
			...by
		},
		...told,
		services: await settleServices(context, id),
		openIncidents: Number(ways.was) - Number(ways.is)
	});
	return incident;
}

/** Keeps the intervals of what services suffer in step with the incident. */
async function moveImpacts(
	tx: WriteTransaction,
	id: number,
	impacts: readonly ServiceImpactChange[],
	{ was, is, now }: { was: boolean; is: boolean; now: number }
): Promise<void> {
	if (was !== is)
		await tx.run(`UPDATE incidents SET recorded_resolved_at = $2 WHERE id = $1`, [
			id,
			is ? now : null
		]);
	if (was && is) await rewriteImpacts(tx, id, impacts);
	else if (was) {
		await openImpacts(tx, id, now);
		await changeImpacts(tx, id, impacts, now);
	} else {
		await changeImpacts(tx, id, impacts, now);
		if (is) await closeImpacts(tx, id, now);
	}
	await applyCorrections(tx, id);
}

function impactsText(impacts: readonly ServiceImpactChange[]): string | null {
	if (impacts.length === 0) return null;
	return JSON.stringify(
		impacts.map(({ slug, name, before, after }) => ({ slug, name, before, after }))
	);
}

function differences(
	before: StaffIncident,
	after: Required<Pick<IncidentPatch, 'status' | 'severity' | 'message'>>,
	impacts: readonly ServiceImpactChange[]
): Changed {
	return {
		...(after.status === before.status ? {} : { status: [before.status, after.status] }),
		...(after.severity === before.severity ? {} : { severity: [before.severity, after.severity] }),
		...(after.message === '' ? {} : { message: [null, after.message] }),
		...Object.fromEntries(
			impacts.map(({ slug, before, after }) => [`impact.${slug}`, [before, after] as const])
		)
	};
}
