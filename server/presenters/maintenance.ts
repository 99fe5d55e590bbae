import type { Audience } from '#lib/domain/audience.ts';
import type { AnyMaintenance } from '#lib/domain/maintenance.ts';
import type { MaintenanceRecord } from '#server/records/maintenance-record.ts';
import { shownServices } from './shown-services.ts';

/**
 * Planned works as an audience may see them: who planned them, and services that are hidden, are
 * there for staff only.
 */
export function maintenanceFor(record: MaintenanceRecord, audience: Audience): AnyMaintenance {
	const { number, title, message, status, startsAt, endsAt } = record;
	const { startedAt, endedAt, updatedAt, createdBy, version } = record;
	const shown = audience === 'staff' ? record.services : shownServices(record.services, record);
	const services = shown.map(({ slug, name }) => ({ slug, name }));
	const open = { number, title, message, status, services, startsAt, endsAt };
	const seen = { ...open, startedAt, endedAt, updatedAt };
	return audience === 'staff' ? { ...seen, createdBy, version } : seen;
}
