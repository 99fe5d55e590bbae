/** Parts of letters: mailboxes know no style sheets, so everything says itself how it looks. */

export function paragraph(html: string): string {
	return `<p style="margin:0 0 16px">${html}</p>`;
}

export function smallPrint(html: string): string {
	return `<p style="margin:0 0 8px;font-size:13px;color:#5c6877">${html}</p>`;
}

export function anchor(href: string, label: string): string {
	return `<a href="${escaped(href)}" style="color:#1f6feb">${escaped(label)}</a>`;
}

export function whole(parts: readonly string[]): string {
	return [
		'<!doctype html><html><body style="margin:0;padding:24px;color:#17202b;font:16px/1.5 sans-serif">',
		...parts,
		'</body></html>'
	].join('\n');
}

/** Words of people are words in a letter too: no tag of theirs is one. */
export function escaped(text: string): string {
	const entities: Readonly<Record<string, string>> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;'
	};
	return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

/** A line break in a subject or a name would begin a header of somebody else's making. */
export function oneLine(text: string): string {
	return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}

/** What tells other programs that nobody sits behind a letter. */
export const AUTOMATIC = {
	'Auto-Submitted': 'auto-generated',
	'X-Auto-Response-Suppress': 'All'
} as const;
