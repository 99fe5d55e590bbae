/** What one may ask the record of events for. */
export const AUDIT_KINDS = [
	'tickets',
	'incidents',
	'services',
	'shifts',
	'reports',
	'documents',
	'site',
	'screens',
	'people',
	'sign_ins',
	'settings',
	'desk',
	'clock'
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

/** A value before or after, as text; null is nothing. */
export type AuditValue = string | null;

/** One thing that happened, as an administrator reads it. */
export interface AuditEntry {
	readonly seq: number;
	/** ISO 8601 in UTC. */
	readonly at: string;
	/** `ticket.updated` */
	readonly type: string;
	/** Null is the portal itself. */
	readonly actor: { readonly id: number; readonly name: string } | null;
	/** What it was done to: a number people say aloud, or an e-mail. */
	readonly about: string | null;
	/** Whose account it was done to, if it was one. */
	readonly personId: number | null;
	/** What that is called, where it says more: the subject of a ticket. */
	readonly title: string | null;
	readonly changed: readonly AuditChange[];
	/** Where a sign-in came from. */
	readonly address: string | null;
}

export interface AuditChange {
	readonly field: string;
	readonly before: AuditValue;
	readonly after: AuditValue;
}
