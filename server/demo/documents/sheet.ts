import { archiveOf } from './archive.ts';
import type { SheetText } from './text.ts';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** A sheet as a table program writes it: a bold head that stays in sight, and its rows. */
export function sheetOf({ name, columns, rows }: SheetText): Buffer {
	const widths = columns
		.map(
			({ width }, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`
		)
		.join('');
	const lines = [columns.map(({ title }) => title), ...rows]
		.map((cells, at) => row(at + 1, cells, at === 0 ? 1 : 0))
		.join('');
	return archiveOf([
		{
			name: '[Content_Types].xml',
			content:
				`${XML}<Types xmlns="${PACKAGE}/content-types">` +
				'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
				'<Default Extension="xml" ContentType="application/xml"/>' +
				`<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
				`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>` +
				`<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`
		},
		{
			name: '_rels/.rels',
			content: relations([['officeDocument', 'xl/workbook.xml']])
		},
		{
			name: 'xl/workbook.xml',
			content: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${escaped(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`
		},
		{
			name: 'xl/_rels/workbook.xml.rels',
			content: relations([
				['worksheet', 'worksheets/sheet1.xml'],
				['styles', 'styles.xml']
			])
		},
		{
			name: 'xl/styles.xml',
			content:
				`${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>` +
				'<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
				'<fills count="1"><fill><patternFill patternType="none"/></fill></fills>' +
				'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
				'<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
		},
		{
			name: 'xl/worksheets/sheet1.xml',
			content:
				`${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
				'<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
				`</sheetView></sheetViews><cols>${widths}</cols><sheetData>${lines}</sheetData></worksheet>`
		}
	]);
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
	const all = targets
		.map(
			([type, target], at) =>
				`<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`
		)
		.join('');
	return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${all}</Relationships>`;
}

function row(number: number, cells: readonly string[], style: number): string {
	const written = cells
		.map(
			(text, at) =>
				`<c r="${String.fromCharCode(65 + at)}${number}" s="${style}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
		)
		.join('');
	return `<row r="${number}">${written}</row>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
