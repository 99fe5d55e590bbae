import { randomBytes } from 'node:crypto';
import { DomainError } from '#lib/domain/errors.ts';
import { SYSTEM, type Role } from '#lib/domain/people.ts';
import type { Database, ReadTransaction } from '#server/database/database.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands, LiveSession, SignedIn, SignInOrigin } from '#server/portal.ts';
import { iso } from '#server/records/ticket-record.ts';
import { changePassword } from './change-password.ts';
import { ApiTokens, isApiToken } from './api-token.ts';
import { passwordMatches } from './password.ts';
import { SignInThrottle } from './sign-in-throttle.ts';
import type { TokenKind, Tokens } from './token.ts';

const LIFETIME_MS: Readonly<Record<TokenKind, number>> = {
	web: 30 * 86_400_000,
	api: 90 * 86_400_000
};

interface AccountRow {
	readonly id: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly passwordHash: string | null;
	readonly blockedAt: number | null;
}

interface SessionRow {
	readonly id: string;
	readonly kind: TokenKind;
	readonly expiresAt: number;
	readonly userId: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

export interface Sessions {
	signIn(
		kind: TokenKind,
		credentials: { email: string; password: string },
		origin: SignInOrigin
	): Promise<SignedIn>;
	changePassword: Commands['changePassword'];
	signOut(sessionId: string): Promise<void>;
	/** The session behind a token; looked up in the database each time it is asked. */
	find(token: string, address?: string): Promise<LiveSession | null>;
	/** Which of these sessions are still good. */
	alive(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Sign-in, sign-out and the check of a session on every request. */
export function createSessions(options: {
	database: Database;
	execute: Execute;
	tokens: Tokens;
	now: () => number;
}): Sessions {
	const { database, execute, tokens, now } = options;
	const throttle = new SignInThrottle(database, now, (email, address) =>
		execute(async ({ tx, record }) => {
			// Of an address that is nobody's not even the letters are kept: it may be a password.
			const person = await tx.one<{ id: number }>(`SELECT id FROM users WHERE email = $1`, [email]);
			const about = person ? { about: `person:${person.id}` } : {};
			record({ type: 'session.throttled', actor: SYSTEM, address: address.slice(0, 64), ...about });
		})
	);
	const apiTokens = new ApiTokens(database, now);
	return {
		async signIn(kind, { email, password }, { address, userAgent }) {
			await throttle.take(email, address);
			const account = await database.read((tx) =>
				tx.one<AccountRow>(
					`SELECT id, name, email, role, password_hash AS "passwordHash",
						blocked_at AS "blockedAt" FROM users WHERE email = $1`,
					[email]
				)
			);
			const matches = await passwordMatches(account?.passwordHash ?? null, password);
			if (!account || !matches || account.blockedAt !== null)
				throw new DomainError('wrong_credentials');
			await throttle.forgive(email, address);
			const { id, name, role } = account;
			const viewer = { id, name, email: account.email, role };
			const sessionId = randomBytes(24).toString('base64url');
			const expiresAt = now() + LIFETIME_MS[kind];
			await execute(async (context) => {
				await context.tx.models.Session.create(
					{
						id: sessionId,
						userId: id,
						kind,
						createdAt: context.now,
						expiresAt,
						endedAt: null,
						address: address.slice(0, 64),
						userAgent: userAgent.slice(0, 300)
					},
					{ transaction: context.tx.transaction }
				);
				context.record({
					type: 'session.started',
					actor: viewer,
					person: { id, email: account.email, role },
					address
				});
			});
			const token = tokens.sign({ kind, sessionId, expiresAt });
			return { token, expiresAt: iso(expiresAt), viewer };
		},
		changePassword: changePassword({ database, execute, now }),
		async signOut(sessionId) {
			await execute(async ({ tx, now: at, record }) => {
				const [ended] = await tx.run<{ userId: number }>(
					`UPDATE sessions SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL
					RETURNING user_id AS "userId"`,
					[at, sessionId]
				);
				if (!ended) return;
				const person = await tx.one<AccountRow>(
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
			const claims = tokens.verify(token, now());
			if (!claims) return null;
			const row = await database.read((tx) => findRow(tx, claims.sessionId, now()));
			if (!row || row.kind !== claims.kind) return null;
			const { id, kind, expiresAt, userId, name, email, role } = row;
			return { id, kind, expiresAt, scopes: null, viewer: { id: userId, name, email, role } };
		},
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
		`SELECT s.id, s.kind, s.expires_at AS "expiresAt", u.id AS "userId", u.name, u.email, u.role
		FROM sessions s JOIN users u ON u.id = s.user_id
		WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND u.blocked_at IS NULL`,
		[id, now]
	);
}
