import { DomainError } from '#lib/domain/errors.ts';
import { isStaff } from '#lib/domain/people.ts';
import type { Database } from '#server/database/database.ts';
import type { OwnAccountQueries, OwnSession } from '#server/portal/accounts.ts';
import { iso, isoOrNull } from '#server/records/ticket-record.ts';
import { selectSettings } from '#server/records/settings-record.ts';
import type { LastSeen } from '#server/sessions/last-seen.ts';
import { totpAddress } from '#server/sessions/one-time-code.ts';
import { BEGUN_MS, type SecondFactors } from '#server/sessions/second-factor.ts';

/** Of more sessions only those used last are listed; all others can still be ended together. */
const MOST = 50;

interface SessionRow {
	readonly id: string;
	readonly kind: 'web' | 'api';
	readonly createdAt: number;
	readonly lastSeenAt: number | null;
	readonly address: string;
	readonly userAgent: string;
}

interface FactorRow {
	readonly secret: string;
	readonly createdAt: number;
	readonly confirmedAt: number | null;
}

/** What people see of how they themselves get in. */
export function ownAccountQueries(
	database: Database,
	options: {
		readonly now: () => number;
		readonly secondFactors: SecondFactors;
		readonly lastSeen: LastSeen;
	}
): OwnAccountQueries {
	const { now, secondFactors, lastSeen } = options;
	return {
		async ownSessions(viewer, sessionId) {
			if (viewer === null) throw new DomainError('not_signed_in');
			await lastSeen.flush();
			return database.read(async (tx) => {
				const condition = `user_id = $1 AND ended_at IS NULL AND expires_at > $2`;
				const rows = await tx.all<SessionRow>(
					`SELECT id, kind, created_at AS "createdAt", last_seen_at AS "lastSeenAt", address,
						user_agent AS "userAgent"
					FROM sessions WHERE ${condition}
					ORDER BY CASE WHEN id = $3 THEN 0 ELSE 1 END,
						COALESCE(last_seen_at, created_at) DESC, id LIMIT ${MOST}`,
					[viewer.id, now(), sessionId]
				);
				const counted = await tx.one<{ total: number }>(
					`SELECT COUNT(*) AS total FROM sessions WHERE ${condition}`,
					[viewer.id, now()]
				);
				const items = rows.map((row): OwnSession => {
					const { id, kind, address, userAgent, createdAt } = row;
					return {
						id,
						kind,
						address,
						userAgent,
						startedAt: iso(createdAt),
						lastSeenAt: iso(row.lastSeenAt ?? createdAt),
						current: id === sessionId
					};
				});
				return { items, total: Number(counted?.total ?? 0) };
			});
		},
		async secondFactor(viewer) {
			if (viewer === null) throw new DomainError('not_signed_in');
			return database.read(async (tx) => {
				const row = await tx.one<FactorRow>(
					`SELECT secret, created_at AS "createdAt", confirmed_at AS "confirmedAt"
					FROM second_factors WHERE user_id = $1`,
					[viewer.id]
				);
				const left = await tx.one<{ count: number }>(
					`SELECT COUNT(*) AS count FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL`,
					[viewer.id]
				);
				const { settings } = await selectSettings(tx);
				const begun = row?.confirmedAt === null && row.createdAt > now() - BEGUN_MS;
				const secret = begun ? secondFactors.reveal(viewer.id, row.secret) : null;
				return {
					since: isoOrNull(row?.confirmedAt ?? null),
					codesLeft: Number(left?.count ?? 0),
					demanded: settings.secondFactor === 'staff' && isStaff(viewer),
					begun: secret === null ? null : { secret, address: totpAddress(secret, viewer.email) }
				};
			});
		}
	};
}
