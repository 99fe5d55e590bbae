import { DomainError, fieldError } from '#lib/domain/errors.ts';
import { maintenanceId, mayTurn, type MaintenanceStatus } from '#lib/domain/maintenance.ts';
import { SYSTEM, type Actor } from '#lib/domain/people.ts';
import type { ReadTransaction, WriteTransaction } from '#server/database/database.ts';
import type { Changed, EventType } from '#server/events/event.ts';
import type { CommandContext, Execute } from '#server/events/outbox.ts';
import type { Commands, MaintenancePatch } from '#server/portal.ts';
import { selectMaintenances, type MaintenanceRecord } from '#server/records/maintenance-record.ts';
import { demand } from './authorise.ts';
import { once } from './once.ts';
import { settleMaintained } from './service-state.ts';

/** Plans works: the clock begins and ends them, and what happens in them is no downtime. */
export function createMaintenance(execute: Execute): Commands['createMaintenance'] {
	return (actor, input, key) =>
		execute(async (context) => {
			demand(actor, 'maintenance.plan');
			const { tx, now } = context;
			const { id, created } = await once(context, actor, { key, input }, async () => {
				const times = periodOf(input, now);
				const services = await affected(tx, input.services);
				const [row] = await tx.run<{ id: number }>(
					`INSERT INTO maintenances (title, message, status, starts_at, ends_at, created_by_id,
						updated_by_id, created_at, updated_at, version)
					VALUES ($1, $2, 'planned', $3, $4, $5, $5, $6, $6, 1) RETURNING id`,
					[input.title, input.message, times.startsAt, times.endsAt, actor.id, now]
				);
				if (!row) throw new DomainError('not_found');
				await putServices(tx, row.id, services);
				return row.id;
			});
			const maintenance = await readMaintenance(tx, id);
			if (created)
				context.record({ type: 'maintenance.planned', actor, maintenances: [maintenance] });
			return { maintenance, created };
		});
}

/**
 * Changes a plan, or begins, ends and cancels works by hand. Of works under way only the words
 * and the end may be changed; of those that are over nothing.
 */
export function updateMaintenance(execute: Execute): Commands['updateMaintenance'] {
	return (actor, number, { status, version, ...patch }) =>
		execute(async (context) => {
			demand(actor, 'maintenance.plan');
			const { tx, now } = context;
			const { id, before } = await lockMaintenance(tx, number);
			if (version !== undefined && version !== before.version)
				throw await staleMaintenance(tx, id, before);
			const changed = await edit(context, actor, { id, before, patch });
			if (status !== undefined && status !== before.status)
				return turn(context, actor, { id, before, to: status, at: now, changed });
			if (Object.keys(changed).length === 0) return before;
			const maintenance = await readMaintenance(tx, id);
			context.record({ type: 'maintenance.updated', actor, changed, maintenances: [maintenance] });
			return maintenance;
		});
}

/** The clock: begins or ends works whose time has come. Does nothing when it has not. */
export async function turnByClock(context: CommandContext, id: number): Promise<void> {
	const { tx, now } = context;
	await tx.lock('maintenances', id);
	const before = await readMaintenance(tx, id);
	const planned = { startsAt: Date.parse(before.startsAt), endsAt: Date.parse(before.endsAt) };
	// Works that were planned or moved after the fact did not begin before somebody said so.
	const said = Date.parse(before.startedAt ?? before.updatedAt);
	const due = before.status === 'planned' ? planned.startsAt : planned.endsAt;
	const to = before.status === 'planned' ? 'in_progress' : 'done';
	if (!mayTurn(before.status, to) || due > now) return;
	await turn(context, SYSTEM, { id, before, to, at: Math.max(due, said), changed: {} });
}

const TURNED: Readonly<Record<MaintenanceStatus, EventType>> = {
	planned: 'maintenance.planned',
	in_progress: 'maintenance.started',
	done: 'maintenance.ended',
	cancelled: 'maintenance.cancelled'
};

async function turn(
	context: CommandContext,
	actor: Actor,
	turning: {
		id: number;
		before: MaintenanceRecord;
		to: MaintenanceStatus;
		at: number;
		changed: Changed;
	}
): Promise<MaintenanceRecord> {
	const { tx, now } = context;
	const { id, before, to, at, changed } = turning;
	if (!mayTurn(before.status, to))
		throw new DomainError('forbidden_transition', {
			issues: [{ field: 'status', code: 'forbidden_transition' }]
		});
	const column = { in_progress: 'started_at', done: 'ended_at', planned: null, cancelled: null }[
		to
	];
	await tx.run(
		`UPDATE maintenances SET status = $2, updated_at = $3, updated_by_id = $4,
			version = version + 1 WHERE id = $1`,
		[id, to, now, actor.id]
	);
	if (column) await tx.run(`UPDATE maintenances SET ${column} = $2 WHERE id = $1`, [id, at]);
	const maintenance = await readMaintenance(tx, id);
	context.record({
		type: TURNED[to],
		actor,
		changed: { ...changed, status: [before.status, to] },
		maintenances: [maintenance],
		services: await settleMaintained(context, id)
	});
	return maintenance;
}

