import {
	maintenanceNumber,
	type MaintenanceStatus,
	type StaffMaintenance
} from '#lib/domain/maintenance.ts';
import type { Bound, ReadTransaction } from '#server/database/database.ts';
import { hiddenAmong, selectHiddenSlugs, type HiddenServices } from './hidden-services.ts';
import { iso, isoOrNull } from './ticket-record.ts';

/** The plain post-image that an event keeps. */
export interface MaintenanceRecord extends StaffMaintenance, HiddenServices {}

interface MaintenanceRow {
	readonly id: number;
	readonly title: string;
	readonly message: string;
	readonly status: MaintenanceStatus;
	readonly startsAt: number;
	readonly endsAt: number;
	readonly startedAt: number | null;
	readonly endedAt: number | null;
	readonly updatedAt: number;
	readonly createdBy: string | null;
	readonly version: number;
}

interface AffectedRow {
	readonly maintenanceId: number;
	readonly slug: string;
	readonly name: string;
}

/** Planned works with their services; `rest` is WHERE, ORDER BY and LIMIT. */
export async function selectMaintenances(
	tx: ReadTransaction,
	rest: string,
	bind: readonly Bound[] = []
): Promise<MaintenanceRecord[]> {
	const rows = await tx.all<MaintenanceRow>(
		`SELECT t.id, t.title, t.message, t.status, t.starts_at AS "startsAt", t.ends_at AS "endsAt",
			t.started_at AS "startedAt", t.ended_at AS "endedAt", t.updated_at AS "updatedAt",
			u.name AS "createdBy", t.version
		FROM maintenances t LEFT JOIN users u ON u.id = t.created_by_id ${rest}`,
		bind
	);
	if (rows.length === 0) return [];
	const ids = rows.map(({ id }) => id);
	const affected = await tx.all<AffectedRow>(
		`SELECT m.maintenance_id AS "maintenanceId", s.slug, s.name
		FROM maintenance_services m JOIN services s ON s.id = m.service_id
		WHERE m.maintenance_id IN (${ids.map((_, at) => `$${at + 1}`).join(', ')})
		ORDER BY s.id`,
		ids
	);
	const hidden = await selectHiddenSlugs(tx);
	return rows.map((row) => ({
		...hiddenAmong(
			hidden,
			affected.filter(({ maintenanceId }) => maintenanceId === row.id)
		),
		number: maintenanceNumber(row.id),
		title: row.title,
		message: row.message,
		status: row.status,
		services: affected
			.filter(({ maintenanceId }) => maintenanceId === row.id)
			.map(({ slug, name }) => ({ slug, name })),
		startsAt: iso(row.startsAt),
		endsAt: iso(row.endsAt),
		startedAt: isoOrNull(row.startedAt),
		endedAt: isoOrNull(row.endedAt),
		updatedAt: iso(row.updatedAt),
		createdBy: row.createdBy,
		version: row.version
	}));
}
