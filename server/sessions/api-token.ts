import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Role } from '#lib/domain/people.ts';
import { TOKEN_SCOPES, type TokenScope } from '#lib/domain/token-scope.ts';
import type { Database } from '#server/database/database.ts';
import type { LiveSession } from '#server/portal.ts';
import { DEMANDED, isDemanded } from './sign-in.ts';

/** By which a key is told from the tokens of sign-ins, and found by whoever looks for leaks. */
const MARK = 'bc_';

/** Letters by which its owner knows a key again. */
const PREFIX_LENGTH = MARK.length + 6;

/** Its last use is written this seldom: it is no trail, it only tells whether it is in use. */
const NOTED_EVERY_MS = 60_000;

/** A new key, what is kept of it, and the letters to tell it by. */
export function newApiToken(): { token: string; digest: string; prefix: string } {
	const token = MARK + randomBytes(32).toString('base64url');
	return { token, digest: digestOf(token), prefix: token.slice(0, PREFIX_LENGTH) };
}

/** Is it such a key, by its looks? */
export function isApiToken(token: string): boolean {
	return token.startsWith(MARK);
}

/** Of so many random bits a plain digest tells nothing; who reads the database gets no key. */
function digestOf(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}

/** Under what a key stands among sessions: for goodbyes to its sockets. */
export function sessionIdOfToken(id: number): string {
	return `token:${id}`;
}

const scopesText = z.string().transform((text) => text.split(' '));
const scopes = scopesText.pipe(z.array(z.enum(TOKEN_SCOPES)));

/** The scopes as they are kept: words with spaces between them. */
export function scopesIn(text: string): readonly TokenScope[] {
	return scopes.parse(text);
}

interface TokenRow {
	readonly id: number;
	readonly scopes: string;
	readonly expiresAt: number | null;
	readonly lastUsedAt: number | null;
	readonly userId: number;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	/** What is demanded of its owner and not there. */
	readonly demanded: string | null;
}

/** Looks keys up, each time in the database: a revoked one is dead on the next request. */
export class ApiTokens {
	readonly #database: Database;
	readonly #now: () => number;

	constructor(database: Database, now: () => number) {
		this.#database = database;
		this.#now = now;
	}

	/** The session behind a key of a member of staff, or null. */
	async find(token: string, address: string | null): Promise<LiveSession | null> {
		const now = this.#now();
		const row = await this.#database.read((tx) =>
			tx.one<TokenRow>(
				`SELECT k.id, k.scopes, k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt",
					u.id AS "userId", u.name, u.email, u.role, ${DEMANDED} AS demanded
				FROM api_tokens k JOIN users u ON u.id = k.user_id
				WHERE k.digest = $1 AND k.revoked_at IS NULL
					AND (k.expires_at IS NULL OR k.expires_at > $2)
					AND u.blocked_at IS NULL AND u.role <> 'client'`,
				[digestOf(token), now]
			)
		);
		// Else a stolen password that made a key would outlive the demand for a second factor.
		if (!row || isDemanded(row.demanded)) return null;
		if (address !== null && now - (row.lastUsedAt ?? 0) >= NOTED_EVERY_MS)
			this.#note(row.id, now, address);
		const { userId, name, email, role } = row;
		return {
			id: sessionIdOfToken(row.id),
			kind: 'key',
			expiresAt: row.expiresAt,
			scopes: scopesIn(row.scopes),
			viewer: { id: userId, name, email, role }
		};
	}

	/** Nobody waits for it, and a use that could not be noted is no reason to refuse it. */
	#note(id: number, now: number, address: string): void {
		this.#database
			.write((tx) =>
				tx.run(
					`UPDATE api_tokens SET last_used_at = $2, last_address = $3
					WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $4)`,
					[id, now, address.slice(0, 64), now - NOTED_EVERY_MS]
				)
			)
			.catch(() => undefined);
	}
}
