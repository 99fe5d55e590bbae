import { DomainError } from '#lib/domain/errors.ts';
import { worstState, type ServiceState } from '#lib/domain/service.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { selectServices, type ServiceRecord } from '#server/records/service-record.ts';
import { demand } from './authorise.ts';

interface StateRow {
	readonly id: number;
	readonly slug: string;
	readonly state: ServiceState;
	readonly manualState: ServiceState;
	readonly manualReason: string | null;
}

/**
 * Sets a service's state by hand, from now on; `operational` or null gives it back to what is
 * known of it. An open incident's impact that is worse goes on showing.
 */
export function setServiceState(execute: Execute): Commands['setServiceState'] {
	return (actor, slug, wanted, reason = '') =>
		execute(async (context) => {
			demand(actor, 'service.update');
			const { tx, now } = context;
			const [row] = await lockServices(tx, 't.slug = $1', [slug]);
			if (!row) throw new DomainError('not_found');
			const manualState = wanted ?? 'operational';
			const manual = manualState !== 'operational';
			const same = row.manualState === manualState;
			if (!same || (manual && (row.manualReason ?? '') !== reason)) {
				await tx.run(
					`UPDATE services SET manual_state = $2, manual_reason = $3, manual_at = $4,
						manual_by_id = $5 WHERE id = $1`,
					[
						row.id,
						manualState,
						manual ? reason : null,
						manual ? now : null,
						manual ? actor.id : null
					]
				);
				if (!same) await suffer(tx, row.id, manualState, now);
				await settle(context, [{ ...row, manualState }]);
				context.record({
					type: 'service.updated',
					actor,
					changed: {
						state: [row.manualState, manualState],
						...(reason ? { reason: [null, reason] } : {})
					},
					services: await selectServices(tx, 'WHERE id = $1', [row.id])
				});
			}
			const [service] = await selectServices(tx, 'WHERE id = $1', [row.id]);
			if (!service) throw new DomainError('not_found');
			return service;
		});
}

/** Ends what was set by hand and begins what is set now. */
async function suffer(
	tx: WriteTransaction,
	serviceId: number,
	state: ServiceState,
	now: number
): Promise<void> {
	await tx.run(
		`UPDATE service_impacts SET to_at = $2, recorded_to = $2
		WHERE service_id = $1 AND to_at IS NULL AND incident_id IS NULL`,
		[serviceId, now]
	);
	if (state === 'operational') return;
	await tx.run(
		`INSERT INTO service_impacts (service_id, state, recorded_from, from_at)
		VALUES ($1, $2, $3, $3)`,
		[serviceId, state, now]
	);
}

/** Computes anew the states of an incident's services; returns those that changed. */
export async function settleServices(
	context: CommandContext,
	incidentId: number
): Promise<readonly ServiceRecord[]> {
	const rows = await lockServices(
		context.tx,
		't.id IN (SELECT service_id FROM incident_services WHERE incident_id = $1)',
		[incidentId]
	);
	return settle(context, rows);
}

/** The same for the services of planned works. */
export async function settleMaintained(
	context: CommandContext,
	maintenanceId: number
): Promise<readonly ServiceRecord[]> {
	const rows = await lockServices(
		context.tx,
		't.id IN (SELECT service_id FROM maintenance_services WHERE maintenance_id = $1)',
		[maintenanceId]
	);
	return settle(context, rows);
}

/** Locked in the order of ids, so that two incidents of the same services cannot deadlock. */
function lockServices(
	tx: WriteTransaction,
	where: string,
	bind: readonly (string | number)[]
): Promise<StateRow[]> {
	return tx.all<StateRow>(
		`SELECT t.id, t.slug, t.state, t.manual_state AS "manualState",
			t.manual_reason AS "manualReason" FROM services t
		WHERE ${where} ORDER BY t.id${tx.forUpdate}`,
		bind
	);
}

/** The worst of what is set by hand, of open incidents and of works under way. */
async function settle(
	{ tx, now }: CommandContext,
	rows: readonly StateRow[]
): Promise<readonly ServiceRecord[]> {
	const moved: ServiceRecord[] = [];
	for (const row of rows) {
		const impacts = await tx.all<{ impact: ServiceState }>(
			`SELECT s.impact FROM incident_services s JOIN incidents i ON i.id = s.incident_id
			WHERE s.service_id = $1 AND i.status <> 'resolved'`,
			[row.id]
		);
		const works = await tx.one<{ id: number }>(
			`SELECT m.id FROM maintenance_services s JOIN maintenances m ON m.id = s.maintenance_id
			WHERE s.service_id = $1 AND m.status = 'in_progress' LIMIT 1`,
			[row.id]
		);
		const state = worstState([
			row.manualState,
			...impacts.map(({ impact }) => impact),
			...(works ? ['maintenance' as const] : [])
		]);
		if (state === row.state) continue;
		await tx.run(`UPDATE services SET state = $2, state_since = $3 WHERE id = $1`, [
			row.id,
			state,
			now
		]);
		moved.push(...(await selectServices(tx, 'WHERE id = $1', [row.id])));
	}
	return moved;
}
