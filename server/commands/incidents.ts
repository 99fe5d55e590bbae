import { fieldError } from '#lib/domain/errors.ts';
import { DEFAULT_IMPACT, incidentId } from '#lib/domain/incident.ts';
import type { Actor } from '#lib/domain/people.ts';
import type { ServiceState } from '#lib/domain/service.ts';
import type { ReadTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, NewIncident } from '#server/portal.ts';
import type { IncidentRecord } from '#server/records/incident-record.ts';
import { demand } from './authorise.ts';
import { openImpacts } from './incident-impacts.ts';
import { lockIncident, readIncident, touched } from './incident-row.ts';
import { once } from './once.ts';
import { settleServices } from './service-state.ts';

/** Opens an incident; its services show the worst of their open impacts from then on. */
export function createIncident(execute: Execute): Commands['createIncident'] {
	return (actor, input, key) =>
		execute(async (context) => {
			demand(actor, 'incident.create');
			const { tx } = context;
			const { id, created } = await once(context, actor, { key, input }, () =>
				insertIncident(context, actor, input)
			);
			const incident = await readIncident(tx, id);
			if (created) await recordOpened(context, actor, incident);
			return { incident, created };
		});
}

/** Tells of an incident that was put in just now; `changed` is for the audit trail. */
export async function recordOpened(
	context: CommandContext,
	actor: Actor,
	incident: IncidentRecord,
	changed?: Changed
): Promise<void> {
	context.record({
		type: 'incident.created',
		actor,
		incident,
		...(changed ? { changed } : {}),
		services: await settleServices(context, incidentId(incident.number) ?? 0),
		openIncidents: 1
	});
}

/** Puts an incident in, with its services and the first words of its timeline. */
export async function insertIncident(
	context: CommandContext,
	actor: Actor,
	input: NewIncident
): Promise<number> {
	const { tx, now } = context;
	const { transaction, models } = tx;
	const { title, severity, message } = input;
	const slugs = [...new Set(input.services)];
	for (const slug of Object.keys(input.impact ?? {}))
		if (!slugs.includes(slug)) throw fieldError(`impact.${slug}`, 'unknown_service');
	const services = await servicesOf(tx, slugs);
	if (services.length < slugs.length) throw fieldError('services', 'unknown_service');
	const incident = await models.Incident.create(
		{
			title,
			severity,
			status: 'investigating',
			createdById: actor.id,
			startedAt: now,
			recordedStartedAt: now,
			updatedAt: now,
			acknowledgedAt: null,
			acknowledgedById: null,
			resolvedAt: null,
			listed: true,
			updatedById: actor.id,
			version: 1
		},
		{ transaction }
	);
	for (const { id: serviceId, slug } of services) {
		const impact: ServiceState = input.impact?.[slug] ?? DEFAULT_IMPACT[severity];
		await models.IncidentService.create(
			{ incidentId: incident.id, serviceId, impact },
			{ transaction }
		);
	}
	await openImpacts(tx, incident.id, now);
	await models.IncidentUpdate.create(
		{
			incidentId: incident.id,
			at: now,
			authorId: actor.id,
			status: 'investigating',
			severity,
			message
		},
		{ transaction }
	);
	return incident.id;
}

/** Those of these services that there are. */
export async function servicesOf(
	tx: ReadTransaction,
	slugs: readonly string[]
): Promise<{ readonly id: number; readonly slug: string }[]> {
	if (slugs.length === 0) return [];
	const places = slugs.map((_, at) => `$${at + 1}`);
	return tx.all<{ id: number; slug: string }>(
		`SELECT id, slug FROM services WHERE slug IN (${places.join(', ')})`,
		slugs
	);
}

/** Somebody has seen it and is on it; the first one stays. */
export function acknowledgeIncident(execute: Execute): Commands['acknowledgeIncident'] {
	return (actor, number) =>
		execute(async (context) => {
			demand(actor, 'incident.update');
			const { tx, now } = context;
			const { id, before } = await lockIncident(tx, number);
			if (before.acknowledgedAt !== null) return before;
			await tx.run(
				`UPDATE incidents SET acknowledged_at = $2, acknowledged_by_id = $3, updated_at = $2,
					updated_by_id = $3, version = version + 1 WHERE id = $1`,
				[id, now, actor.id]
			);
			const { incident, told } = await touched(tx, id, { staffOnly: false });
			context.record({
				type: 'incident.acknowledged',
				actor,
				changed: { acknowledgedBy: [null, actor.email] },
				...told
			});
			return incident;
		});
}
