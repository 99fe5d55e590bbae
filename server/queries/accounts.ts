import { z } from 'zod';
import type { Database } from '#server/database/database.ts';
import type { AccountQueries, LinkOwner, OwnAccountQueries } from '#server/portal/accounts.ts';
import type { FormStamps } from '#server/sessions/form-stamp.ts';
import { digestOf } from '#server/sessions/link-tokens.ts';

const kept = z.object({ browser: z.string() });

/** What pages of people without a session need to know. */
export function accountQueries(
	database: Database,
	{ now, stamps }: { readonly now: () => number; readonly stamps: FormStamps }
): Omit<AccountQueries, 'siteSession' | keyof OwnAccountQueries> {
	return {
		linkOwner: (kind, token) =>
			database.read((tx) =>
				tx.one<LinkOwner>(
					`SELECT u.name, u.email FROM account_links l JOIN users u ON u.id = l.user_id
					WHERE l.digest = $1 AND l.kind = $2 AND l.used_at IS NULL AND l.expires_at > $3
						AND u.blocked_at IS NULL`,
					[digestOf(token), kind, now()]
				)
			),
		async isOwnRegistration(token, browser) {
			const row = await database.read((tx) =>
				tx.one<{ registration: string | null }>(
					`SELECT registration FROM account_links WHERE digest = $1`,
					[digestOf(token)]
				)
			);
			if (!row?.registration || browser === '') return false;
			return kept.parse(JSON.parse(row.registration)).browser === digestOf(browser);
		},
		registrationStamp: () => stamps.make()
	};
}
