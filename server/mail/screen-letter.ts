import type { Letter } from './letter.ts';
import { MAIL_WORDS } from './words.ts';

/** What a mail about a screen that went dark tells, as it stood when it happened. */
export interface DarkScreenFacts {
	readonly darkScreen: number;
	readonly name: string;
	/** When it was seen last, milliseconds. */
	readonly seenAt: number;
}

export interface ScreenLetterOptions {
	/** Stays the same however often the letter is tried. */
	readonly key: string;
	readonly facts: DarkScreenFacts;
	readonly to: { readonly name: string; readonly address: string };
	readonly language: 'ru' | 'en';
	readonly sender: string;
	/** Public address; null when none is set, and then the letter holds no link. */
	readonly origin: string | null;
	/** In which the moment is told. */
	readonly timeZone: string;
}

const WORDS = {
	ru: {
		subject: (name: string) => `Экран погас: ${name}`,
		lead: (name: string, at: string) =>
			`Экран «${name}» не на связи, последний раз его видели ${at}.`,
		hint: 'Проверьте питание и сеть телевизора: когда он вернётся, доска появится сама.',
		open: 'Все экраны'
	},
	en: {
		subject: (name: string) => `A screen went dark: ${name}`,
		lead: (name: string, at: string) => `The screen “${name}” is away, it was last seen at ${at}.`,
		hint: 'Check the power and the network of the television: its board comes back by itself.',
		open: 'All screens'
	}
} as const;

/** Tells an administrator that a screen went dark. Words alone, so that nothing in them is markup. */
export function writeScreenLetter(options: ScreenLetterOptions): Letter {
	const { key, facts, to, language, sender, origin } = options;
	const words = WORDS[language];
	const common = MAIL_WORDS[language];
	const at = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
		timeZone: options.timeZone,
		dateStyle: 'long',
		timeStyle: 'short'
	}).format(facts.seenAt);
	const host = sender.slice(sender.lastIndexOf('@') + 1);
	const link = origin === null ? [] : [`${words.open}: ${origin}/panel/screens`];
	const paragraphs = [
		common.greeting(to.name),
		words.lead(facts.name, at),
		words.hint,
		...link,
		common.stopInProfile
	];
	return {
		from: { name: common.sender, address: sender },
		to: { name: oneLine(to.name), address: to.address },
		subject: oneLine(words.subject(facts.name)),
		text: paragraphs.join('\n\n'),
		html: paragraphs.map((text) => `<p>${escaped(text)}</p>`).join('\n'),
		messageId: `<${key.replace(/[^\w-]/g, '.')}@${host}>`,
		references: `<screen.${facts.darkScreen}@${host}>`,
		headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
	};
}

/** A line break in a name would begin a header of somebody else's making. */
function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
