import { Document, HeadingLevel, Packer, Paragraph, TextRun } from 'docx';
import { FIRM } from '../company.ts';
import type { LetterText } from './text.ts';

const LIST = '— ';

/** A text as a text processor writes it. */
export function letterOf({ title, note, chapters }: LetterText): Promise<Buffer> {
	const paragraphs = [
		new Paragraph({ text: title, heading: HeadingLevel.TITLE }),
		new Paragraph({
			spacing: { after: 240 },
			children: [new TextRun({ text: note, italics: true, color: '5C6877' })]
		}),
		...chapters.flatMap(({ heading, lines }, at) => [
			new Paragraph({
				text: `${at + 1}. ${heading}`,
				heading: HeadingLevel.HEADING_1,
				spacing: { before: 240, after: 80 }
			}),
			...lines.map((line) =>
				line.startsWith(LIST)
					? new Paragraph({ text: line.slice(LIST.length), bullet: { level: 0 } })
					: new Paragraph({ text: line, spacing: { after: 120 } })
			)
		])
	];
	return Packer.toBuffer(
		new Document({ creator: FIRM, title, sections: [{ children: paragraphs }] })
	);
}
