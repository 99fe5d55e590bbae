import { expect, it } from 'vitest';
import { audienceOf, clientOf } from '#lib/domain/audience.ts';
import { ROLES, type Role, type Viewer } from '#lib/domain/people.ts';
import { ACTIONS, may, PERMISSIONS } from '#lib/domain/permission.ts';

const viewer = (role: Role | 'anonymous'): Viewer =>
	role === 'anonymous' ? null : { id: 7, name: 'Кто-то', email: 'x@bazis.example', role };

/** Who may do what, printed: a column for anonymous, client, manager, admin. */
const TABLE: Record<(typeof ACTIONS)[number], string> = {
	'live.public': 'yes yes yes yes',
	'panel.view': '- - yes yes',
	'ticket.view.any': '- - yes yes',
	'ticket.view.own': '- yes yes yes',
	'ticket.create.own': '- yes yes yes',
	'ticket.create.any': '- - yes yes',
	'ticket.update': '- - yes yes',
	'ticket.cancel.own': '- yes yes yes',
	'ticket.reopen.own': '- yes yes yes',
	'ticket.rate.own': '- yes yes yes',
	'ticket.delete': '- - - yes',
	'ticket.comment.own': '- yes yes yes',
	'ticket.comment.any': '- - yes yes',
	'ticket.note': '- - yes yes',
	'reply.write': '- - yes yes',
	'view.keep': '- - yes yes',
	'handover.write': '- - yes yes',
	'incident.create': '- - yes yes',
	'incident.update': '- - yes yes',
	'alert.deliver': '- - yes yes',
	'service.create': '- - yes yes',
	'service.update': '- - yes yes',
	'maintenance.plan': '- - yes yes',
	'document.manage': '- - yes yes',
	'report.make': '- - yes yes',
	'news.write': '- - yes yes',
	'faq.write': '- - yes yes',
	'site.edit': '- - - yes',
	'events.read': '- - yes yes',
	'metrics.read': '- - yes yes',
	'cabinet.view': '- yes yes yes',
	'wall.view': '- - yes yes',
	'screen.manage': '- - yes yes',
	'sla.view': '- - yes yes',
	'shift.feed': '- - yes yes',
	'shift.plan': '- - yes yes',
	'sla.manage': '- - - yes',
	'metric.record': '- - yes yes',
	'metric.define': '- - yes yes',
	'token.keep': '- - yes yes',
	'token.manage': '- - - yes',
	'settings.manage': '- - - yes',
	'user.manage': '- - - yes',
	'audit.read': '- - - yes'
};

it('the permission table is this one', () => {
	const printed = Object.fromEntries(
		ACTIONS.map((action) => [
			action,
			(['anonymous', 'client', 'manager', 'admin'] as const)
				.map((role) => (may(viewer(role), action) ? 'yes' : '-'))
				.join(' ')
		])
	);
	expect(printed).toEqual(TABLE);
});

it('whoever ranks higher may do all that the lower may', () => {
	const ranks = ['anonymous', ...[...ROLES].reverse()] as const;
	for (const [at, role] of ranks.slice(1).entries()) {
		const below = ranks[at];
		if (below) for (const action of PERMISSIONS[below]) expect(PERMISSIONS[role]).toContain(action);
	}
});

it('a viewer is in exactly one audience, and it is not chosen', () => {
	expect(audienceOf(null)).toBe('public');
	expect(audienceOf(viewer('client'))).toBe('client:7');
	expect(audienceOf(viewer('manager'))).toBe('staff');
	expect(audienceOf(viewer('admin'))).toBe('staff');
	expect(clientOf('client:7')).toBe(7);
	expect(clientOf('staff')).toBeNull();
	expect(clientOf('public')).toBeNull();
});
