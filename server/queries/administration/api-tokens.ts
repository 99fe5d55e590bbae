import type { ApiTokenView } from '#lib/domain/token-scope.ts';
import { isStaff, type Role } from '#lib/domain/people.ts';
import type { Database } from '#server/database/database.ts';
import type { AdministrationQueries } from '#server/portal.ts';
import { iso, isoOrNull } from '#server/records/ticket-record.ts';
import { scopesIn } from '#server/sessions/api-token.ts';
import { permitted } from './permitted.ts';

interface TokenRow {
	readonly id: number;
	readonly name: string;
	readonly prefix: string;
	readonly scopes: string;
	readonly createdAt: number;
	readonly expiresAt: number | null;
	readonly revokedAt: number | null;
	readonly lastUsedAt: number | null;
	readonly lastAddress: string | null;
	readonly userId: number;
	readonly owner: string;
	readonly email: string;
	readonly role: Role;
	readonly blockedAt: number | null;
}

/** Dead keys are shown for so long after their end. */
const REMEMBERED_MS = 90 * 86_400_000;

/** More keys than a person can look through. */
const MOST = 500;

/** Keys to the API; what they open by is kept nowhere. */
export function apiTokenQueries(
	database: Database,
	now: () => number
): Pick<AdministrationQueries, 'apiTokens'> {
	return {
		apiTokens: async (viewer, whose) => {
			const { id } = permitted(viewer, whose === 'all' ? 'token.manage' : 'token.keep');
			const at = now();
			const rows = await database.read((tx) =>
				tx.all<TokenRow>(
					`SELECT k.id, k.name, k.prefix, k.scopes, k.created_at AS "createdAt",
						k.expires_at AS "expiresAt", k.revoked_at AS "revokedAt",
						k.last_used_at AS "lastUsedAt", k.last_address AS "lastAddress",
						u.id AS "userId", u.name AS owner, u.email, u.role, u.blocked_at AS "blockedAt"
					FROM api_tokens k JOIN users u ON u.id = k.user_id
					WHERE ${whose === 'all' ? '' : 'k.user_id = $2 AND'}
						COALESCE(k.revoked_at, k.expires_at, $1) >= $1
					ORDER BY k.id DESC LIMIT ${MOST}`,
					whose === 'all' ? [at - REMEMBERED_MS] : [at - REMEMBERED_MS, id]
				)
			);
			return rows.map((row) => tokenView(row, at));
		}
	};
}

function tokenView(row: TokenRow, now: number): ApiTokenView {
	const { id, name, prefix, lastAddress } = row;
	return {
		id,
		name,
		prefix,
		scopes: scopesIn(row.scopes),
		owner: { id: row.userId, name: row.owner, email: row.email },
		createdAt: iso(row.createdAt),
		expiresAt: isoOrNull(row.expiresAt),
		revokedAt: isoOrNull(row.revokedAt),
		lastUsedAt: isoOrNull(row.lastUsedAt),
		lastAddress,
		state: stateOf(row, now)
	};
}

/** `asleep`: its owner is blocked or no longer of the staff, and it opens nothing meanwhile. */
function stateOf(row: TokenRow, now: number): ApiTokenView['state'] {
	if (row.revokedAt !== null) return 'revoked';
	if (row.expiresAt !== null && row.expiresAt <= now) return 'expired';
	return row.blockedAt !== null || !isStaff(row) ? 'asleep' : 'good';
}
