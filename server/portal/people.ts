import type { Actor, PersonRef, Role, Viewer } from '#lib/domain/people.ts';
import type { TokenScope } from '#lib/domain/token-scope.ts';

export interface NewPerson {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly organization?: string | undefined;
	/** Without one the account cannot sign in. */
	readonly password?: string | undefined;
}

/** What a person sees of itself. */
export interface Profile extends PersonRef {
	readonly role: Role;
	readonly organization: string | null;
	/** Null: nobody has chosen yet, the portal's own is taken. */
	readonly language: 'ru' | 'en' | null;
	/** Letters about own tickets are wanted. */
	readonly mail: boolean;
}

export interface ProfilePatch {
	readonly name?: string | undefined;
	readonly language?: 'ru' | 'en' | undefined;
	readonly mail?: boolean | undefined;
}

export interface Person extends PersonRef {
	readonly id: number;
	readonly role: Role;
}

/** Where a sign-in comes from, for throttling and for the list of one's sessions. */
export interface SignInOrigin {
	readonly address: string;
	readonly userAgent: string;
}

export interface SignedIn {
	readonly token: string;
	readonly expiresAt: string;
	readonly viewer: NonNullable<Viewer>;
}

/** A live session behind a token. */
export interface LiveSession {
	readonly id: string;
	/** A browser's, one of `POST /token`, or a key made in the panel. */
	readonly kind: 'web' | 'api' | 'key';
	/** Milliseconds; null is never. */
	readonly expiresAt: number | null;
	/** What a key is good for; null is all that its owner may do. */
	readonly scopes: readonly TokenScope[] | null;
	readonly viewer: NonNullable<Viewer>;
}

/** Who is who: people, their profiles and their sessions. */
export interface PeopleCommands {
	/** The same e-mail again answers with the person that is there, unchanged. */
	createPerson(actor: Actor, input: NewPerson): Promise<{ person: Person; created: boolean }>;
	/** What a person may change of itself; a name of staff stays. */
	updateProfile(actor: Actor, patch: ProfilePatch): Promise<void>;
	/** Stops letters to whoever the key in a letter names; `not_found` when it is not ours. */
	stopMail(token: string): Promise<void>;
	/** Makes the first administrator. Throws `not_found` when the token is wrong or used up. */
	setUp(token: string, person: { name: string; email: string; password: string }): Promise<void>;
	/**
	 * Throws `wrong_credentials`, `too_many_attempts`, `not_confirmed`, `second_factor_required`
	 * (without a code), or `second_factor_missing` where a program has to have one.
	 */
	signIn(
		kind: 'web' | 'api',
		credentials: { email: string; password: string; code?: string | undefined },
		origin: SignInOrigin
	): Promise<SignedIn>;
	/**
	 * By the present password; every other session ends. Refused at the field `current`
	 * (`wrong_password`), or `too_many_attempts`.
	 */
	changePassword(
		actor: Actor,
		sessionId: string,
		passwords: { current: string; password: string },
		origin: Pick<SignInOrigin, 'address'>
	): Promise<void>;
	signOut(sessionId: string): Promise<void>;
}

export interface PeopleQueries {
	profile(viewer: Viewer): Promise<Profile>;
	/** Whose letters a key stops, and whether they are wanted; null when it is not ours. */
	mailOf(token: string): Promise<{ readonly email: string; readonly mail: boolean } | null>;
	/** Letters that wait to be sent, and those that were given up. */
	mails(): Promise<{ readonly waiting: number; readonly failed: number }>;
	/** May an administrator be made with this token? */
	isSetUpOpen(token: string): Promise<boolean>;
	/**
	 * The session behind a token, or null when it is unsigned, expired, ended or blocked, or its
	 * owner has to set up a second factor before anything else. With the
	 * address of who shows it the use of a key is noted.
	 */
	session(token: string, address?: string): Promise<LiveSession | null>;
}
