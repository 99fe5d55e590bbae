import type { Role } from './people.ts';

/** How an account stands: `invited` has no password yet, `unconfirmed` has not proved its e-mail. */
export const ACCOUNT_STATES = ['active', 'unconfirmed', 'invited', 'blocked'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

/** Somebody with an account, as administrators see it. */
export interface AccountView {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization: OrganizationRef | null;
	readonly state: AccountState;
	readonly createdAt: string;
	/** Of the last sign-in; null when there was none. */
	readonly lastSignInAt: string | null;
	/** Tickets neither solved nor over: filed by a client, held by one of the staff. */
	readonly openTickets: number;
	/** The public schedule of shifts shows the name, not the position alone. */
	readonly publicName: boolean;
}

/** An organisation by name; of before there were any it has no id. */
export interface OrganizationRef {
	readonly id: number | null;
	readonly name: string;
}

/** An organisation of clients. */
export interface OrganizationView {
	readonly id: number;
	readonly name: string;
	readonly createdAt: string;
	readonly people: number;
}

/** A sign-in of somebody's that is still good. */
export interface OpenSession {
	readonly id: string;
	readonly kind: 'web' | 'api';
	readonly startedAt: string;
	readonly expiresAt: string;
	readonly address: string;
	readonly userAgent: string;
}

/** How a name is compared with others: «ООО "Ромашка"» and «ооо Ромашка» may be the same firm. */
export function nearName(name: string): string {
	return name
		.toLowerCase()
		.replace(/ё/g, 'е')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();
}
