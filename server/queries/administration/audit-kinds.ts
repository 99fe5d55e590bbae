import { AUDIT_KINDS, type AuditKind } from '#lib/domain/audit.ts';
import type { EventType } from '#server/events/event.ts';

/** Among what each sort of event is found in the record. */
const KIND_OF: Readonly<Record<EventType, AuditKind>> = {
	'ticket.created': 'tickets',
	'ticket.imported': 'tickets',
	'ticket.updated': 'tickets',
	'ticket.commented': 'tickets',
	'ticket.noted': 'tickets',
	'ticket.reopened': 'tickets',
	'ticket.rated': 'tickets',
	'ticket.read': 'tickets',
	'ticket.deleted': 'tickets',
	'ticket.sla_crossed': 'clock',
	'ticket.sla_recalculated': 'settings',
	'reply.saved': 'desk',
	'reply.deleted': 'desk',
	'view.saved': 'desk',
	'view.deleted': 'desk',
	'view.moved': 'desk',
	'document.created': 'desk',
	'document.renewed': 'desk',
	'document.updated': 'desk',
	'document.deleted': 'desk',
	'document.section_renamed': 'desk',
	'document.downloaded': 'clock',
	'incident.created': 'incidents',
	'incident.updated': 'incidents',
	'incident.acknowledged': 'incidents',
	'incident.linked': 'incidents',
	'incident.unlinked': 'incidents',
	'incident.postmortem': 'incidents',
	'incident.left': 'clock',
	'maintenance.planned': 'services',
	'maintenance.updated': 'services',
	'maintenance.started': 'services',
	'maintenance.ended': 'services',
	'maintenance.cancelled': 'services',
	'service.created': 'services',
	'service.updated': 'services',
	'sla.policy_created': 'settings',
	'sla.policy_changed': 'settings',
	'sla.policy_deleted': 'settings',
	'calendar.created': 'settings',
	'calendar.changed': 'settings',
	'settings.changed': 'settings',
	'figures.turned': 'clock',
	'metric.recorded': 'clock',
	'person.created': 'people',
	'person.changed': 'people',
	'person.role_changed': 'people',
	'person.blocked': 'people',
	'person.unblocked': 'people',
	'organization.created': 'people',
	'organization.renamed': 'people',
	'organization.merged': 'people',
	'token.created': 'sign_ins',
	'token.revoked': 'sign_ins',
	'session.started': 'sign_ins',
	'session.ended': 'sign_ins',
	'session.throttled': 'sign_ins'
};

/** The sorts of events of a kind. */
export const TYPES_OF: ReadonlyMap<AuditKind, readonly string[]> = new Map(
	AUDIT_KINDS.map((kind) => [
		kind,
		Object.entries(KIND_OF).flatMap(([type, its]) => (its === kind ? [type] : []))
	])
);
