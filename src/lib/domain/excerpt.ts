/** A piece of a text, and whether it is one of the words that were looked for. */
export interface ExcerptPart {
	readonly text: string;
	readonly found: boolean;
}

/** Letters shown around the first word found. */
const BEFORE = 60;
const LENGTH = 220;

/** As words are compared: small, «ё» as «е», letter for letter. */
function folded(text: string): string {
	return text.toLowerCase().replaceAll('ё', 'е');
}

/** Does a text hold a word for each of these beginnings? */
export function holdsAll(text: string, beginnings: readonly string[]): boolean {
	const words = folded(text).split(/[^\p{L}\p{N}]+/u);
	return beginnings.every((beginning) => words.some((word) => word.startsWith(beginning)));
}

/** Markdown as a reader hears it: without its signs and the addresses of links. */
export function plainOf(markdown: string): string {
	return markdown
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/^\s*\|?[\s:|-]{3,}\|?\s*$/gm, ' ')
		.replace(/[#>*_`|~]+/g, ' ')
		.replace(/^\s*-\s+/gm, '')
		.replace(/\s+/g, ' ')
		.trim();
}

/** Where a text speaks of what was looked for, cut to a few lines, with the words told apart. */
export function excerptOf(markdown: string, beginnings: readonly string[]): readonly ExcerptPart[] {
	const text = plainOf(markdown);
	const places = placesOf(text, beginnings);
	const first = places[0]?.[0] ?? 0;
	const wanted = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
	const from = wanted > first ? first : wanted;
	const end = text.length - from <= LENGTH ? text.length : text.lastIndexOf(' ', from + LENGTH);
	const to = end > from ? end : Math.min(text.length, from + LENGTH);
	const parts: ExcerptPart[] = from > 0 ? [{ text: '… ', found: false }] : [];
	let at = from;
	for (const [start, stop] of places) {
		if (start < at || stop > to) continue;
		if (start > at) parts.push({ text: text.slice(at, start), found: false });
		parts.push({ text: text.slice(start, stop), found: true });
		at = stop;
	}
	if (at < to) parts.push({ text: text.slice(at, to), found: false });
	if (to < text.length) parts.push({ text: ' …', found: false });
	return parts;
}

/** From where to where words stand that begin so. */
function placesOf(
	text: string,
	beginnings: readonly string[]
): readonly (readonly [number, number])[] {
	const low = folded(text);
	// A letter that is longer when small would shift all places.
	if (low.length !== text.length) return [];
	return [...low.matchAll(/[\p{L}\p{N}]+/gu)]
		.filter(([word]) => beginnings.some((beginning) => word.startsWith(beginning)))
		.map(({ 0: word, index }) => [index, index + word.length] as const);
}
