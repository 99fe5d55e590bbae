export const ROLES = ['admin', 'manager', 'client'] as const;
export type Role = (typeof ROLES)[number];

/** Who does a thing: a person, or the portal's own clock. */
export interface Actor {
	readonly id: number | null;
	readonly name: string;
	readonly email: string;
	readonly role: Role | 'system';
}

/** Who looks: a person with a session, or nobody (anonymous). */
export type Viewer = (Actor & { readonly id: number; readonly role: Role }) | null;

/** A person as others see them in a ticket or an incident. */
export interface PersonRef {
	readonly name: string;
	readonly email: string;
}

/** The clock and the installation itself. */
export const SYSTEM: Actor = { id: null, name: 'Портал', email: '', role: 'system' };

/** Staff are those who work the queue: administrators and managers. */
export function isStaff(who: { readonly role: Role | 'system' } | null): boolean {
	return who !== null && who.role !== 'client';
}
