import type {
	AccountState,
	AccountView,
	OpenSession,
	OrganizationView
} from '#lib/domain/account.ts';
import type { AuditEntry, AuditKind } from '#lib/domain/audit.ts';
import type { Actor, Role, Viewer } from '#lib/domain/people.ts';
import type { PortalSettings, VersionedSettings } from '#lib/domain/portal-settings.ts';
import type { ApiTokenView, TokenScope } from '#lib/domain/token-scope.ts';

export interface PersonPatch {
	readonly name?: string | undefined;
	/** By name; '' takes the person out of its organisation. */
	readonly organization?: string | undefined;
}

export interface NewApiToken {
	readonly name: string;
	readonly scopes: readonly TokenScope[];
	/** Days it is good for; null for ever, for administrators alone. */
	readonly days: number | null;
}

/** What administrators do to accounts, and what each of the staff does to its own keys. */
export interface AdministrationCommands {
	/**
	 * Refused at `role`: one's own (`own_account`), or that of the last administrator
	 * (`last_admin`). Ends every session of the person.
	 */
	changeRole(actor: Actor, id: number, role: Role): Promise<void>;
	/** Refused at `id` like `changeRole`. Nobody signs in with it, and every session ends. */
	blockPerson(actor: Actor, id: number): Promise<void>;
	unblockPerson(actor: Actor, id: number): Promise<void>;
	/** Names and organisations are moved by an administrator: screens show the new one. */
	updatePerson(actor: Actor, id: number, patch: PersonPatch): Promise<void>;
	/** One session of somebody's, or all of them. */
	endSessions(actor: Actor, id: number, sessionId?: string): Promise<void>;
	/** Refused at `name` when there is one of that name (`already_there`). */
	createOrganization(actor: Actor, name: string): Promise<{ readonly id: number }>;
	renameOrganization(actor: Actor, id: number, name: string): Promise<void>;
	/** Moves everybody of the first to the second and takes the first away. */
	mergeOrganizations(actor: Actor, id: number, into: number): Promise<void>;
	/** The key is in this answer and nowhere else afterwards. */
	createApiToken(
		actor: Actor,
		input: NewApiToken
	): Promise<{ readonly id: number; readonly token: string }>;
	/** One's own; an administrator's anybody's. Foreign and missing ones are `not_found`. */
	revokeApiToken(actor: Actor, id: number): Promise<void>;
	/**
	 * Throws `stale_version` when somebody else changed them since `version`; resolves with what
	 * they are kept as.
	 */
	changeSettings(
		actor: Actor,
		patch: Partial<PortalSettings>,
		version?: number
	): Promise<VersionedSettings>;
}

export interface AccountFilter {
	/** Within name, e-mail or organisation. */
	readonly q?: string | undefined;
	readonly role?: Role | undefined;
	readonly state?: AccountState | undefined;
	/** Id of an organisation. */
	readonly organization?: number | undefined;
	readonly cursor?: string | undefined;
	readonly limit?: number | undefined;
}

export interface AccountPage {
	readonly items: readonly AccountView[];
	readonly total: number;
	readonly nextCursor: string | null;
}

export interface AuditFilter {
	/** E-mail of who did it; `portal` is the portal's own clock. */
	readonly actor?: string | undefined;
	readonly kind?: AuditKind | undefined;
	/** A number people say aloud, or the e-mail of somebody. */
	readonly about?: string | undefined;
	/** Moments in milliseconds, the end not included. */
	readonly from?: number | undefined;
	readonly to?: number | undefined;
	readonly cursor?: string | undefined;
	readonly limit?: number | undefined;
}

export interface AuditPage {
	readonly items: readonly AuditEntry[];
	readonly nextCursor: string | null;
	/** Number of the last event of all. */
	readonly seq: number;
}

/** What administrators read. Every one of them throws `forbidden` for anybody else. */
export interface AdministrationQueries {
	accounts(viewer: Viewer, filter: AccountFilter): Promise<AccountPage>;
	account(viewer: Viewer, id: number): Promise<AccountView>;
	/** Sessions of somebody that are still good, the newest first. */
	openSessions(viewer: Viewer, id: number): Promise<readonly OpenSession[]>;
	organizations(viewer: Viewer): Promise<readonly OrganizationView[]>;
	organization(viewer: Viewer, id: number): Promise<OrganizationView>;
	/** Own keys of one of the staff; of everybody for an administrator who asks for them. */
	apiTokens(viewer: Viewer, whose: 'own' | 'all'): Promise<readonly ApiTokenView[]>;
	/** What happened, the latest first. */
	audit(viewer: Viewer, filter: AuditFilter): Promise<AuditPage>;
	/** How many there are after an event; more than a hundred are not counted. */
	auditNews(viewer: Viewer, filter: AuditFilter, after: number): Promise<number>;
	/** All of it, page by page, for a file. */
	auditPages(viewer: Viewer, filter: AuditFilter): AsyncIterable<readonly AuditEntry[]>;
	/** What everybody's pages are made with; kept in memory. */
	settings(): Promise<PortalSettings>;
	versionedSettings(viewer: Viewer): Promise<VersionedSettings>;
}
