import { describe, expect, it } from 'vitest';
import type { ProseNode } from '#lib/markdown/node.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';

const all = (nodes: readonly ProseNode[]): readonly Exclude<ProseNode, string>[] =>
	nodes.flatMap((node) => (typeof node === 'string' ? [] : [node, ...all(node.children)]));
const words = (nodes: readonly ProseNode[]): string =>
	nodes.map((node) => (typeof node === 'string' ? node : words(node.children))).join('');

describe('Markdown', () => {
	it('becomes headings below those of the page, lists, tables and code', () => {
		const nodes = parseMarkdown('# Раз\n\n- *два*\n\n| a |\n| - |\n| **b** |\n\n```\n<i>\n```');
		expect(all(nodes).map(({ tag }) => tag)).toEqual(
			['h3', 'ul', 'li', 'em', 'table', 'thead', 'tr', 'th', 'tbody', 'tr', 'td', 'strong'].concat(
				'pre',
				'code'
			)
		);
	});

	it('never lets HTML or pictures through: they stay the text they are', () => {
		const nodes = parseMarkdown(
			'<script>alert(1)</script> <b>x</b> ![p](https://evil.example/p.png)'
		);
		expect(all(nodes).map(({ tag }) => tag)).toEqual(['p', 'a']);
		expect(words(nodes)).toContain('<script>alert(1)</script> <b>x</b>');
	});

	it.each([
		['javascript:alert(1)'],
		['JaVaScRiPt:alert(1)'],
		['data:text/html,x'],
		['vbscript:x'],
		['file:///etc/passwd'],
		['//evil.example']
	])('makes no link of %s', (address) => {
		expect(all(parseMarkdown(`[x](${address})`)).map(({ tag }) => tag)).toEqual(['p']);
	});

	it.each([['https://bazis.example/a?b=1'], ['mailto:a@bazis.example'], ['/services']])(
		'links to %s',
		(address) => {
			const [, link] = all(parseMarkdown(`[x](${address})`));
			expect(link).toMatchObject({ tag: 'a', href: address });
		}
	);
});
