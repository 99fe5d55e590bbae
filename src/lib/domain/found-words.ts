/** A piece of a text, and whether it is what was looked for. */
export interface TextPart {
	readonly text: string;
	readonly found: boolean;
}

/** Letters of an excerpt. */
const EXCERPT = 220;

/** Letters of a word beyond which it is no word but data. */
const LONGEST_WORD = 64;

/**
 * A text as it is looked through: small letters, «ё» as «е», every sign a space. As long as the
 * text itself, letter by letter, so that a place in one is the same place in the other.
 */
export function foldText(text: string): string {
	let folded = text.toLowerCase();
	// A few capital letters become two small ones.
	if (folded.length !== text.length)
		folded = [...text].map((letter) => sameLength(letter, letter.toLowerCase())).join('');
	return folded.replaceAll('ё', 'е').replace(/[^\p{L}\p{N}]/gu, (sign) => ' '.repeat(sign.length));
}

function sameLength(before: string, after: string): string {
	return after.length === before.length ? after : before;
}

/** The words of a folded text, each once, in their order. */
export function wordsOf(folded: string): string[] {
	const words = new Set<string>();
	for (const word of folded.split(/\s+/))
		if (word !== '' && word.length <= LONGEST_WORD) words.add(word);
	return [...words];
}

/** A text cut into what begins with one of the looked-for beginnings and what lies between. */
export function markFound(text: string, beginnings: readonly string[]): TextPart[] {
	const parts: TextPart[] = [];
	let from = 0;
	for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
		const folded = foldText(word);
		if (!beginnings.some((beginning) => folded.startsWith(beginning))) continue;
		if (index > from) parts.push({ text: text.slice(from, index), found: false });
		parts.push({ text: word, found: true });
		from = index + word.length;
	}
	if (from < text.length) parts.push({ text: text.slice(from), found: false });
	return parts;
}

/**
 * What a list shows of a longer text: a piece of it between whole words, with the found ones
 * marked. `window` is the surroundings of the first of them; `from` tells where they begin.
 */
export function excerptOf(
	window: string,
	from: number,
	beginnings: readonly string[]
): readonly TextPart[] {
	let text = window.replace(/\s+/g, ' ');
	const cutBefore = from > 1;
	if (cutBefore) text = text.slice(text.indexOf(' ') + 1);
	const cutBehind = text.length > EXCERPT;
	if (cutBehind) {
		const end = text.lastIndexOf(' ', EXCERPT);
		text = text.slice(0, end > 0 ? end : EXCERPT);
	}
	text = text.trim();
	// An ellipsis stands in the place of whatever sign ended the last word.
	if (cutBehind) text = text.replace(/[.,;:—-]+$/u, '').trimEnd();
	if (text === '') return [];
	return markFound(`${cutBefore ? '…' : ''}${text}${cutBehind ? '…' : ''}`, beginnings);
}
