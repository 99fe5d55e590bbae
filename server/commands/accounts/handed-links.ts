import { linkPath } from '#lib/domain/account-link.ts';
import { DomainError, fieldError } from '#lib/domain/errors.ts';
import type { Commands } from '#server/portal.ts';
import { iso } from '#server/records/ticket-record.ts';
import { demand } from '../authorise.ts';
import { lockAccount, personOf } from './account-row.ts';
import { endLinks, makeLink } from './links.ts';
import type { AccountParts } from './parts.ts';

/** Links that an administrator makes for somebody: sent by letter and told, to be handed on. */
export function handedLink(parts: AccountParts, kind: 'invite' | 'reset'): Commands['inviteLink'] {
	return (actor, id) =>
		parts.execute(async (context) => {
			const { tx, now, record } = context;
			demand(actor, 'user.manage');
			const account = await lockAccount(tx, id);
			if (!account) throw new DomainError('not_found');
			const hasPassword = account.passwordHash !== null;
			if (kind === 'invite' && hasPassword) throw fieldError('id', 'has_password');
			if (kind === 'reset' && !hasPassword) throw fieldError('id', 'no_password');
			await endLinks(tx, now, id, [kind]);
			const { token, expiresAt } = await makeLink(context, parts.linkTokens, { kind, userId: id });
			record({
				type: 'person.link_made',
				actor,
				changed: { link: [null, kind] },
				person: personOf(account)
			});
			const path = linkPath(kind, token);
			const url = parts.origin === null ? null : `${parts.origin}${path}`;
			return { path, url, expiresAt: iso(expiresAt) };
		});
}
