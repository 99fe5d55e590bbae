import type { Language } from '#lib/domain/bilingual.ts';
import type { ProseNode } from '#lib/markdown/node.ts';
import { parseMarkdown } from '#lib/markdown/parse.ts';

/** A text as its readers would see it; the English side only where something was written. */
export interface PreviewedText {
	readonly sides: readonly {
		readonly lang: Language;
		readonly title: string;
		readonly nodes: readonly ProseNode[];
	}[];
}

/** What a form that was sent for a preview gets back: nothing that was typed is lost. */
export interface Preview {
	readonly preview: PreviewedText;
	readonly values: Readonly<Record<string, string>>;
}

/** Shows what was typed into a form; on the server alone, where Markdown is read. */
export function previewOf(
	input: Record<string, unknown>,
	fields: { readonly title?: string; readonly text: string }
): Preview {
	const values: Record<string, string> = {};
	for (const [name, value] of Object.entries(input))
		if (typeof value === 'string') values[name] = value;
	const of = (name: string | undefined) => (name ? (values[name] ?? '') : '');
	const side = (lang: Language, suffix: string) => ({
		lang,
		title: of(fields.title && fields.title + suffix),
		nodes: parseMarkdown(of(fields.text + suffix))
	});
	const english = side('en', 'En');
	const told = english.title !== '' || english.nodes.length > 0;
	return { preview: { sides: told ? [side('ru', ''), english] : [side('ru', '')] }, values };
}
