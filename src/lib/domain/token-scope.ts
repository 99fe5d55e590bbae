/** What a key to the API may be good for. */
export const TOKEN_SCOPES = [
	'read',
	'tickets.write',
	'incidents.write',
	'metrics.write',
	'hooks',
	'manage'
] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** What writing under the first part of an address of the API needs; anything else is managing. */
const WRITING: Readonly<Record<string, TokenScope>> = {
	tickets: 'tickets.write',
	incidents: 'incidents.write',
	services: 'incidents.write',
	maintenances: 'incidents.write',
	metrics: 'metrics.write',
	hooks: 'hooks'
};

/**
 * The scope that a call needs, by its method and its path below `/api/v1`. A route nobody has
 * thought of needs the widest one.
 */
export function scopeOf(method: string, path: string): TokenScope {
	if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return 'read';
	return WRITING[path.split('/')[1] ?? ''] ?? 'manage';
}

/** May a session do this? Null scopes are those of a person who has signed in: all of them. */
export function isWithin(scopes: readonly TokenScope[] | null, needed: TokenScope): boolean {
	return scopes === null || scopes.includes(needed);
}

/** Days a key may be good for; null is for ever, which administrators alone may say. */
export const TOKEN_DAYS = [30, 90, 365] as const;

/** A key to the API as its owner and administrators see it; the key itself is shown once. */
export interface ApiTokenView {
	readonly id: number;
	readonly name: string;
	/** Its first letters, to tell it by. */
	readonly prefix: string;
	readonly scopes: readonly TokenScope[];
	readonly owner: { readonly id: number; readonly name: string; readonly email: string };
	readonly createdAt: string;
	/** Null: it does not expire. */
	readonly expiresAt: string | null;
	readonly revokedAt: string | null;
	/** To the minute; null when it was never used. */
	readonly lastUsedAt: string | null;
	readonly lastAddress: string | null;
	readonly state: 'good' | 'expired' | 'revoked' | 'asleep';
}
