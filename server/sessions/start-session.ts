import { randomBytes } from 'node:crypto';
import type { Role } from '#lib/domain/people.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { SignedIn, SignInOrigin } from '#server/portal.ts';
import { iso } from '#server/records/ticket-record.ts';
import type { TokenKind, Tokens } from './token.ts';

const LIFETIME_MS: Readonly<Record<TokenKind, number>> = {
	web: 30 * 86_400_000,
	api: 90 * 86_400_000
};

/** Begins a session of somebody who has shown everything that was to be shown. */
export async function startSession(
	{ tx, now, record }: CommandContext,
	tokens: Tokens,
	kind: TokenKind,
	person: { id: number; name: string; email: string; role: Role },
	{ address, userAgent }: SignInOrigin
): Promise<SignedIn> {
	const { id, name, email, role } = person;
	const viewer = { id, name, email, role };
	const sessionId = randomBytes(24).toString('base64url');
	const expiresAt = now + LIFETIME_MS[kind];
	await tx.models.Session.create(
		{
			id: sessionId,
			userId: id,
			kind,
			createdAt: now,
			expiresAt,
			endedAt: null,
			address: address.slice(0, 64),
			userAgent: userAgent.slice(0, 300)
		},
		{ transaction: tx.transaction }
	);
	record({ type: 'session.started', actor: viewer, person: { id, email, role }, address });
	const token = tokens.sign({ kind, sessionId, expiresAt });
	return { token, expiresAt: iso(expiresAt), viewer };
}
