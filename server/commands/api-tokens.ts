import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/domain/people.ts';
import { TOKEN_SCOPES } from '#lib/domain/token-scope.ts';
import type { Execute } from '#server/events/outbox.ts';
import type { Commands } from '#server/portal.ts';
import { isoOrNull } from '#server/records/ticket-record.ts';
import { newApiToken, sessionIdOfToken } from '#server/sessions/api-token.ts';
import { allowed, demand } from './authorise.ts';

/** Keys of one person that are good; whoever needs more has lost sight of them. */
const MOST = 50;

const DAY_MS = 86_400_000;

/** Makes a key to the API for oneself. */
export function createApiToken(execute: Execute): Commands['createApiToken'] {
	return (actor, { name, scopes, days }) =>
		execute(async ({ tx, now, record }) => {
			const ownerId = keeper(actor);
			if (days === null && !allowed(actor, 'token.manage')) throw fieldError('days', 'admin_only');
			const good = await tx.one<{ count: number }>(
				`SELECT COUNT(*) AS count FROM api_tokens
				WHERE user_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
				[ownerId, now]
			);
			if ((good?.count ?? 0) >= MOST) throw fieldError('name', 'too_many');
			const { token, digest, prefix } = newApiToken();
			const granted = TOKEN_SCOPES.filter((scope) => scopes.includes(scope));
			const expiresAt = days === null ? null : now + days * DAY_MS;
			const [row] = await tx.run<{ id: number }>(
				`INSERT INTO api_tokens (user_id, name, prefix, digest, scopes, created_at, expires_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
				[ownerId, name, prefix, digest, granted.join(' '), now, expiresAt]
			);
			if (!row) throw new DomainError('unavailable', { retryAfter: 1 });
			record({
				type: 'token.created',
				actor,
				about: `person:${ownerId}`,
				apiToken: { name, prefix, scopes: granted, expiresAt: isoOrNull(expiresAt) }
			});
			return { id: row.id, token };
		});
}

/** Ends a key for good; its sockets are told goodbye. */
export function revokeApiToken(execute: Execute): Commands['revokeApiToken'] {
	return (actor, id) =>
		execute(async ({ tx, now, record }) => {
			const ownerId = keeper(actor);
			const anybodys = allowed(actor, 'token.manage');
			const [row] = await tx.run<{ name: string; prefix: string; userId: number }>(
				`UPDATE api_tokens SET revoked_at = $2
				WHERE id = $1 AND revoked_at IS NULL ${anybodys ? '' : 'AND user_id = $3'}
				RETURNING name, prefix, user_id AS "userId"`,
				anybodys ? [id, now] : [id, now, ownerId]
			);
			if (!row) throw new DomainError('not_found');
			record({
				type: 'token.revoked',
				actor,
				about: `person:${row.userId}`,
				apiToken: { name: row.name, prefix: row.prefix },
				endedSessions: [sessionIdOfToken(id)],
				reason: 'token_revoked'
			});
		});
}

function keeper(actor: Actor): number {
	demand(actor, 'token.keep');
	if (actor.id === null) throw new DomainError('forbidden');
	return actor.id;
}
