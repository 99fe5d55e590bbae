export const LANGUAGES = ['ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text in Russian and, where somebody wrote it, in English; empty where nobody did. */
export interface Bilingual {
	readonly ru: string;
	readonly en: string;
}

/** A text as a reader gets it; `lang` is there where it is not the reader's own language. */
export interface Worded {
	readonly text: string;
	readonly lang: Language | undefined;
}

/** A text in a reader's language, in Russian where there is no other. */
export function worded(text: Bilingual, language: Language): Worded {
	if (text[language] !== '') return { text: text[language], lang: undefined };
	return { text: text.ru, lang: language === 'ru' ? undefined : 'ru' };
}
