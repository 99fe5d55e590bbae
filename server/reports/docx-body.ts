import { HeadingLevel, ImageRun, Paragraph, TextRun, type FileChild } from 'docx';
import type { Block, ReportDocument } from './document.ts';
import { COLOURS, lines, TEXT_PIXELS } from './docx-look.ts';
import { docxTable, factRow } from './docx-table.ts';
import type { Picture } from './draw-chart.ts';

/** Everything below the title. `pictures` are those of charts, by the place of their block. */
export function docxBody(
	{ blocks }: ReportDocument,
	pictures: ReadonlyMap<number, Picture>
): FileChild[] {
	let numbered = 0;
	return blocks.flatMap((block, at): FileChild[] => {
		if (block.is === 'heading' && block.level === 1) numbered += 1;
		const next = blocks[at + 1]?.is;
		const stays = next === 'chart' || next === 'heading' || next === 'table';
		return docxBlock(block, { picture: pictures.get(at) ?? null, numbered, stays });
	});
}

interface Place {
	readonly picture: Picture | null;
	/** Number of the section. */
	readonly numbered: number;
	/** Stays on the page of what follows it. */
	readonly stays: boolean;
}

function docxBlock(block: Block, { picture, numbered, stays }: Place): FileChild[] {
	switch (block.is) {
		case 'heading':
			return [
				block.level === 1
					? new Paragraph({
							heading: HeadingLevel.HEADING_1,
							// The title and the contents have a page of their own.
							pageBreakBefore: numbered === 1,
							children: [new TextRun(`${numbered}. ${block.text}`)]
						})
					: new Paragraph({
							heading: HeadingLevel.HEADING_2,
							children: [new TextRun(block.text)]
						})
			];
		case 'text':
			return [paragraph(block.text, block.muted === true, stays)];
		case 'points':
			return block.points.map(
				(text) =>
					new Paragraph({
						bullet: { level: 0 },
						spacing: { after: 80 },
						children: [new TextRun({ text, size: 20 })]
					})
			);
		case 'facts':
			return [factRow(block.facts), gap()];
		case 'table':
			return block.rows.length === 0
				? [paragraph(block.empty, true, false)]
				: [docxTable(block), gap()];
		case 'chart':
			return picture === null ? [] : chart(block.caption, picture);
	}
}

function paragraph(text: string, muted: boolean, keepNext: boolean): Paragraph {
	return new Paragraph({
		keepNext,
		children: [new TextRun({ text, ...(muted ? { color: COLOURS.muted, size: 18 } : {}) })]
	});
}

/** Two tables that touch would become one. */
function gap(): Paragraph {
	return new Paragraph({ spacing: { before: 0, after: 60, ...lines(120) }, children: [] });
}

function chart(caption: string, { png, width, height }: Picture): Paragraph[] {
	const scale = Math.min(1, TEXT_PIXELS / width);
	return [
		new Paragraph({
			keepNext: true,
			spacing: { before: 120, after: 60 },
			children: [new TextRun({ text: caption, bold: true, size: 18 })]
		}),
		new Paragraph({
			spacing: { after: 160, ...lines(240) },
			children: [
				new ImageRun({
					type: 'png',
					data: png,
					transformation: { width: Math.round(width * scale), height: Math.round(height * scale) },
					altText: { name: caption, title: caption, description: caption }
				})
			]
		})
	];
}
