import { createSecretKey, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import type { Database } from '#server/database/database.ts';

const AUDIENCE = 'bazis-portal';
const ALGORITHM = 'HS256';

/** Shorter secrets can be guessed; jsonwebtoken itself takes a single character. */
const SHORTEST_SECRET = 32;

export type TokenKind = 'web' | 'api';

/** What a token says: which session row to look at. */
export interface TokenClaims {
	readonly kind: TokenKind;
	readonly sessionId: string;
	/** Milliseconds since the epoch. */
	readonly expiresAt: number;
}

const payload = z.object({
	aud: z.literal(AUDIENCE),
	kind: z.enum(['web', 'api']),
	sid: z.string().min(16).max(64),
	exp: z.number().int().positive()
});

/** Signs and checks tokens with one secret. Throws at once when the secret is too short. */
export function createTokens(secret: string) {
	if (Buffer.byteLength(secret) < SHORTEST_SECRET)
		throw new Error(`Bad setting JWT_SECRET: must be at least ${SHORTEST_SECRET} bytes`);
	// A text would be tried as a public key first, for each token: four times the work of checking it.
	const key = createSecretKey(Buffer.from(secret));
	return {
		/** A signed token for a session. */
		sign({ kind, sessionId, expiresAt }: TokenClaims): string {
			const claims = { kind, sid: sessionId, exp: Math.floor(expiresAt / 1000) };
			return jsonwebtoken.sign(claims, key, { algorithm: ALGORITHM, audience: AUDIENCE });
		},
		/** The claims of a token, or null: unsigned, of another algorithm, expired, or no token. */
		verify(token: string, now: number): TokenClaims | null {
			try {
				const claims = payload.safeParse(
					jsonwebtoken.verify(token, key, {
						algorithms: [ALGORITHM],
						audience: AUDIENCE,
						clockTimestamp: Math.floor(now / 1000)
					})
				);
				if (!claims.success) return null;
				const { kind, sid, exp } = claims.data;
				return { kind, sessionId: sid, expiresAt: exp * 1000 };
			} catch {
				return null;
			}
		}
	};
}

export type Tokens = ReturnType<typeof createTokens>;

/** The secret kept beside a database file (mode 600), made at the first start. */
export function secretBesideFile(databaseFile: string): string {
	const file = join(dirname(databaseFile), 'jwt-secret');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		const secret = newSecret();
		try {
			writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
			return secret;
		} catch {
			// Another process of the same start was first.
			return readFileSync(file, 'utf8').trim();
		}
	}
}

/** The secret kept in a database that several nodes share, made by the first of them. */
export function secretInDatabase(database: Database): Promise<string> {
	return database.write(async (tx) => {
		await tx.run(
			`INSERT INTO meta (key, value) VALUES ('jwt_secret', $1) ON CONFLICT (key) DO NOTHING`,
			[newSecret()]
		);
		const row = await tx.one<{ value: string }>(`SELECT value FROM meta WHERE key = 'jwt_secret'`);
		if (!row) throw new Error('the secret was not kept');
		return row.value;
	});
}

function newSecret(): string {
	return randomBytes(48).toString('base64url');
}
