import MarkdownIt, { type Token } from 'markdown-it';
import { PROSE_TAGS, type ProseNode, type ProseTag } from './node.ts';

/** Where links may lead: the web, a mailbox, or a place of this portal. */
const SAFE_LINK = /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i;

const markdown = new MarkdownIt({ html: false, linkify: true });
// `javascript:`, `data:` and their kin stay plain text.
markdown.validateLink = (url) => SAFE_LINK.test(url.trim());

/** Pictures: documents of this portal. One from elsewhere would tell its owner who reads. */
const OWN_PICTURE = /^\/docs\/\d{1,15}\/download$/;

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6'] as const;

interface Open {
	readonly tag: ProseTag | null;
	readonly href: string | null;
	readonly children: ProseNode[];
}

/**
 * Markdown as a tree of known elements and texts. It is drawn element by element, never put
 * into the page as markup: what is no element of the list is shown as the text it is. The page
 * has headings of its own: those of the text begin at `first`, below them.
 */
export function parseMarkdown(text: string, first: 2 | 3 = 3): readonly ProseNode[] {
	return treeOf(markdown.parse(text, {}), first);
}

function treeOf(tokens: readonly Token[], first: number): readonly ProseNode[] {
	const root: Open = { tag: null, href: null, children: [] };
	const open: Open[] = [root];
	for (const token of tokens) {
		const here = open.at(-1) ?? root;
		if (token.nesting === 1) {
			// The paragraphs of a tight list are hidden: their text belongs to the item itself.
			const tag = token.hidden ? null : tagOf(token.tag, first);
			const href = tag === 'a' ? safe(token.attrGet('href')) : null;
			open.push({ tag, href, children: [] });
		} else if (token.nesting === -1) {
			const done = open.length > 1 ? open.pop() : undefined;
			if (done) (open.at(-1) ?? root).children.push(...closed(done));
		} else here.children.push(...leaf(token, first));
	}
	return root.children;
}

function closed({ tag, href, children }: Open): readonly ProseNode[] {
	if (tag === null || (tag === 'a' && href === null)) return children;
	return [href === null ? { tag, children } : { tag, href, children }];
}

function leaf(token: Token, first: number): readonly ProseNode[] {
	switch (token.type) {
		case 'inline':
			return treeOf(token.children ?? [], first);
		case 'code_inline':
			return [{ tag: 'code', children: [token.content] }];
		case 'code_block':
		case 'fence':
			return [{ tag: 'pre', children: [{ tag: 'code', children: [token.content] }] }];
		case 'image':
			return picture(token);
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

/** A picture of our own, else a link to it. */
function picture(token: Token): readonly ProseNode[] {
	const source = safe(token.attrGet('src'));
	if (source === null) return [token.content];
	if (OWN_PICTURE.test(source)) return [{ tag: 'img', href: source, children: [token.content] }];
	return [{ tag: 'a', href: source, children: [token.content || source] }];
}

function tagOf(tag: string, first: number): ProseTag | null {
	const level = /^h([1-6])$/.exec(tag)?.[1];
	if (level) return HEADINGS[Math.min(Number(level) + first - 3, HEADINGS.length - 1)] ?? null;
	return PROSE_TAGS.find((known) => known === tag) ?? null;
}

function safe(href: unknown): string | null {
	return typeof href === 'string' && SAFE_LINK.test(href) ? href : null;
}
