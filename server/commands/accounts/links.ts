import { LINK_LIFETIME_MS, type LinkKind } from '#lib/domain/account-link.ts';
import { DomainError } from '#lib/domain/errors.ts';
import type { WriteTransaction } from '#server/database/database.ts';
import type { CommandContext } from '#server/events/outbox.ts';
import type { AccountFacts } from '#server/mail/account-facts.ts';
import type { LinkTokens } from '#server/sessions/link-tokens.ts';
import { HOUR_MS } from './parts.ts';

/** Letters of one kind that somebody may have sent to a mailbox in an hour: it may not be his. */
const LETTERS_AN_HOUR = 3;

/** Makes a one-time link and owes its owner the letter it stands in. */
export async function makeLink(
	{ tx, now, tells }: CommandContext,
	linkTokens: LinkTokens,
	link: { kind: LinkKind; userId: number; registration?: string }
): Promise<{ token: string; expiresAt: number }> {
	const { kind, userId, registration } = link;
	const nonce = linkTokens.nonce();
	const token = linkTokens.token(kind, nonce);
	const expiresAt = now + LINK_LIFETIME_MS[kind];
	const [row] = await tx.run<{ id: number }>(
		`INSERT INTO account_links (kind, user_id, nonce, digest, registration, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		[kind, userId, nonce, linkTokens.digest(token), registration ?? null, now, expiresAt]
	);
	if (row && tells)
		await oweLetter(tx, now, userId, `link:${row.id}`, { account: kind, link: row.id });
	return { token, expiresAt };
}

/** Owes somebody a letter about its account; the same key again owes nothing. */
export async function oweLetter(
	tx: WriteTransaction,
	now: number,
	userId: number,
	key: string,
	facts: AccountFacts
): Promise<void> {
	await tx.run(
		`INSERT INTO mails (key, user_id, facts, created_at, due_at) VALUES ($1, $2, $3, $4, $4)
		ON CONFLICT (key) DO NOTHING`,
		[key, userId, JSON.stringify(facts), now]
	);
}

/** Were so many links of a kind made in the last hour that another letter would be a nuisance? */
export async function isPestered(
	tx: WriteTransaction,
	now: number,
	kind: LinkKind,
	userId: number
): Promise<boolean> {
	const row = await tx.one<{ count: number }>(
		`SELECT COUNT(*) AS count FROM account_links
		WHERE user_id = $1 AND kind = $2 AND created_at > $3`,
		[userId, kind, now - HOUR_MS]
	);
	return Number(row?.count ?? 0) >= LETTERS_AN_HOUR;
}

/** A link that was just used up. */
export interface UsedLink {
	readonly userId: number;
	/** JSON of a registration, of links that confirm one. */
	readonly registration: string | null;
}

/** Uses a link up, in one statement: of two who open it at once one gets in. Throws `not_found`. */
export async function takeLink(
	tx: WriteTransaction,
	now: number,
	linkTokens: LinkTokens,
	kind: LinkKind,
	token: string
): Promise<UsedLink> {
	const digest = linkTokens.digest(token);
	const found = await tx.one<UsedLink>(
		`SELECT user_id AS "userId", registration FROM account_links WHERE digest = $1`,
		[digest]
	);
	const [used] = await tx.run<{ id: number }>(
		`UPDATE account_links SET used_at = $1
		WHERE digest = $2 AND kind = $3 AND used_at IS NULL AND expires_at > $1 RETURNING id`,
		[now, digest, kind]
	);
	if (!found || !used) throw new DomainError('not_found');
	return found;
}

/** Ends the other links of somebody: what they were for is done. Registrations are forgotten. */
export async function endLinks(
	tx: WriteTransaction,
	now: number,
	userId: number,
	kinds: readonly LinkKind[]
): Promise<void> {
	for (const kind of kinds)
		await tx.run(
			`UPDATE account_links SET used_at = COALESCE(used_at, $1), registration = NULL
			WHERE user_id = $2 AND kind = $3 AND (used_at IS NULL OR registration IS NOT NULL)`,
			[now, userId, kind]
		);
}

/** Is there such a link and is it still good? Before anything is hashed for it. */
export async function isGoodLink(
	tx: { one: WriteTransaction['one'] },
	now: number,
	digest: string,
	kind: LinkKind
): Promise<boolean> {
	const row = await tx.one<{ id: number }>(
		`SELECT id FROM account_links
		WHERE digest = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3`,
		[digest, kind, now]
	);
	return row !== null;
}
