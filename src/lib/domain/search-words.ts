/** Words looked for at once; further ones would only cost time. */
const MOST_WORDS = 8;

/** Below this length a word is looked for as it was typed. */
const SHORTEST_STEM = 3;

/** Endings of Russian nouns, adjectives and verbs, the longest first. */
const RUSSIAN =
	/(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|ется|ются|ться|ает|ают|ует|уют|ить|ать|еть|ить|ией|иям|иях|ия|ии|ию|ие|ов|ев|ей|ой|ый|ий|ая|яя|ое|ее|ые|ие|ую|юю|ам|ям|ах|ях|ом|ем|ым|им|ых|их|ал|ил|ла|ло|ли|ть|а|я|о|е|и|ы|у|ю|ь|й)$/u;
const ENGLISH = /(?:ings|ing|ed|es|s|e)$/;

/**
 * The beginnings of words that a text looks for: each without its ending, so that «почта» finds
 * «почты» and `printers` finds `printer`. Signs only part words, whatever a database means by them.
 */
export function searchWords(text: string): string[] {
	const words = text
		.normalize('NFC')
		.toLowerCase()
		.replaceAll('ё', 'е')
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.map(withoutEnding);
	// A single letter says nothing beside a word and would be looked for in everything.
	const telling = words.filter((word) => word.length > 1);
	return [...new Set(telling.length > 0 ? telling : words)].slice(0, MOST_WORDS);
}

function withoutEnding(word: string): string {
	const ending = /^[а-я]+$/.test(word) ? RUSSIAN : /^[a-z]+$/.test(word) ? ENGLISH : null;
	const cut = ending === null ? 0 : (ending.exec(word)?.[0].length ?? 0);
	return word.length - cut >= SHORTEST_STEM ? word.slice(0, word.length - cut) : word;
}
