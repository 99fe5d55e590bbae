import type { AuditKind } from '#lib/domain/audit.ts';
import { m } from '#lib/paraglide/messages.js';

/** What each area of the record is called. */
export const auditKindLabel: Readonly<Record<AuditKind, () => string>> = {
	tickets: m.admin_kind_tickets,
	incidents: m.admin_kind_incidents,
	services: m.admin_kind_services,
	shifts: m.admin_kind_shifts,
	reports: m.admin_kind_reports,
	documents: m.admin_kind_documents,
	site: m.admin_kind_site,
	screens: m.admin_kind_screens,
	people: m.admin_kind_people,
	sign_ins: m.admin_kind_sign_ins,
	settings: m.admin_kind_settings,
	desk: m.admin_kind_desk,
	clock: m.admin_kind_clock
};
