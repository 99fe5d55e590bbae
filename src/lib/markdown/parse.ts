import MarkdownIt, { type Token } from 'markdown-it';
import { PROSE_TAGS, type ProseNode, type ProseTag } from './node.ts';

/** Where links may lead: the web, a mailbox, or a place of this portal. */
const SAFE_LINK = /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i;

const markdown = new MarkdownIt({ html: false, linkify: true });
// A picture from elsewhere would tell its owner who reads: it stays a link.
markdown.disable('image');
// `javascript:`, `data:` and their kin stay plain text.
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());

/** The page has its own h1 and h2: headings of a text begin below them. */
const HEADINGS: Readonly<Record<string, ProseTag>> = { h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6' };

interface Open {
	readonly tag: ProseTag | null;
	readonly href: string | null;
	readonly children: ProseNode[];
}

/**
 * Markdown as a tree of known elements and texts. It is drawn element by element, never put
 * into the page as markup: what is no element of the list is shown as the text it is.
 */
export function parseMarkdown(text: string): readonly ProseNode[] {
	return treeOf(markdown.parse(text, {}));
}

function treeOf(tokens: readonly Token[]): readonly ProseNode[] {
	const root: Open = { tag: null, href: null, children: [] };
	const open: Open[] = [root];
	for (const token of tokens) {
		const here = open.at(-1) ?? root;
		if (token.nesting === 1) {
			// The paragraphs of a tight list are hidden: their text belongs to the item itself.
			const tag = token.hidden ? null : tagOf(token.tag);
			const href = tag === 'a' ? safe(token.attrGet('href')) : null;
			open.push({ tag, href, children: [] });
		} else if (token.nesting === -1) {
			const done = open.length > 1 ? open.pop() : undefined;
			if (done) (open.at(-1) ?? root).children.push(...closed(done));
		} else here.children.push(...leaf(token));
	}
	return root.children;
}

function closed({ tag, href, children }: Open): readonly ProseNode[] {
	if (tag === null || (tag === 'a' && href === null)) return children;
	return [href === null ? { tag, children } : { tag, href, children }];
}

function leaf(token: Token): readonly ProseNode[] {
	switch (token.type) {
		case 'inline':
			return treeOf(token.children ?? []);
		case 'code_inline':
			return [{ tag: 'code', children: [token.content] }];
		case 'code_block':
		case 'fence':
			return [{ tag: 'pre', children: [{ tag: 'code', children: [token.content] }] }];
		case 'softbreak':
			return ['\n'];
		case 'hardbreak':
			return [{ tag: 'br', children: [] }];
		case 'hr':
			return [{ tag: 'hr', children: [] }];
		default:
			return token.content === '' ? [] : [token.content];
	}
}

function tagOf(tag: string): ProseTag | null {
	const wanted = HEADINGS[tag] ?? (tag === 'h5' ? 'h6' : tag);
	return PROSE_TAGS.find((known) => known === wanted) ?? null;
}

function safe(href: unknown): string | null {
	return typeof href === 'string' && SAFE_LINK.test(href) ? href : null;
}
