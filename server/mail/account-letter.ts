import type { AccountLetter } from './account-facts.ts';
import { ACCOUNT_WORDS } from './account-words.ts';
import type { Letter } from './letter.ts';
import { anchor, AUTOMATIC, escaped, oneLine, paragraph, smallPrint, whole } from './markup.ts';
import { MAIL_WORDS } from './words.ts';

export interface AccountLetterOptions {
	/** Stays the same however often the letter is tried. */
	readonly key: string;
	readonly about: AccountLetter;
	/** Where it leads within the portal; null when it leads nowhere. */
	readonly path: string | null;
	/** Whoever has the path may do what it is for. */
	readonly oneTime: boolean;
	readonly to: { readonly name: string; readonly address: string };
	readonly language: 'ru' | 'en';
	readonly sender: string;
	/** Public address; null when none is set: then the letter names the path alone. */
	readonly origin: string | null;
}

/** Writes a letter about an account. Links are made of `ORIGIN`, never of what a request named. */
export function writeAccountLetter(options: AccountLetterOptions): Letter {
	const { key, path, to, origin, sender } = options;
	const common = MAIL_WORDS[options.language];
	const words = ACCOUNT_WORDS[options.language];
	const { subject, lead, action = '', after } = words.letters[options.about];
	const greeting = common.greeting(oneLine(to.name));
	const address = path === null ? null : `${origin ?? ''}${path}`;
	const host = sender.slice(sender.lastIndexOf('@') + 1);
	const where =
		address === null
			? []
			: [
					origin === null
						? { text: words.openPath(address), html: escaped(words.openPath(address)) }
						: { text: `${action}: ${address}`, html: anchor(address, action) }
				];
	return {
		from: { name: common.sender, address: sender },
		to: { name: oneLine(to.name), address: to.address },
		subject,
		text: [greeting, lead, ...where.map(({ text }) => text), after, '—', words.doNotAnswer].join(
			'\n\n'
		),
		html: whole([
			paragraph(escaped(greeting)),
			paragraph(escaped(lead)),
			...where.map(({ html }) => paragraph(html)),
			paragraph(escaped(after)),
			smallPrint(escaped(words.doNotAnswer))
		]),
		messageId: `<${key.replace(/[^\w-]/g, '.')}@${host}>`,
		references: null,
		headers: AUTOMATIC,
		...(options.oneTime && address !== null ? { link: address } : {})
	};
}