async function edit(
	{ tx, now }: CommandContext,
	actor: Actor,
	editing: {
		id: number;
		before: MaintenanceRecord;
		patch: Omit<MaintenancePatch, 'status' | 'version'>;
	}
): Promise<Changed> {
	const { id, before, patch } = editing;
	const slugs = before.services.map(({ slug }) => slug);
	const times = periodOf({ ...before, ...defined(patch) }, null);
	const after = {
		title: patch.title ?? before.title,
		message: patch.message ?? before.message,
		startsAt: new Date(times.startsAt).toISOString(),
		endsAt: new Date(times.endsAt).toISOString()
	};
	const fields = ['title', 'message', 'startsAt', 'endsAt'] as const;
	const moved = patch.services && !sameSet(patch.services, slugs);
	const changed: Changed = {
		...Object.fromEntries(
			fields
				.filter((field) => before[field] !== after[field])
				.map((field) => [field, [before[field], after[field]] as const])
		),
		...(moved ? { services: [slugs, patch.services] } : {})
	};
	if (Object.keys(changed).length === 0) return changed;
	if (before.status === 'done' || before.status === 'cancelled') throw new DomainError('too_late');
	if (before.status === 'in_progress')
		for (const field of ['startsAt', 'services'])
			if (field in changed) throw fieldError(field, 'under_way');
	if ('endsAt' in changed && times.endsAt <= now) throw fieldError('endsAt', 'in_past');
	if (moved) {
		await tx.run(`DELETE FROM maintenance_services WHERE maintenance_id = $1`, [id]);
		await putServices(tx, id, await affected(tx, patch.services ?? []));
	}
	await tx.run(
		`UPDATE maintenances SET title = $2, message = $3, starts_at = $4, ends_at = $5,
			updated_at = $6, updated_by_id = $7, version = version + 1 WHERE id = $1`,
		[id, after.title, after.message, times.startsAt, times.endsAt, now, actor.id]
	);
	return changed;
}

/** Beginning and end in milliseconds. Refused when the end is not after the beginning, or past. */
function periodOf(
	times: { readonly startsAt: string; readonly endsAt: string },
	now: number | null
): { startsAt: number; endsAt: number } {
	const [startsAt, endsAt] = [Date.parse(times.startsAt), Date.parse(times.endsAt)];
	if (endsAt <= startsAt) throw fieldError('endsAt', 'before_start');
	if (now !== null && endsAt <= now) throw fieldError('endsAt', 'in_past');
	return { startsAt, endsAt };
}

/** A patch without the fields that were not given: they must not overwrite what is there. */
function defined({
	startsAt,
	endsAt
}: {
	startsAt?: string | undefined;
	endsAt?: string | undefined;
}) {
	return {
		...(startsAt === undefined ? {} : { startsAt }),
		...(endsAt === undefined ? {} : { endsAt })
	};
}

async function affected(tx: ReadTransaction, given: readonly string[]): Promise<readonly number[]> {
	const slugs = [...new Set(given)];
	const rows = await tx.all<{ id: number }>(
		`SELECT id FROM services WHERE slug IN (${slugs.map((_, at) => `$${at + 1}`).join(', ')})
		ORDER BY id`,
		slugs
	);
	if (rows.length < slugs.length) throw fieldError('services', 'unknown_service');
	return rows.map(({ id }) => id);
}

async function putServices(
	tx: WriteTransaction,
	id: number,
	services: readonly number[]
): Promise<void> {
	for (const serviceId of services)
		await tx.run(`INSERT INTO maintenance_services (maintenance_id, service_id) VALUES ($1, $2)`, [
			id,
			serviceId
		]);
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
	const known = new Set(b);
	return new Set(a).size === known.size && a.every((one) => known.has(one));
}

async function lockMaintenance(
	tx: WriteTransaction,
	number: string
): Promise<{ id: number; before: MaintenanceRecord }> {
	const id = maintenanceId(number);
	if (id === null) throw new DomainError('not_found');
	await tx.lock('maintenances', id);
	return { id, before: await readMaintenance(tx, id) };
}

async function readMaintenance(tx: ReadTransaction, id: number): Promise<MaintenanceRecord> {
	const [maintenance] = await selectMaintenances(tx, 'WHERE t.id = $1', [id]);
	if (!maintenance) throw new DomainError('not_found');
	return maintenance;
}

async function staleMaintenance(
	tx: ReadTransaction,
	id: number,
	row: MaintenanceRecord
): Promise<DomainError> {
	const editor = await tx.one<{ name: string }>(
		`SELECT u.name FROM maintenances m JOIN users u ON u.id = m.updated_by_id WHERE m.id = $1`,
		[id]
	);
	const { title, message, startsAt, endsAt, status } = row;
	return new DomainError('stale_version', {
		stale: {
			currentVersion: row.version,
			changedBy: editor?.name ?? null,
			changedAt: row.updatedAt,
			current: { title, message, startsAt, endsAt, status }
		}
	});
}
