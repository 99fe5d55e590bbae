import { DomainError } from '#lib/domain/errors.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { Changed } from '#server/events/event.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands, ServicePatch } from '#server/portal.ts';
import { selectIncidents } from '#server/records/incident-record.ts';
import { selectMaintenances } from '#server/records/maintenance-record.ts';
import { selectServices, type ServiceRecord } from '#server/records/service-record.ts';
import { demand } from './authorise.ts';
import { holdServicePlaces } from './service-places.ts';
import { ticketsOnScreens } from './tickets-on-screens.ts';

/** Adds a service; the same slug again changes nothing. */
export function createService(execute: Execute): Commands['createService'] {
	return (actor, { slug, name, description, position }) =>
		execute(async ({ tx, now, record }) => {
			demand(actor, 'service.create');
			await holdServicePlaces(tx);
			const [existing] = await selectServices(tx, 'WHERE slug = $1', [slug]);
			if (existing) return { service: existing, created: false };
			const last = await tx.one<{ position: number }>(
				`SELECT COALESCE(MAX(position), 0) AS position FROM services`
			);
			await tx.models.Service.create(
				{
					slug,
					name,
					description,
					position: position ?? (last?.position ?? 0) + 1,
					state: 'operational',
					manualState: 'operational',
					stateSince: now,
					createdAt: now,
					hidden: false
				},
				{ transaction: tx.transaction }
			);
			const [service] = await selectServices(tx, 'WHERE slug = $1', [slug]);
			if (!service) throw new DomainError('not_found');
			record({ type: 'service.created', actor, services: [service] });
			return { service, created: true };
		});
}

/** Renames a service, moves it in lists, hides it or shows it again. Its address stays. */
export function updateService(execute: Execute): Commands['updateService'] {
	return (actor, slug, patch) =>
		execute(
			async ({ tx, record }) => {
				demand(actor, 'service.update');
				const row = await tx.one<{ id: number }>(
					`SELECT t.id FROM services t WHERE t.slug = $1${tx.forUpdate}`,
					[slug]
				);
				const [before] = await selectServices(tx, 'WHERE slug = $1', [slug]);
				if (!row || !before) throw new DomainError('not_found');
				const after = {
					name: patch.name ?? before.name,
					description: patch.description ?? before.description,
					position: patch.position ?? before.position,
					hidden: patch.hidden ?? before.hidden
				};
				const changed = differences(before, after);
				if (Object.keys(changed).length === 0) return before;
				await tx.run(
					`UPDATE services SET name = $2, description = $3, position = $4, hidden = $5 WHERE id = $1`,
					[row.id, after.name, after.description, after.position, after.hidden]
				);
				const services = await selectServices(tx, 'WHERE id = $1', [row.id]);
				record({
					type: 'service.updated',
					actor,
					changed,
					services,
					...('name' in changed || 'hidden' in changed ? await affectedBy(tx, row.id) : {}),
					...('hidden' in changed
						? { publicTickets: await ticketsOnScreens(tx, 't.service_id = $1', row.id) }
						: {})
				});
				const [service] = services;
				if (!service) throw new DomainError('not_found');
				return service;
			},
			{ renames: patch.name !== undefined || patch.hidden !== undefined }
		);
}

function differences(before: ServiceRecord, after: Required<ServicePatch>): Changed {
	const fields = ['name', 'description', 'position', 'hidden'] as const;
	return Object.fromEntries(
		fields
			.filter((field) => before[field] !== after[field])
			.map((field) => [field, [before[field], after[field]] as const])
	);
}

/**
 * What live screens show under the name of this service: it is called otherwise there too, or not
 * at all.
 */
async function affectedBy(tx: WriteTransaction, serviceId: number) {
	return {
		incidents: await selectIncidents(
			tx,
			`WHERE t.listed = $2 AND t.id IN
				(SELECT incident_id FROM incident_services WHERE service_id = $1)`,
			[serviceId, true]
		),
		maintenances: await selectMaintenances(
			tx,
			`WHERE t.status IN ('planned', 'in_progress') AND t.id IN
				(SELECT maintenance_id FROM maintenance_services WHERE service_id = $1)`,
			[serviceId]
		)
	};
}
