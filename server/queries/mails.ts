import { DomainError } from '#lib/domain/errors.ts';
import type { Database } from '#server/database/database.ts';
import type { Profile, Queries } from '#server/portal.ts';
import type { StopTokens } from '#server/sessions/stop-token.ts';

type ProfileRow = Omit<Profile, 'mail'> & {
	/** SQLite answers with 0 and 1. */
	readonly mail: boolean | number;
};

/** What is known of a person's letters, and of letters that do not get through. */
export function mailQueries(
	database: Database,
	stopTokens: StopTokens
): Pick<Queries, 'profile' | 'mailOf' | 'mails'> {
	const find = (id: number) =>
		database.read((tx) =>
			tx.one<ProfileRow>(
				`SELECT name, email, role, organization, language, mail FROM users
				WHERE id = $1 AND blocked_at IS NULL`,
				[id]
			)
		);
	return {
		async profile(viewer) {
			if (viewer === null) throw new DomainError('not_signed_in');
			const row = await find(viewer.id);
			if (!row) throw new DomainError('not_found');
			return { ...row, mail: Boolean(row.mail) };
		},
		async mailOf(token) {
			const id = stopTokens.verify(token);
			const row = id === null ? null : await find(id);
			return row && { email: row.email, mail: Boolean(row.mail) };
		},
		async mails() {
			const row = await database.read((tx) =>
				tx.one<{ waiting: number; failed: number }>(
					`SELECT
						(SELECT COUNT(*) FROM mails WHERE sent_at IS NULL AND failed_at IS NULL) AS waiting,
						(SELECT COUNT(*) FROM mails WHERE failed_at IS NOT NULL) AS failed`
				)
			);
			return { waiting: row?.waiting ?? 0, failed: row?.failed ?? 0 };
		}
	};
}
