import type { ProseNode } from './node.ts';

/** What a text says, without its markup. */
export function textOf(nodes: readonly ProseNode[]): string {
	return nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join(' ');
}
