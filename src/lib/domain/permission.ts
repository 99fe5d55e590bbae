import type { Role, Viewer } from './people.ts';

/** Everything that may be allowed or refused. */
export const ACTIONS = [
	'live.public',
	'panel.view',
	'ticket.view.any',
	'ticket.view.own',
	'ticket.create.own',
	'ticket.create.any',
	'ticket.update',
	'ticket.cancel.own',
	'ticket.reopen.own',
	'ticket.rate.own',
	'ticket.delete',
	'ticket.comment.own',
	'ticket.comment.any',
	'ticket.note',
	'reply.write',
	'view.keep',
	'incident.create',
	'incident.update',
	'alert.deliver',
	'service.create',
	'service.update',
	'maintenance.plan',
	'document.manage',
	'report.make',
	'news.write',
	'faq.write',
	'site.edit',
	'shift.plan',
	'shift.feed',
	'handover.write',
	'events.read',
	'metrics.read',
	'metric.record',
	'metric.define',
	'cabinet.view',
	'wall.view',
	'screen.manage',
	'sla.view',
	'sla.manage',
	'token.keep',
	'token.manage',
	'settings.manage',
	'user.manage',
	'audit.read'
] as const;
export type Action = (typeof ACTIONS)[number];

const PUBLIC: readonly Action[] = ['live.public'];
const CLIENT: readonly Action[] = [
	...PUBLIC,
	'cabinet.view',
	'ticket.view.own',
	'ticket.create.own',
	'ticket.comment.own',
	'ticket.cancel.own',
	'ticket.reopen.own',
	'ticket.rate.own'
];
const MANAGER: readonly Action[] = [
	...CLIENT,
	'panel.view',
	'ticket.view.any',
	'ticket.create.any',
	'ticket.update',
	'ticket.comment.any',
	'ticket.note',
	'reply.write',
	'view.keep',
	'incident.create',
	'incident.update',
	'alert.deliver',
	'service.create',
	'service.update',
	'maintenance.plan',
	'document.manage',
	'report.make',
	'news.write',
	'faq.write',
	'shift.plan',
	'shift.feed',
	'handover.write',
	'events.read',
	'metrics.read',
	'metric.record',
	'metric.define',
	'wall.view',
	'screen.manage',
	'sla.view',
	'token.keep'
];
const ADMIN: readonly Action[] = [
	...MANAGER,
	'ticket.delete',
	'site.edit',
	'sla.manage',
	'token.manage',
	'settings.manage',
	'user.manage',
	'audit.read'
];

/** The permission table: who may do what. Ownership is checked where the thing is found. */
export const PERMISSIONS: Readonly<Record<Role | 'anonymous', ReadonlySet<Action>>> = {
	anonymous: new Set(PUBLIC),
	client: new Set(CLIENT),
	manager: new Set(MANAGER),
	admin: new Set(ADMIN)
};

/** May this viewer do this at all? */
export function may(viewer: Viewer, action: Action): boolean {
	return PERMISSIONS[viewer?.role ?? 'anonymous'].has(action);
}
