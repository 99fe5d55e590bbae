import {
	AlignmentType,
	BorderStyle,
	Footer,
	Header,
	HeadingLevel,
	PageNumber,
	Paragraph,
	TableOfContents,
	TabStopType,
	TextRun,
	type FileChild
} from 'docx';
import type { ReportDocument } from './document.ts';
import { factTable } from './docx-table.ts';
import { COLOURS, TEXT_WIDTH } from './docx-look.ts';
import type { ReportWords } from './report-words.ts';

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;

/** What the report is, of when and by whom, and where what stands. */
export function docxTitle(report: ReportDocument, { head }: ReportWords): FileChild[] {
	return [
		new Paragraph({
			spacing: { before: 200, after: 0 },
			children: [new TextRun({ text: report.company, color: COLOURS.muted, size: 21 })]
		}),
		new Paragraph({ heading: HeadingLevel.TITLE, children: [new TextRun(report.title)] }),
		new Paragraph({
			spacing: { after: 240 },
			border: {
				top: NONE,
				left: NONE,
				right: NONE,
				bottom: { style: BorderStyle.SINGLE, size: 12, space: 12, color: COLOURS.accent }
			},
			children: [new TextRun({ text: report.period, size: 28, color: COLOURS.muted })]
		}),
		factTable(report.facts),
		new Paragraph({
			spacing: { before: 400, after: 100 },
			children: [new TextRun({ text: head.contents, bold: true, size: 26 })]
		}),
		new TableOfContents(head.contents, { hyperlink: true, headingStyleRange: '1-2' })
	];
}

/** On every page but the first: whose report it is and of what. */
export function docxHeader(report: ReportDocument): Header {
	const run = (text: string) => new TextRun({ text, size: 16, color: COLOURS.muted });
	return new Header({
		children: [
			new Paragraph({
				tabStops: [{ type: TabStopType.RIGHT, position: TEXT_WIDTH }],
				border: {
					bottom: { style: BorderStyle.SINGLE, size: 4, space: 6, color: COLOURS.line }
				},
				children: [run(report.company), run(`\t${report.title}, ${report.period}`)]
			})
		]
	});
}

export function docxFooter({ head }: ReportWords): Footer {
	return new Footer({
		children: [
			new Paragraph({
				alignment: AlignmentType.END,
				children: [
					new TextRun({
						size: 16,
						color: COLOURS.muted,
						children: [`${head.page} `, PageNumber.CURRENT, ` ${head.of} `, PageNumber.TOTAL_PAGES]
					})
				]
			})
		]
	});
}
