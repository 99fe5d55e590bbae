import { crc32, deflateRawSync } from 'node:zlib';
import type { Upload } from '#server/media/upload.ts';

/** One part of an archive; `claims` writes another size into its directory than it has. */
export interface Part {
	readonly name: string;
	readonly content: string | Buffer;
	readonly claims?: number;
}

/** An archive, made by hand so that it can be made wrong. */
export function zip(parts: readonly Part[]): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const { name, content, claims } of parts) {
		const bytes = Buffer.from(content);
		const packed = deflateRawSync(bytes);
		const title = Buffer.from(name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0);
		common.writeUInt16LE(0x800, 2);
		common.writeUInt16LE(8, 4);
		common.writeUInt32LE(crc32(bytes), 10);
		common.writeUInt32LE(packed.length, 14);
		common.writeUInt32LE(claims ?? bytes.length, 18);
		common.writeUInt16LE(title.length, 22);
		bodies.push(Buffer.from('PK\x03\x04', 'latin1'), common, title, packed);
		const made = Buffer.alloc(2);
		made.writeUInt16LE(20, 0);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(at, 10);
		directory.push(Buffer.from('PK\x01\x02', 'latin1'), made, common, tail, title);
		at += 4 + common.length + title.length + packed.length;
	}
	const list = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(parts.length, 4);
	end.writeUInt16LE(parts.length, 6);
	end.writeUInt32LE(list.length, 8);
	end.writeUInt32LE(at, 12);
	return Buffer.concat([...bodies, list, Buffer.from('PK\x05\x06', 'latin1'), end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';

/** The parts without which it is no document of a text processor. */
export const DOCX_PARTS: readonly Part[] = [
	{ name: '[Content_Types].xml', content: `${XML}<Types/>` },
	{ name: 'word/document.xml', content: `${XML}<w:document><w:p>Акт сверки</w:p></w:document>` }
];

export const XLSX_PARTS: readonly Part[] = [
	{ name: '[Content_Types].xml', content: `${XML}<Types/>` },
	{ name: 'xl/workbook.xml', content: `${XML}<workbook/>` }
];

/** A file as it is, of each kind that is accepted. */
export const GOOD = {
	'снимок экрана.png': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
	'фото.jpg': Buffer.from('\xff\xd8\xff\xe0\0\x10JFIF', 'latin1'),
	'схема.gif': Buffer.from('GIF89a\x01\0\x01\0', 'latin1'),
	'снимок.webp': Buffer.from('RIFF\x24\0\0\0WEBPVP8 ', 'latin1'),
	'акт.pdf': Buffer.from('%PDF-1.7\n'),
	'заметка.txt': Buffer.from('Касса не печатает чек\r\n'),
	'server.log': Buffer.from('2026-03-03 \x1b[31mERROR\x1b[0m timeout\n'),
	'остатки.csv': Buffer.from([0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2, 0x3b, 0x31]),
	'windows.txt': Buffer.from('\ufeffПривет', 'utf16le'),
	'договор.docx': zip(DOCX_PARTS),
	'смета.xlsx': zip(XLSX_PARTS)
} as const satisfies Record<string, Buffer>;

/** A small text file. */
export function aFile(name = 'заметка.txt', text = 'Что видно на экране'): Upload {
	return { name, bytes: Buffer.from(text) };
}

/** A letter of some paragraphs, as a text processor writes it. */
export function docxOf(...paragraphs: string[]): Buffer {
	const body = paragraphs.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
	return zip([
		{ name: '[Content_Types].xml', content: `${XML}<Types/>` },
		{
			name: 'word/document.xml',
			content: `${XML}<w:document><w:body>${body}</w:body></w:document>`
		}
	]);
}

/** A sheet of texts. */
export function xlsxOf(...cells: string[]): Buffer {
	const strings = cells.map((text) => `<si><t>${text}</t></si>`).join('');
	return zip([
		{ name: '[Content_Types].xml', content: `${XML}<Types/>` },
		{
			name: 'xl/workbook.xml',
			content: `${XML}<workbook><sheets><sheet name="Лист"/></sheets></workbook>`
		},
		{ name: 'xl/sharedStrings.xml', content: `${XML}<sst>${strings}</sst>` }
	]);
}

/** A page of Latin text; `content` in its place is the page's stream as it is. */
export function pdfOf(
	text: string,
	more: { readonly content?: Buffer; readonly filter?: string; readonly trailer?: string } = {}
): Buffer {
	const content = more.content ?? Buffer.from(`BT /F1 12 Tf 50 700 Td (${text}) Tj ET`);
	const filter = more.filter ? `/Filter ${more.filter}` : '';
	const objects = [
		Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
		Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
		Buffer.from(
			'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ' +
				'/Resources << /Font << /F1 5 0 R >> >> >>'
		),
		Buffer.concat([
			Buffer.from(`<< /Length ${content.length} ${filter} >>\nstream\n`),
			content,
			Buffer.from('\nendstream')
		]),
		Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
	];
	const pieces = [Buffer.from('%PDF-1.4\n')];
	const places: number[] = [];
	let at = pieces[0]?.length ?? 0;
	for (const [index, object] of objects.entries()) {
		const piece = Buffer.concat([
			Buffer.from(`${index + 1} 0 obj\n`),
			object,
			Buffer.from('\nendobj\n')
		]);
		places.push(at);
		pieces.push(piece);
		at += piece.length;
	}
	const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('');
	pieces.push(
		Buffer.from(
			`xref\n0 6\n0000000000 65535 f \n${table}trailer\n` +
				`<< /Size 6 /Root 1 0 R ${more.trailer ?? ''} >>\nstartxref\n${at}\n%%EOF\n`
		)
	);
	return Buffer.concat(pieces);
}

/** Says of a PDF that it is encrypted, by a password that nobody has. */
export const UNDER_PASSWORD =
	`/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] ` +
	`/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`;
