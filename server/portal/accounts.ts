import type { LinkKind } from '#lib/domain/account-link.ts';
import type { Actor, Viewer } from '#lib/domain/people.ts';
import type { LiveSession, SignedIn, SignInOrigin } from '#server/portal.ts';

/** What somebody says of himself to get an account. */
export interface Registration {
	readonly name: string;
	readonly email: string;
	readonly password: string;
	readonly organization?: string | undefined;
}

/** Where a registration comes from. */
export interface RegistrationOrigin extends Pick<SignInOrigin, 'address'> {
	/** The stamp its form was given out with; empty where a program has sent it. */
	readonly stamp: string;
	/** A secret that stays in the browser: by it the link is opened there without a password. */
	readonly browser: string;
}

/** What shows, beside the link, that it is the same person who has registered. */
export interface RegistrationProof {
	readonly password?: string | undefined;
	readonly browser?: string | undefined;
}

/** A one-time link, to be handed on by an administrator. */
export interface AccountLink {
	/** `/invite?token=…` */
	readonly path: string;
	/** The same with the public address; null where none is set. */
	readonly url: string | null;
	readonly expiresAt: string;
}

/** What people do about their own accounts, and the links administrators make for them. */
export interface AccountCommands {
	/**
	 * Makes an account that has still to be confirmed and sends its link. Of an address that has
	 * an account the caller is told nothing else: its owner gets a letter. Throws
	 * `too_many_attempts`.
	 */
	register(input: Registration, origin: RegistrationOrigin): Promise<void>;
	/** Sends the link again to whoever knew the password of an account not yet confirmed. */
	sendConfirmation(step: string, origin: Pick<SignInOrigin, 'address'>): Promise<void>;
	/**
	 * Confirms an account by its link and signs in. In another browser than the one it was
	 * registered in the password is asked for (refused at `password`), so that nobody confirms
	 * what a stranger has registered in his name.
	 */
	confirmRegistration(
		token: string,
		proof: RegistrationProof,
		origin: SignInOrigin
	): Promise<SignedIn>;
	/** Sends a link to set a new password, if there is such an account; tells nobody whether. */
	requestReset(email: string, origin: Pick<SignInOrigin, 'address'>): Promise<void>;
	/** Sets a password by its link and ends every session. Throws `not_found`. */
	resetPassword(
		token: string,
		password: string,
		origin: Pick<SignInOrigin, 'address'>
	): Promise<void>;
	/** Sets name and password of somebody who was invited, and signs in. Throws `not_found`. */
	acceptInvite(
		token: string,
		input: { name: string; password: string },
		origin: SignInOrigin
	): Promise<SignedIn>;
	/**
	 * By an administrator, who knows the person in another way. The password of the registration is
	 * gone: the person is sent a link to set one.
	 */
	confirmPerson(actor: Actor, id: number): Promise<void>;
	/**
	 * Invites somebody whose account has no password yet (else refused at `id`, `has_password`):
	 * sends the letter and tells the link. Earlier invitations are over.
	 */
	inviteLink(actor: Actor, id: number): Promise<AccountLink>;
	/** The same for a new password; refused at `id` with `no_password` where there was none. */
	resetLink(actor: Actor, id: number): Promise<AccountLink>;
	/**
	 * The second step of a sign-in, with what the first one left (`DomainError.step`). Throws
	 * `not_found` when that is over, `wrong_credentials` at `code`, or `too_many_attempts`.
	 */
	signInByCode(step: string, code: string, origin: SignInOrigin): Promise<SignedIn>;
	/** Makes a secret; it is no second factor before a first code. Refused at `password`. */
	beginSecondFactor(
		actor: Actor,
		password: string,
		origin: Pick<SignInOrigin, 'address'>
	): Promise<void>;
	/**
	 * Turns the second factor on by a first code (refused at `code`) and ends every other session.
	 * The recovery codes are in this answer and nowhere else afterwards.
	 */
	confirmSecondFactor(
		actor: Actor,
		sessionId: string,
		code: string,
		origin: Pick<SignInOrigin, 'address'>
	): Promise<readonly string[]>;
	/** New recovery codes in place of those before; refused at `password` or `code`. */
	renewRecoveryCodes(
		actor: Actor,
		proof: { password: string; code: string },
		origin: Pick<SignInOrigin, 'address'>
	): Promise<readonly string[]>;
	/** `forbidden` for staff of whom it is demanded. */
	turnOffSecondFactor(
		actor: Actor,
		proof: { password: string; code: string },
		origin: Pick<SignInOrigin, 'address'>
	): Promise<void>;
	/** By an administrator, for whoever has lost telephone and recovery codes. */
	resetSecondFactor(actor: Actor, id: number): Promise<void>;
	/** One of one's own sessions; `not_found` for anybody else's. */
	endOwnSession(actor: Actor, id: string): Promise<void>;
	/** All of one's own but this one; tells how many. */
	endOtherSessions(actor: Actor, sessionId: string): Promise<number>;
}

/** A session of a browser, or of `POST /token`. */
export interface SiteSession extends LiveSession {
	/** A second factor is demanded of its owner: nothing but setting it up is open to it. */
	readonly confined: boolean;
}

/** A sign-in of one's own that is still good. */
export interface OwnSession {
	readonly id: string;
	readonly kind: 'web' | 'api';
	readonly address: string;
	readonly userAgent: string;
	readonly startedAt: string;
	readonly lastSeenAt: string;
	/** The one that asks. */
	readonly current: boolean;
}

/** How one's own second factor stands. */
export interface OwnSecondFactor {
	/** When it was turned on; null when it is off. */
	readonly since: string | null;
	readonly codesLeft: number;
	/** The administrator demands one. */
	readonly demanded: boolean;
	/** What an app has to be told before the first code; null when nothing was begun. */
	readonly begun: { readonly secret: string; readonly address: string } | null;
}

export interface OwnAccountQueries {
	/** The one that asks first, then those used last; `total` counts those not listed, too. */
	ownSessions(
		viewer: Viewer,
		sessionId: string
	): Promise<{ readonly items: readonly OwnSession[]; readonly total: number }>;
	secondFactor(viewer: Viewer): Promise<OwnSecondFactor>;
}

/** Whose account a one-time link opens. */
export interface LinkOwner {
	readonly name: string;
	readonly email: string;
}

export interface AccountQueries extends OwnAccountQueries {
	/** The session behind the cookie of a page; see `Queries.session` for anything else. */
	siteSession(token: string): Promise<SiteSession | null>;
	/** The owner of a link that is still good, or null. */
	linkOwner(kind: LinkKind, token: string): Promise<LinkOwner | null>;
	/** Was this registered in the browser that keeps this secret? */
	isOwnRegistration(token: string, browser: string): Promise<boolean>;
	/** A stamp for the form of registration. */
	registrationStamp(): string;
}
