import { DomainError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { may, type Action } from '#lib/domain/permission.ts';

/** Throws `forbidden` unless the actor may do this; the portal's own clock may do everything. */
export function demand(actor: Actor, action: Action): void {
	if (!allowed(actor, action)) throw new DomainError('forbidden');
}

/** May the actor do this at all? */
export function allowed(actor: Actor, action: Action): boolean {
	if (actor.role === 'system') return true;
	if (actor.id === null) return false;
	return may({ id: actor.id, name: actor.name, email: actor.email, role: actor.role }, action);
}
