import { linkPath, type LinkKind } from '#lib/domain/account-link.ts';
import { ticketId } from '#lib/domain/ticket.ts';
import type { Database } from '#server/database/database.ts';
import type { MailFacts } from '#server/events/mail-keeper.ts';
import type { AccountFacts } from '#server/mail/account-facts.ts';
import { writeAccountLetter } from '#server/mail/account-letter.ts';
import { writeLetter, type Letter } from '#server/mail/letter.ts';
import { writeScreenLetter, type DarkScreenFacts } from '#server/mail/screen-letter.ts';
import type { LinkTokens } from '#server/sessions/link-tokens.ts';
import type { StopTokens } from '#server/sessions/stop-token.ts';

export interface OwedLetterOptions {
	readonly database: Database;
	readonly now: () => number;
	readonly stopTokens: StopTokens;
	readonly linkTokens: LinkTokens;
	readonly sender: string;
	/** In which letters tell moments. */
	readonly timeZone: string;
	readonly origin: string | null;
	readonly defaultLanguage: 'ru' | 'en';
}

interface Recipient {
	readonly name: string;
	readonly email: string;
	readonly language: 'ru' | 'en' | null;
	/** SQLite answers with 0 and 1. */
	readonly wanted: boolean | number;
}

/** Writes the letter that a mail owes, as things stand when it is sent. */
export function createOwedLetters(options: OwedLetterOptions) {
	const { database, now, stopTokens, linkTokens } = options;

	/** Letters about one's own account come whether one wants letters about tickets or not. */
	function ownerOf(userId: number): Promise<Recipient | null> {
		return database.read((tx) =>
			tx.one<Recipient>(
				`SELECT name, email, language, mail AS wanted FROM users
				WHERE id = $1 AND blocked_at IS NULL`,
				[userId]
			)
		);
	}

	/** One whose screen has come back meanwhile has nothing to look after. */
	function watcherOf(userId: number, facts: DarkScreenFacts): Promise<Recipient | null> {
		return database.read(async (tx) => {
			const person = await tx.one<Recipient>(
				`SELECT u.name, u.email, u.language, u.mail AS wanted FROM users u
				JOIN screens s ON s.id = $2 AND s.state = 'dark' AND s.revoked_at IS NULL
				WHERE u.id = $1 AND u.blocked_at IS NULL AND u.role = 'admin'`,
				[userId, facts.darkScreen]
			);
			return person?.wanted ? person : null;
		});
	}

	function requesterOf(userId: number, facts: MailFacts): Promise<Recipient | null> {
		return database.read(async (tx) => {
			const person = await tx.one<Recipient>(
				`SELECT u.name, u.email, u.language, u.mail AS wanted FROM users u
				JOIN tickets t ON t.id = $2 AND t.deleted_at IS NULL
				WHERE u.id = $1 AND u.blocked_at IS NULL`,
				[userId, ticketId(facts.ticket) ?? 0]
			);
			return person?.wanted ? person : null;
		});
	}

	/**
	 * Where a letter about an account leads: null is nowhere. Undefined when its link was used or
	 * is over by now, or was made with another secret: it would open nothing.
	 */
	async function pathOf({ account, link }: AccountFacts): Promise<string | null | undefined> {
		if (account === 'known') return '/forgot';
		if (link === undefined) return null;
		const row = await database.read((tx) =>
			tx.one<{ kind: LinkKind; nonce: string; digest: string }>(
				`SELECT kind, nonce, digest FROM account_links
				WHERE id = $1 AND used_at IS NULL AND expires_at > $2`,
				[link, now()]
			)
		);
		if (!row) return undefined;
		const token = linkTokens.token(row.kind, row.nonce);
		return linkTokens.digest(token) === row.digest ? linkPath(row.kind, token) : undefined;
	}

	/** Null when there is no more reason for it: nobody wants it, or what it tells of is gone. */
	return async (mail: {
		readonly key: string;
		readonly userId: number;
		readonly facts: string;
	}): Promise<Letter | null> => {
		const facts: MailFacts | AccountFacts | DarkScreenFacts = JSON.parse(mail.facts);
		const recipient = await ('account' in facts
			? ownerOf(mail.userId)
			: 'darkScreen' in facts
				? watcherOf(mail.userId, facts)
				: requesterOf(mail.userId, facts));
		if (!recipient) return null;
		const common = {
			key: mail.key,
			to: { name: recipient.name, address: recipient.email },
			language: recipient.language ?? options.defaultLanguage,
			sender: options.sender,
			origin: options.origin
		};
		if ('darkScreen' in facts)
			return writeScreenLetter({ ...common, facts, timeZone: options.timeZone });
		if (!('account' in facts))
			return writeLetter({ ...common, facts, stopToken: stopTokens.sign(mail.userId) });
		const path = await pathOf(facts);
		if (path === undefined) return null;
		const oneTime = facts.link !== undefined;
		return writeAccountLetter({ ...common, about: facts.account, path, oneTime });
	};
}
