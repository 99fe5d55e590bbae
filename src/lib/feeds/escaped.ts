/** Titles and contents are HTML to a reader: what people wrote has to stay text there. */
export function escapedText(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
}
