/** Elements a text may be made of; there is no other way into the page. */
export const PROSE_TAGS = [
	'p',
	'h2',
	'h3',
	'h4',
	'h5',
	'h6',
	'ul',
	'ol',
	'li',
	'blockquote',
	'pre',
	'code',
	'em',
	'strong',
	's',
	'a',
	'br',
	'hr',
	'table',
	'thead',
	'tbody',
	'tr',
	'th',
	'td',
	'img'
] as const;
export type ProseTag = (typeof PROSE_TAGS)[number];

/** A text, or an element with what it holds; `href` is there for links and pictures alone. */
export type ProseNode =
	| string
	| { readonly tag: ProseTag; readonly href?: string; readonly children: readonly ProseNode[] };
