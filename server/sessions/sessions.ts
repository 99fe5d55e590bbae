import { SYSTEM, type Role } from '#lib/domain/people.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands, LiveSession, SignedIn, SignInOrigin, SiteSession } from '#server/portal.ts';
import { ApiTokens, isApiToken } from './api-token.ts';
import type { CodeCheck } from './code-check.ts';
import type { LastSeen } from './last-seen.ts';
import type { SecondFactors } from './second-factor.ts';
import { createSignIn, DEMANDED, isDemanded, type Credentials } from './sign-in.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import type { StepTokens } from './step-token.ts';
import type { TokenKind, Tokens } from './token.ts';

interface PersonRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

interface SessionRow {
	readonly id: string;
	readonly kind: TokenKind;
	readonly expiresAt: number;
	readonly userId: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly lastSeenAt: number | null;
	/** What is demanded of its owner and not there. */
	readonly demanded: string | null;
}

export interface Sessions {
	signIn(kind: TokenKind, credentials: Credentials, origin: SignInOrigin): Promise<SignedIn>;
	signInByCode: Commands['signInByCode'];
	signOut(sessionId: string): Promise<void>;
	/**
	 * The session behind a token; looked up in the database each time it is asked. One whose owner
	 * has to set up a second factor first is none.
	 */
	find(token: string, address?: string): Promise<LiveSession | null>;
	/** The same for the pages, which lead the owner of a confined one to where it is set up. */
	findOnSite(token: string): Promise<SiteSession | null>;
	/** Which of these sessions are still good. */
	alive(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Sign-in, sign-out and the check of a session on every request. */
export function createSessions(options: {
	database: Database;
	execute: Execute;
	tokens: Tokens;
	stepTokens: StepTokens;
	secondFactors: SecondFactors;
	checkCode: CodeCheck;
	lastSeen: LastSeen;
	now: () => number;
}): Sessions {
	const { database, execute, tokens, lastSeen, now } = options;
	const throttle = new SignInThrottle(database, now, (email, address) =>
		execute(async ({ tx, record }) => {
			// Of an address that is nobody's not even the letters are kept: it may be a password.
			const person = await tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [email]);
			const about = person ? { about: `person:${person.id}` } : {};
			record({ type: 'session.throttled', actor: SYSTEM, address: address.slice(0, 64), ...about });
		})
	);
	const apiTokens = new ApiTokens(database, now);

	async function findOnSite(token: string): Promise<SiteSession | null> {
		const claims = tokens.verify(token, now());
		if (!claims) return null;
		const row = await database.read((tx) => findRow(tx, claims.sessionId, now()));
		if (!row || row.kind !== claims.kind) return null;
		const { id, kind, expiresAt, userId, name, email, role } = row;
		lastSeen.note(id, row.lastSeenAt);
		const viewer = { id: userId, name, email, role };
		return { id, kind, expiresAt, scopes: null, viewer, confined: isDemanded(row.demanded) };
	}

	return {
		...createSignIn({ ...options, throttle }),
		async signOut(sessionId) {
			await execute(async ({ tx, now: at, record }) => {
				const [ended] = await tx.run<{ userId: number }>(
					`UPDATE sessions SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL
					RETURNING user_id AS "userId"`,
					[at, sessionId]
				);
				if (!ended) return;
				const person = await tx.one<PersonRow>(
					`SELECT id, name, email, role FROM users WHERE id = $1`,
					[ended.userId]
				);
				if (person)
					record({
						type: 'session.ended',
						actor: person,
						endedSessions: [sessionId],
						reason: 'signed_out'
					});
			});
		},
		async find(token, address) {
			if (isApiToken(token)) return apiTokens.find(token, address ?? null);
			const session = await findOnSite(token);
			return session?.confined ? null : session;
		},
		findOnSite,
		async alive(ids) {
			if (ids.length === 0) return new Set();
			const rows = await database.read((tx) =>
				tx.all<{ id: string }>(
					`SELECT s.id FROM sessions s JOIN users u ON u.id = s.user_id
					WHERE s.id IN (${ids.map((_, index) => `$${index + 2}`).join(', ')})
						AND s.ended_at IS NULL AND s.expires_at > $1 AND u.blocked_at IS NULL`,
					[now(), ...ids]
				)
			);
			return new Set(rows.map(({ id }) => id));
		}
	};
}

function findRow(tx: ReadTransaction, id: string, now: number): Promise<SessionRow | null> {
	return tx.one<SessionRow>(
		`SELECT s.id, s.kind, s.expires_at AS "expiresAt", u.id AS "userId", u.name, u.email, u.role,
			s.last_seen_at AS "lastSeenAt", ${DEMANDED} AS demanded
		FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.blocked_at IS NULL`,
		[id, now]
	);
}
