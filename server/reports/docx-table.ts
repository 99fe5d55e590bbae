import {
	AlignmentType,
	BorderStyle,
	Paragraph,
	Table as DocxTable,
	TableCell,
	TableLayoutType,
	TableRow,
	TextRun,
	VerticalAlign,
	WidthType
} from 'docx';
import { cellText, type Cell, type Fact, type Table } from './document.ts';
import { COLOURS, lines, TEXT_WIDTH, TONES } from './docx-look.ts';

const NONE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const LINE = { style: BorderStyle.SINGLE, size: 4, color: COLOURS.line } as const;
const NO_BORDERS = {
	top: NONE,
	bottom: NONE,
	left: NONE,
	right: NONE,
	insideHorizontal: NONE,
	insideVertical: NONE
} as const;

/** Half points: many columns want small letters. */
const SMALL = 16;
const USUAL = 18;
const MANY_COLUMNS = 6;

/** A table whose head stands on every page it reaches, and whose rows are never torn apart. */
export function docxTable(table: Table): DocxTable {
	const widths = columnWidths(table);
	const size = table.columns.length >= MANY_COLUMNS ? SMALL : USUAL;
	const head = new TableRow({
		tableHeader: true,
		cantSplit: true,
		children: table.columns.map(({ title, align }, column) =>
			cellOf({ text: title, tone: 'muted' }, { width: widths[column], size, align, head: true })
		)
	});
	const rows = table.rows.map(
		(row) =>
			new TableRow({
				cantSplit: true,
				children: row.map((cell, column) =>
					cellOf(cell, {
						width: widths[column],
						size,
						align: table.columns[column]?.align,
						head: false
					})
				)
			})
	);
	return new DocxTable({
		width: { size: TEXT_WIDTH, type: WidthType.DXA },
		columnWidths: widths,
		layout: TableLayoutType.FIXED,
		borders: { ...NO_BORDERS, top: LINE, bottom: LINE, insideHorizontal: LINE },
		rows: [head, ...rows]
	});
}

/** Names and what stands beside them, without lines. */
export function factTable(facts: readonly Fact[]): DocxTable {
	const name = Math.round(TEXT_WIDTH * 0.24);
	return new DocxTable({
		width: { size: TEXT_WIDTH, type: WidthType.DXA },
		columnWidths: [name, TEXT_WIDTH - name],
		layout: TableLayoutType.FIXED,
		borders: NO_BORDERS,
		rows: facts.map(
			(fact) =>
				new TableRow({
					cantSplit: true,
					children: [
						cellOf({ text: fact.name, tone: 'muted' }, { width: name, size: USUAL, flush: true }),
						cellOf(fact.value, { width: TEXT_WIDTH - name, size: USUAL, flush: true })
					]
				})
		)
	});
}

/** The same side by side, each under its name. */
export function factRow(facts: readonly Fact[]): DocxTable {
	const width = Math.floor(TEXT_WIDTH / Math.max(4, facts.length));
	return new DocxTable({
		width: { size: width * facts.length, type: WidthType.DXA },
		columnWidths: facts.map(() => width),
		layout: TableLayoutType.FIXED,
		borders: NO_BORDERS,
		rows: [
			new TableRow({
				cantSplit: true,
				children: facts.map(
					({ name, value }) =>
						new TableCell({
							width: { size: width, type: WidthType.DXA },
							margins: { top: 30, bottom: 30, left: 0, right: 120 },
							children: [
								textOf({ text: name, tone: 'muted' }, SMALL, true),
								textOf(value, USUAL + 2, true)
							]
						})
				)
			})
		]
	});
}

/** A line of a cell; it stays with what follows the table. */
function textOf(cell: Cell, size: number, keepNext: boolean): Paragraph {
	const told = typeof cell === 'string' ? { text: cell } : cell;
	return new Paragraph({
		keepNext,
		spacing: { before: 0, after: 0, ...lines(240) },
		children: [
			new TextRun({
				text: told.text,
				size,
				color: told.tone ? TONES[told.tone] : COLOURS.text,
				bold: told.strong === true
			})
		]
	});
}

interface CellLook {
	readonly width: number | undefined;
	readonly size: number;
	readonly align?: 'start' | 'end' | undefined;
	readonly head?: boolean;
	/** Begins where the text of the page begins. */
	readonly flush?: boolean;
}

function cellOf(cell: Cell, { width, size, align, head, flush }: CellLook): TableCell {
	const told = typeof cell === 'string' ? { text: cell } : cell;
	const colour = told.tone ? TONES[told.tone] : COLOURS.text;
	return new TableCell({
		width: { size: width ?? 0, type: WidthType.DXA },
		verticalAlign: head ? VerticalAlign.BOTTOM : VerticalAlign.TOP,
		margins: { top: 50, bottom: 50, left: flush ? 0 : 80, right: 80 },
		...(head ? { shading: { fill: COLOURS.ground, color: 'auto', type: 'clear' } } : {}),
		children: [
			new Paragraph({
				alignment: align === 'end' ? AlignmentType.END : AlignmentType.START,
				spacing: { before: 0, after: 0, ...lines(240) },
				children: [
					new TextRun({
						text: cellText(cell),
						size,
						color: colour,
						bold: told.strong === true || head === true
					})
				]
			})
		]
	});
}

/** Shares of the page as whole twentieths of a point that come to its width. */
function columnWidths({ columns }: Table): number[] {
	const all = columns.reduce((sum, { width }) => sum + width, 0);
	const widths = columns.map(({ width }) => Math.floor((TEXT_WIDTH * width) / all));
	const left = TEXT_WIDTH - widths.reduce((sum, width) => sum + width, 0);
	return widths.map((width, at) => (at === 0 ? width + left : width));
}
